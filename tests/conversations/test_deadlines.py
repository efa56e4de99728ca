"""A deadline that passes is named quietly at the desk, then to administrators, then to leaders."""

from datetime import datetime

from desk.rights import Role
from storage.tables import LogEntry
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import World


async def on(office: World, month: int, day: int, hour: int) -> None:
    """The clock ticks at a local hour. Noon of the tests is Saturday, 21 November 2026."""
    zone = office.product.house.office.zone
    office.clock.at = datetime(2026, month, day, hour, tzinfo=zone).astimezone(
        office.clock.at.tzinfo
    )
    await office.tick()
    await office.settled()


async def test_the_desk_is_reminded_once_a_working_day_until_the_report_is_decided(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    [report] = await office.reports()
    await on(office, 11, 25, 16)
    assert await desk.seen("desk.overdue") == []
    await on(office, 11, 26, 7)  # past the deadline, before the office opens
    assert await desk.seen("desk.overdue") == []
    await on(office, 11, 26, 9)
    await on(office, 11, 26, 10)
    [reminder] = await desk.seen("desk.overdue")
    assert f"{report.code[:3]}-{report.code[3:]}" in reminder.text
    calls = await office.sandbox.calls()
    assert any(one.parameters.get("disable_notification") for one in calls)
    await on(office, 11, 27, 9)
    assert len(await desk.seen("desk.overdue")) == 2
    await desk.taps("desk.approve_default")
    assert "Lewat" not in (await desk.sees("desk.card")).text
    await on(office, 11, 28, 9)  # a Saturday
    await on(office, 11, 30, 9)
    assert len(await desk.seen("desk.overdue")) == 2


async def test_what_stays_late_goes_on_to_the_administrator_and_then_to_the_head(
    office: World,
) -> None:
    rahma = await office.officer("Rahma", Role.ADMIN)
    bupati = await office.officer("Bupati", Role.LEADER)
    hasan = await officer_at_desk(office)
    await reported(office)
    await hasan.taps("desk.take")
    await on(office, 11, 26, 9)
    assert await rahma.seen("desk.overdue") == []
    await on(office, 11, 27, 9)
    assert len(await rahma.seen("desk.overdue")) == 1
    assert await bupati.seen("desk.overdue") == []
    await on(office, 12, 1, 9)
    assert len(await rahma.seen("desk.overdue")) == 2
    [said] = await bupati.seen("desk.overdue")
    for message in await bupati.messages():
        assert "sungai" not in message.text  # no words of the reporter
    assert said.text


async def test_an_approved_report_waits_for_a_follow_up_and_the_reporter_hears_of_it(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.approve_default")
    await on(office, 11, 27, 9)
    assert await desk.seen("desk.overdue") == []
    await on(office, 11, 30, 9)
    assert len(await desk.seen("desk.overdue")) == 1
    await desk.taps("desk.more")
    await desk.taps("desk.follow_up")
    assert await citizen.seen("citizen.followed_up")
    assert "Hasan" in (await desk.sees("desk.mark_followed_up")).text
    await desk.presses(await desk.sees("desk.card"), "d|1|2|follow_up|")
    assert len(await citizen.seen("citizen.followed_up")) == 1
    await on(office, 12, 1, 9)
    assert len(await desk.seen("desk.overdue")) == 1
    events = [row.event for row in await office.rows(LogEntry)]
    assert events.count("followed_up") == 1
