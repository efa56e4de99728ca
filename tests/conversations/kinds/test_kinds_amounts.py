"""Numbers and rupiah: written in figures or words; what is none, or beyond the limits, is said."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from forms.steps import WrongKey
from tests.conversations.kinds.own import field, own_begun, own_form
from tests.world import World


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    houses = field(
        "houses", "number", "min = 1\nmax = 500\nunit = { id = 'rumah', en = 'houses' }"
    )
    return own_form(houses, field("loss", "money", "min = 1000\nmax = 5000000000"))


@pytest.mark.parametrize(
    ("houses", "number", "loss", "rupiah"),
    [
        pytest.param("25", 25, "Rp250.000", 250_000, id="in figures"),
        pytest.param("sekitar dua puluh lima rumah", 25, "1,5 juta", 1_500_000, id="in words"),
        pytest.param("500", 500, "5 miliar", 5_000_000_000, id="as much as is allowed"),
    ],
)
async def test_a_number_and_an_amount_are_kept_as_they_were_meant(
    office: World, houses: str, number: int, loss: str, rupiah: int
) -> None:
    filling = await own_begun(office)
    await filling.phone.says(houses)
    await filling.phone.says(loss)
    report = await filling.sends()
    assert Decimal(report.answers["houses"]["number"]) == number
    assert Decimal(report.answers["loss"]["number"]) == rupiah


async def test_what_is_no_number_or_beyond_its_limits_is_said_and_the_form_goes_on(
    office: World,
) -> None:
    filling = await own_begun(office)
    says, limits = filling.phone.says, {"least": Decimal(1), "most": Decimal(500), "money": False}
    await filling.refused(says("banyak sekali"), WrongKey.NUMBER_UNCLEAR)
    await filling.refused(says("10 sampai 20"), WrongKey.NUMBER_UNCLEAR)
    await filling.refused(says("-3"), WrongKey.TOO_SMALL, **limits)
    await filling.refused(says("0"), WrongKey.TOO_SMALL, **limits)
    await filling.refused(says("501"), WrongKey.TOO_LARGE, **limits)
    await filling.refused(says("9" * 60), WrongKey.TOO_LARGE, **limits)
    await filling.refused(says("2,5"), WrongKey.NUMBER_NOT_WHOLE)
    await filling.refused(says("x" * 2000), WrongKey.NUMBER_UNCLEAR)
    await filling.unread()
    await says("12")
    assert await filling.at() == "loss"
    await says("500 ribu")
    assert (await filling.sends()).answers["houses"] == {"number": "12"}


async def test_what_is_no_amount_or_beyond_its_limits_is_said_and_the_form_goes_on(
    office: World,
) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    limits = {"least": Decimal(1000), "most": Decimal(5_000_000_000), "money": True}
    await says("12")
    await filling.refused(says("mahal"), WrongKey.MONEY_UNCLEAR)
    await filling.refused(says("antara 1 juta dan 2 juta"), WrongKey.MONEY_UNCLEAR)
    await filling.refused(says("-5000"), WrongKey.TOO_SMALL, **limits)
    await filling.refused(says("Rp500"), WrongKey.TOO_SMALL, **limits)
    await filling.refused(says("6 miliar"), WrongKey.TOO_LARGE, **limits)
    await filling.unread()
    await says("Rp2.500.000,00")
    assert (await filling.sends()).answers["loss"] == {"number": "2500000"}


async def test_a_number_is_shown_with_its_unit_and_changed_on_the_review(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("12")
    await filling.phone.says("1 juta")
    review = await filling.phone.sees("form.review")
    assert "12 rumah" in review.text and "1.000.000" in review.text
    await filling.changes("Label houses")
    await filling.refused(filling.phone.says("entah berapa"), WrongKey.NUMBER_UNCLEAR)
    await filling.phone.says("14")
    assert (await filling.sends()).answers["houses"] == {"number": "14"}
