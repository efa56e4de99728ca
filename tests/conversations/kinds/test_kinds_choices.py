"""One of a list, several of a list, yes or no: by button, by number and by name."""

from collections.abc import Mapping

import pytest

from forms.steps import WrongKey
from tests.conversations.kinds.own import field, options, own_begun, own_form
from tests.world import World

STATES = options(usable="Masih bisa dilewati", narrow="Satu jalur saja", closed="Putus total")
NEEDS = options(timber="Kayu", workers="Tenaga", money="Dana", boat="Perahu dan pompong")


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    return own_form(
        field("state", "choice", STATES),
        field("needs", "several", "min_choices = 2\nmax_choices = 3" + NEEDS),
        field("told", "yesno"),
    )


async def test_each_is_answered_by_buttons(office: World) -> None:
    filling = await own_begun(office)
    for label in ("Satu jalur saja", "Kayu", "Dana", "Selesai", "Tidak"):
        await filling.phone.taps(label)
    report = await filling.sends()
    assert report.answers == {"state": "narrow", "needs": ["timber", "money"], "told": False}


@pytest.mark.parametrize(
    ("state", "needs", "told"),
    [
        pytest.param("3", "2 4", "iya pak", id="by numbers"),
        pytest.param("putus", "tenaga dan perahu", "sudah, ya", id="by the beginnings of names"),
        pytest.param("PUTUS TOTAL", "Tenaga; Perahu dan pompong", "Ya", id="by whole names"),
    ],
)
async def test_each_is_answered_by_typing(
    office: World, state: str, needs: str, told: str
) -> None:
    filling = await own_begun(office)
    for text in (state, needs, "selesai", told):
        await filling.phone.says(text)
    report = await filling.sends()
    assert report.answers == {"state": "closed", "needs": ["workers", "boat"], "told": True}


async def test_what_is_no_choice_is_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    for wrong in ("entahlah", "9", "0", "-1", "x" * 4000):
        await filling.refused(says(wrong), WrongKey.NOT_AN_OPTION)
    await filling.refused(filling.phone.sends_photo(), WrongKey.NOT_ASKED_FOR)
    await filling.unread()
    await filling.phone.taps("Putus total")
    assert await filling.at() == "needs"


async def test_too_few_or_too_many_or_none_of_several_is_said_and_the_form_goes_on(
    office: World,
) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    await says("1")
    for wrong in ("entahlah", "kayu dan entahlah", "7"):
        await filling.refused(says(wrong), WrongKey.NOT_AN_OPTION)
    await filling.refused(says("selesai"), WrongKey.TOO_FEW_CHOSEN, min=2)
    await filling.phone.taps("Kayu")
    await filling.refused(filling.phone.taps("Selesai"), WrongKey.TOO_FEW_CHOSEN, min=2)
    await says("2, 3")
    await filling.refused(
        filling.phone.taps("Perahu dan pompong"), WrongKey.TOO_MANY_CHOSEN, max=3
    )
    await filling.unread()
    await filling.phone.taps("✔️ Kayu")
    await filling.phone.taps("Selesai")
    await says("tidak")
    assert (await filling.sends()).answers["needs"] == ["workers", "money"]


async def test_what_is_neither_yes_nor_no_is_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    for text in ("1", "1 2", "selesai"):
        await says(text)
    for wrong in ("mungkin", "7", "-", "x" * 2000):
        await filling.refused(says(wrong), WrongKey.YES_OR_NO)
    await filling.unread()
    await says("belum, tidak")
    assert (await filling.sends()).answers["told"] is False


async def test_the_choices_are_changed_on_the_review(office: World) -> None:
    filling = await own_begun(office)
    for text in ("1", "1 2", "selesai", "ya"):
        await filling.phone.says(text)
    await filling.changes("Label state")
    await filling.refused(filling.phone.says("entahlah"), WrongKey.NOT_AN_OPTION)
    await filling.phone.says("3")
    await filling.changes("Label needs")
    await filling.phone.taps("✔️ Tenaga")
    await filling.phone.taps("Dana")
    await filling.phone.taps("Selesai")
    await filling.changes("Label told")
    await filling.phone.taps("Tidak")
    report = await filling.sends()
    assert report.answers == {"state": "closed", "needs": ["timber", "money"], "told": False}


async def test_the_categories_of_the_office_open_in_two_levels(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.taps("form.cancel")
    await filling.phone.taps("form.yes_drop")
    citizen = filling.phone
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await filling.changes("Jenis")
    await filling.refused(citizen.says("entahlah"), WrongKey.NOT_AN_OPTION)
    await citizen.says("banjir")
    assert (await filling.sends()).category == "flood"
