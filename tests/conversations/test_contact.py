"""A number to call: given by whom it belongs to, sealed in the vault, and nowhere else."""

import pytest

from storage.tables import Report, VaultEntry
from tests.conversations.test_secrecy import dump
from tests.world import Phone, World

NUMBER = "+6281234567890"


async def asked_for_a_number(office: World) -> Phone:
    """A citizen who chose, on the review, to leave a number."""
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.change", field="Nomor telepon")
    return citizen


async def sealed(office: World) -> dict[str, str]:
    [report] = await office.reports()
    vault = office.product.house.vault
    found = await office.read(lambda session: vault.contact(session, subject_of(report)))
    return dict(found or {})


def subject_of(report: Report) -> str:
    return f"contact:{report.id}:phone"


async def test_a_shared_own_contact_is_sealed_and_stands_nowhere_else(office: World) -> None:
    citizen = await asked_for_a_number(office)
    await citizen.shares_contact(NUMBER)
    assert "form.review" in await citizen.keys()
    assert NUMBER not in (await citizen.last()).text
    await citizen.taps("form.send")
    assert (await sealed(office))["phone"] == NUMBER
    tables = await office.read(dump)
    assert [name for name, rows in tables.items() if NUMBER[3:] in rows] == []
    assert NUMBER[3:] not in office.log.getvalue()
    entries = await office.rows(VaultEntry)
    assert not any(NUMBER[3:].encode() in entry.sealed for entry in entries)


async def test_the_contact_of_another_person_is_refused_and_the_draft_stays(
    office: World,
) -> None:
    citizen = await asked_for_a_number(office)
    other = await office.sandbox.person("Budi")
    await citizen.shares_contact("+628999888777", of=other)
    assert "form.wrong" in await citizen.keys()
    await citizen.says("Siti 0812-3456-7890")
    await citizen.taps("form.send")
    assert await sealed(office) == {"phone": NUMBER, "name": "Siti"}


@pytest.mark.parametrize("wrong", ["banyak", "12345", "nanti saja ya"])
async def test_what_is_no_number_gets_an_example(office: World, wrong: str) -> None:
    citizen = await asked_for_a_number(office)
    await citizen.says(wrong)
    keys = await citizen.keys()
    assert "form.wrong" in keys and "form.question" in keys
    await citizen.says("0812 3456 7890")
    assert "form.review" in await citizen.keys()


async def test_a_contact_shared_at_another_question_is_kept_and_the_question_stays(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.shares_contact(NUMBER)
    assert "form.question" in await citizen.keys()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert (await sealed(office))["phone"] == NUMBER
