"""The log is signed every day, administrators hear how, and the doctor finds what was touched."""

import pytest
from sqlalchemy import text

from bot.doctor.finding import Sign
from desk.rights import Role
from storage import heads
from storage.migrate import downgrade
from storage.tables import LogEntry, LogHead
from tests.bot.doctor.looking import examined, keys, staffed
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import World

OPEN = {
    "sqlite": ("DROP TRIGGER log_no_update", "DROP TRIGGER log_no_delete"),
    "postgresql": ("ALTER TABLE log DISABLE TRIGGER USER",),
}


async def touched(office: World, *statements: str) -> None:
    engine = office.product.database.engine
    with engine.begin() as connection:
        for statement in (*OPEN[engine.dialect.name], *statements):
            connection.execute(text(statement))


async def next_morning(office: World) -> None:
    office.clock.passes(hours=20)
    await office.tick()


async def test_every_morning_administrators_hear_how_the_log_was_signed(office: World) -> None:
    admin = await office.officer("Kepala", Role.ADMIN)
    leader = await office.officer("Bupati", Role.LEADER)
    desk = await officer_at_desk(office)
    await reported(office)
    await desk.taps("desk.approve_default")
    await office.tick()
    assert not await admin.seen("history.head")
    await next_morning(office)
    seal = await admin.sees("history.head")
    first, newest = sorted(await office.rows(LogHead), key=lambda one: one.number)
    assert (first.entries, newest.entries, newest.total) == (0, 2, 2)
    assert heads.code(newest.mac) in seal.text
    assert not await leader.seen("history.head")
    await office.tick()
    assert len(await admin.seen("history.head")) == 1
    office.clock.passes(hours=24)
    await office.tick()  # nothing was logged since: signed, and nobody is disturbed
    assert len(await office.rows(LogHead)) == 3
    assert len(await admin.seen("history.head")) == 1


async def test_the_doctor_finds_the_log_whole_and_says_the_code_that_was_sent(
    office: World,
) -> None:
    await staffed(office)
    await reported(office)
    await next_morning(office)
    [line] = [one for one in await examined(office) if one.check == "log"]
    assert line.sign is Sign.GOOD
    [seal] = await office.product.database.read(
        lambda session: [str(heads.code(one.mac)) for one in [heads.latest(session)] if one]
    )
    assert line.values["seal"] == seal


@pytest.mark.parametrize(
    ("touch", "kind"),
    [
        ("UPDATE log SET actor = 'account:9' WHERE id = 1", "edited"),
        ("DELETE FROM log WHERE id = 1", "missing"),
        ("DELETE FROM log WHERE id = 2", "cut"),
    ],
)
async def test_the_doctor_names_the_report_whose_log_was_touched(
    office: World, touch: str, kind: str
) -> None:
    await staffed(office)
    desk = await officer_at_desk(office, "Rina")
    await reported(office)
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    [report] = await office.reports()
    await touched(office, touch)
    found = [one for one in await examined(office) if one.check == "log"]
    assert [(one.sign, one.values["kind"]) for one in found] == [(Sign.WRONG, kind)]
    assert found[0].values["code"].replace("-", "") == report.code


async def test_the_doctor_names_the_day_whose_log_was_cut_off(office: World) -> None:
    await staffed(office)
    await reported(office)
    await next_morning(office)
    await touched(office, "DELETE FROM log")
    found = await examined(office)
    assert keys(found) >= {"log_signed", "log_entry"}
    [day] = [one for one in found if one.key == "doctor.log_signed"]
    assert (day.values["told"], day.values["found"]) == (1, 0)


async def test_a_log_older_than_the_chain_is_bound_at_the_first_start(office: World) -> None:
    await staffed(office)
    desk = await officer_at_desk(office, "Rina")
    await reported(office)
    await desk.taps("desk.approve_default")
    await office.stops()
    engine = office.product.database.engine
    downgrade(engine, "0008")
    engine.dispose()
    await office.starts()
    assert all(row.mac for row in await office.rows(LogEntry))
    [first] = await office.rows(LogHead)
    assert (first.number, first.entries, first.total) == (1, 2, 2)
    assert "log_good" in keys(await examined(office), Sign.GOOD)
