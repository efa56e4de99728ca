"""Places and points on the map: typed, shared, confirmed, and never outside the regency."""

from collections.abc import Mapping

import pytest

from forms.steps import WrongKey
from tests.conversations.kinds.own import TITLE, WHAT, Filling, field, own_begun, own_form
from tests.world import World


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    return own_form(field("spot", "location"))


async def at_the_place(office: World) -> Filling:
    """A citizen who chose the own form and is asked where."""
    filling = Filling(office, await office.citizen())
    await filling.phone.says(office.label("id", "citizen.menu_report", {}))
    await filling.phone.taps(TITLE)
    await filling.phone.says(WHAT)
    return filling


def name_of(office: World, code: str) -> str:
    return office.product.house.office.regions.full_name(code, "id")


async def test_a_place_is_chosen_from_the_lists_by_buttons(office: World) -> None:
    filling = await at_the_place(office)
    await filling.phone.taps("Pilih dari daftar")
    await filling.phone.taps(office.home.kecamatan)
    whole = await filling.phone.last()
    await filling.phone.taps(whole.buttons[0][0].text)
    assert await filling.at() == "spot"
    await filling.phone.sends_location(*office.home.point)
    await filling.phone.taps("Ya, di sini")
    assert (await filling.sends()).region == office.home.kecamatan_code


async def test_an_unknown_place_or_one_outside_is_said_and_the_form_goes_on(office: World) -> None:
    filling = await at_the_place(office)
    says, share = filling.phone.says, filling.phone.sends_location
    await filling.refused(says("Atlantis"), WrongKey.PLACE_UNKNOWN, text="Atlantis")
    await filling.refused(says("12345"), WrongKey.PLACE_UNKNOWN, text="12345")
    await filling.refused(says("x" * 2000), WrongKey.PLACE_UNKNOWN, text="x" * 60)
    await filling.refused(share(*office.home.outside), WrongKey.PLACE_OUTSIDE)
    await filling.refused(share(0.0, 0.0), WrongKey.PLACE_OUTSIDE)
    await filling.unread()
    await says(office.place)
    assert await filling.at() == "spot"


async def test_a_name_of_two_villages_is_asked_about(office: World) -> None:
    filling = await at_the_place(office)
    await filling.phone.says(office.home.twice)
    assert set(office.home.twice_names) <= set((await filling.phone.last()).labels)
    await filling.refused(filling.phone.says("9"), WrongKey.PLACE_UNKNOWN, text="9")
    await filling.phone.says(office.home.twice)
    await filling.phone.says("2")
    await filling.phone.sends_location(*office.home.point)
    await filling.phone.says("ya")
    assert name_of(office, (await filling.sends()).region) == office.home.twice_names[1]


async def test_a_point_is_shared_and_confirmed_or_moved_to_a_neighbour(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.sends_location(*office.home.point)
    assert "form.confirm" in await filling.phone.keys()
    await filling.phone.says("bukan")
    neighbour = (await filling.phone.last()).buttons[0][0].text
    await filling.phone.taps(neighbour)
    spot = (await filling.sends()).answers["spot"]
    assert (spot["lat"], spot["lon"]) == pytest.approx(office.home.point)
    assert name_of(office, spot["place"]) == neighbour


async def test_words_where_a_point_is_needed_are_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    says, share = filling.phone.says, filling.phone.sends_location
    await filling.refused(says(office.place), WrongKey.POINT_EXPECTED)
    await filling.refused(says("12345"), WrongKey.POINT_EXPECTED)
    await filling.refused(share(*office.home.outside), WrongKey.PLACE_OUTSIDE)
    await filling.refused(filling.phone.sends_photo(), WrongKey.NOT_ASKED_FOR)
    await filling.unread()
    await share(*office.home.point)
    await says("ya")
    report = await filling.sends()
    assert report.region == office.home.place_code
    assert report.answers["spot"]["place"].startswith(office.home.point_code)


async def test_a_point_is_changed_on_the_review(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.sends_location(*office.home.point)
    await filling.phone.says("ya")
    await filling.changes("Label spot")
    await filling.refused(filling.phone.says(office.place), WrongKey.POINT_EXPECTED)
    north, east = office.home.point
    await filling.phone.sends_location(north + 0.001, east)
    await filling.phone.says("ya")
    spot = (await filling.sends()).answers["spot"]
    assert (spot["lat"], spot["lon"]) == pytest.approx((north + 0.001, east))
