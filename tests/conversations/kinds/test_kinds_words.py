"""Text and contacts: what is written stays as it was, and what does not fit is said."""

from collections.abc import Mapping

import pytest

from forms.steps import WrongKey
from tests.conversations.kinds.own import TITLE, WHAT, Filling, field, own_begun, own_form
from tests.world import World

NUMBER = "+6281234567890"


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    cause = field("cause", "text", "min_length = 3\nmax_length = 60")
    return own_form(cause, field("witness", "contact", "anyone = true"))


async def sealed(office: World) -> dict[str, str]:
    """The contact of the only report, out of the vault."""
    [report] = await office.reports()
    vault, subject = office.product.house.vault, f"contact:{report.id}:witness"
    found = await office.read(lambda session: vault.contact(session, subject))
    return dict(found or {})


async def test_a_text_is_kept_word_for_word_and_a_contact_lies_in_the_vault_only(
    office: World,
) -> None:
    filling = await own_begun(office)
    await filling.phone.says("Lapuk & <tua>,\nkena banjir 🌊")
    await filling.phone.says("Pak Budi 0812-3456-7890")
    report = await filling.sends()
    assert report.text == WHAT
    assert report.answers == {"cause": "Lapuk & <tua>,\nkena banjir 🌊"}
    assert await sealed(office) == {"phone": NUMBER, "name": "Pak Budi"}


async def test_too_short_too_long_or_no_text_is_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    await filling.refused(says("ah"), WrongKey.TOO_SHORT, min=3, length=2)
    await filling.refused(says("a" * 61), WrongKey.TOO_LONG, max=60, length=61)
    await filling.refused(says("🌊" * 31), WrongKey.TOO_LONG, max=60, length=62)
    await filling.refused(filling.phone.sends_photo(), WrongKey.NOT_ASKED_FOR)
    await filling.unread()
    await says("a" * 60)
    assert await filling.at() == "witness"
    await says("0812 3456 7890")
    assert (await filling.sends()).answers == {"cause": "a" * 60}


async def test_the_story_itself_may_be_neither_too_short_nor_too_long(office: World) -> None:
    filling = Filling(office, await office.citizen())
    says = filling.phone.says
    await says(office.label("id", "citizen.menu_report", {}))
    await filling.phone.taps(TITLE)
    await filling.refused(says("ah"), WrongKey.TOO_SHORT, min=5, length=2)
    await filling.refused(says("a" * 3001), WrongKey.TOO_LONG, max=3000, length=3001)
    await office.sandbox.advance(10)  # nobody answers a long text within three seconds
    await says("a" * 3000)
    assert await filling.at() == "where"


async def test_what_is_no_number_to_call_is_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    await says("Lapuk")
    await filling.refused(says("Pak Budi saja"), WrongKey.CONTACT_UNCLEAR)
    await filling.refused(says("12345"), WrongKey.CONTACT_UNCLEAR)
    await filling.refused(says("0812-3456-7890 / 0813-9876-5432"), WrongKey.CONTACT_UNCLEAR)
    await filling.refused(says("0812" + "3" * 30), WrongKey.CONTACT_UNCLEAR)
    await filling.unread()
    await says("wa +62 812 3456 7890 (Budi)")
    await filling.sends()
    assert await sealed(office) == {"phone": NUMBER, "name": "Budi"}


async def test_where_anyone_will_do_the_card_of_somebody_else_is_taken(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("Lapuk")
    other = await office.sandbox.person("Budi")
    await filling.phone.shares_contact("+628999888777", of=other)
    assert "+628999888777" not in (await filling.phone.last()).text
    await filling.sends()
    assert await sealed(office) == {"phone": "+628999888777", "name": "Budi"}
