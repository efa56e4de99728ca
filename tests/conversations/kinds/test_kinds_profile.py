"""A profile puts a form of its own in the place of the tip, and adds one for agents."""

from collections.abc import Mapping

import pytest

from forms.steps import WrongKey
from tests.conversations.kinds.own import TITLE, WHAT, Filling, field, own_form
from tests.world import World


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    houses = field("houses", "number")
    [tip] = own_form(houses).values()
    anew = tip.replace('key = "damage"\nversion = 1', 'key = "tip"\nversion = 2')
    return {**own_form(houses, audience="agent"), "tip.toml": anew}


async def test_whatever_a_citizen_says_begins_the_offices_own_tip(office: World) -> None:
    filling = Filling(office, await office.citizen())
    await filling.phone.says(WHAT)
    await filling.phone.says(office.place)
    await filling.refused(filling.phone.says("banyak"), WrongKey.NUMBER_UNCLEAR)
    await filling.phone.says("7")
    report = await filling.sends()
    assert (report.form, report.form_version) == ("tip", 2)
    assert report.answers == {"houses": {"number": "7"}}


async def test_an_agent_fills_in_the_offices_own_form_from_the_menu(office: World) -> None:
    filling = Filling(office, await office.agent())
    await filling.phone.says(office.label("id", "agent.menu_all", {}))
    await filling.phone.taps(TITLE)
    await filling.phone.says(WHAT)
    await filling.phone.says(office.place)
    await filling.refused(filling.phone.says("banyak"), WrongKey.NUMBER_UNCLEAR)
    await filling.phone.says("12")
    report = await filling.sends()
    assert (report.form, report.answers) == ("damage", {"houses": {"number": "12"}})
