"""Moments and days: by button or in words, at the office's own clock, never ahead of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from forms.steps import WrongKey
from tests.conversations.kinds.own import field, own_begun, own_form
from tests.world import World

TODAY = date(2026, 11, 21)


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    return own_form(
        field("noticed", "moment", "past_days = 30"), field("checked", "day", "past_days = 7")
    )


def local(office: World, year: int, month: int, day: int, *clock: int) -> datetime:
    hour, minute = clock
    zone = office.product.house.office.zone
    return datetime(year, month, day, hour, minute, tzinfo=zone)


async def noticed(office: World) -> datetime:
    """When the only report says it was noticed."""
    [report] = await office.reports()
    return datetime.fromisoformat(report.answers["noticed"]["moment"])


@pytest.mark.parametrize(
    ("button", "before_noon", "day", "checked"),
    [
        pytest.param("Sekarang", timedelta(0), "Hari ini", TODAY, id="now and today"),
        pytest.param(
            "Tadi malam",
            timedelta(hours=15),
            "Kemarin",
            TODAY - timedelta(days=1),
            id="last night and yesterday",
        ),
    ],
)
async def test_a_moment_and_a_day_are_chosen_by_buttons(
    office: World, button: str, before_noon: timedelta, day: str, checked: date
) -> None:
    filling = await own_begun(office)
    await filling.phone.taps(button)
    await filling.phone.taps(day)
    report = await filling.sends()
    assert await noticed(office) == office.noon - before_noon
    assert report.answers["checked"] == {"day": checked.isoformat()}


async def test_a_moment_and_a_day_are_written_in_words(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("kemarin jam 2 siang")
    await filling.phone.says("18/11")
    report = await filling.sends()
    assert await noticed(office) == local(office, 2026, 11, 20, 14, 0)
    assert report.answers["checked"] == {"day": "2026-11-18"}


async def test_a_moment_ahead_too_old_or_unclear_is_said_and_the_form_goes_on(
    office: World,
) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    ahead, old = local(office, 2035, 1, 1, 10, 0), local(office, 2026, 3, 12, 8, 15)
    for wrong in ("entah kapan", "x" * 2000, "-7"):
        await filling.refused(says(wrong), WrongKey.MOMENT_UNCLEAR)
    await filling.refused(says("1/1/2035 10.00"), WrongKey.MOMENT_IN_FUTURE, moment=ahead)
    await filling.refused(says("12/3/2026 08.15"), WrongKey.MOMENT_TOO_OLD, moment=old, days=30)
    await filling.refused(filling.phone.sends_photo(), WrongKey.NOT_ASKED_FOR)
    await filling.unread()
    await says("tadi pagi jam 8")
    await filling.phone.taps("Hari ini")
    await filling.sends()
    assert await noticed(office) == local(office, 2026, 11, 21, 8, 0)


async def test_a_day_ahead_too_old_or_unclear_is_said_and_the_form_goes_on(office: World) -> None:
    filling = await own_begun(office)
    says = filling.phone.says
    await filling.phone.taps("Sekarang")
    for wrong in ("entah kapan", "x" * 2000, "99/99"):
        await filling.refused(says(wrong), WrongKey.DAY_UNCLEAR)
    await filling.refused(says("besok"), WrongKey.DAY_IN_FUTURE, day=TODAY + timedelta(days=1))
    await filling.refused(says("1/1/2035"), WrongKey.DAY_IN_FUTURE, day=date(2035, 1, 1))
    old = date(2026, 11, 1)
    await filling.refused(says("1/11/2026"), WrongKey.DAY_TOO_OLD, day=old, days=7)
    await filling.unread()
    await says("kemarin")
    assert (await filling.sends()).answers["checked"] == {"day": "2026-11-20"}


async def test_a_button_pressed_on_the_next_day_still_means_its_own(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.taps("Sekarang")
    office.clock.passes(hours=20)
    await filling.phone.taps("Hari ini")
    assert (await filling.sends()).answers["checked"] == {"day": TODAY.isoformat()}


async def test_a_moment_and_a_day_are_changed_on_the_review(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.taps("Sekarang")
    await filling.phone.taps("Hari ini")
    await filling.changes("Label noticed")
    await filling.refused(filling.phone.says("entah"), WrongKey.MOMENT_UNCLEAR)
    await filling.phone.says("kemarin 14.30")
    await filling.changes("Label checked")
    await filling.phone.taps("Kemarin")
    report = await filling.sends()
    assert await noticed(office) == local(office, 2026, 11, 20, 14, 30)
    assert report.answers["checked"] == {"day": "2026-11-20"}
