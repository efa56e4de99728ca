"""Each period's digest is made once, and goes to each leader once."""

import asyncio
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from digests.editions import NotBegun, next_part, prepare, prepare_due
from digests.figures import Figures
from digests.periods import Period
from storage import outbox
from storage.database import Database
from storage.tables import Account, AccountRole, Edition, Outbox
from tests.digests.world import NOW, OFFICE, Queries, enrol, keep, report

LONG_AGO = NOW - timedelta(days=365)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SATURDAY = date(2026, 11, 21)  # ended six hours before NOW


def rows(session: Session) -> list[Outbox]:
    return list(session.exec(select(Outbox).order_by(Outbox.id)).all())  # type: ignore[arg-type]


def put_out(session: Session) -> list[tuple[str, str]]:
    """The key of each edition put out, and to whom, in the order of the outbox."""
    keys = {f"edition:{one.id}": one.key for one in session.exec(select(Edition)).all()}
    return [(keys[row.subject or ""], row.recipient) for row in rows(session)]


def editions(session: Session) -> list[Edition]:
    return list(session.exec(select(Edition)).all())


async def tick(database: Database, now: datetime = NOW) -> int:
    """As the clock does it: until nothing is left; how many messages entered."""
    entered = 0
    while put := await database.run(lambda session: prepare_due(session, OFFICE, now)):
        entered += put
    return entered


async def enrolled(database: Database, *leaders: str, since: datetime) -> list[str]:
    ids = [await database.run(partial(enrol, name=name, since=since)) for name in leaders]
    return [f"account:{one}" for one in ids]


async def asked(database: Database, day: date | None, *, now=NOW, send=True, period=Period.DAILY):
    return await database.run(lambda s: prepare(s, OFFICE, period, day, now, send=send))


async def test_a_due_digest_goes_to_each_leader(database: Database):
    bupati, head = await enrolled(database, "Bupati", "Kepala", since=NOW - SECOND)
    assert await tick(database) == 2
    assert await database.read(put_out) == [
        ("daily:2026-11-21", bupati),
        ("daily:2026-11-21", head),
    ]
    (row, _) = await database.read(rows)
    assert (row.kind, row.bot, row.payload) == ("digest", "private", {"part": 1})
    assert row.priority == outbox.Priority.DIGEST
    assert row.state == outbox.State.WAITING


async def test_before_the_hour_nothing_goes_out(database: Database):
    await enrolled(database, "Bupati", since=NOW - SECOND)
    assert await tick(database, NOW - SECOND) == 0
    assert await database.read(editions) == []


async def test_looking_again_changes_nothing(database: Database):
    await enrolled(database, "Bupati", since=LONG_AGO)
    first = await tick(database)
    before = await database.read(put_out)
    assert first == len(before)
    for later in range(3):
        assert await tick(database, NOW + later * timedelta(seconds=30)) == 0
    assert await database.read(put_out) == before


async def test_many_processes_at_once_put_out_each_digest_once(
    database: Database, database_url: str
):
    leaders = await enrolled(database, "Bupati", "Kepala", since=LONG_AGO)
    other = Database(database_url)
    try:
        put = await asyncio.gather(*(tick(one) for one in (database, other) * 3))
    finally:
        other.close()
    found = await database.read(put_out)
    assert sum(put) == len(found) == len(set(found)) == 13 * len(leaders)
    assert len(await database.read(editions)) == 13


async def test_the_figures_stay_as_they_were_first_counted(database: Database):
    await enrolled(database, "Bupati", since=NOW - SECOND)
    await tick(database)
    await database.run(lambda s: keep(s, [report(1, NOW - timedelta(hours=8))]))
    await enrolled(database, "Kepala", since=NOW - SECOND)
    assert await tick(database, NOW + timedelta(minutes=1)) == 1
    (edition,) = await database.read(editions)
    assert Figures.from_json(edition.figures).submitted.now == 0


async def test_a_leader_gets_nothing_that_was_due_before_the_enrolment(database: Database):
    (bupati,) = await enrolled(database, "Bupati", since=NOW)
    (late,) = await enrolled(database, "Wakil", since=NOW + SECOND)
    await tick(database, NOW + timedelta(hours=1))
    assert await database.read(put_out) == [("daily:2026-11-21", bupati)]
    await tick(database, NOW + DAY)
    found = await database.read(put_out)
    assert [key for key, recipient in found if recipient == late] == [
        "daily:2026-11-22",
        "weekly:2026-W47",
    ]


async def test_after_days_of_downtime_each_missed_period_goes_out_once_oldest_first(
    database: Database,
):
    await enrolled(database, "Bupati", since=LONG_AGO)
    await tick(database, NOW - 3 * DAY)
    before = len(await database.read(rows))
    assert await tick(database) == 3
    keys = [key for key, _ in (await database.read(put_out))[before:]]
    assert keys == ["daily:2026-11-19", "daily:2026-11-20", "daily:2026-11-21"]


async def test_after_months_of_downtime_only_the_latest_periods_go_out(database: Database):
    await enrolled(database, "Bupati", since=LONG_AGO)
    assert await tick(database) == 7 + 4 + 2
    keys = [key for key, _ in await database.read(put_out)]
    assert keys[0] == "monthly:2026-09"
    assert keys[-1] == "daily:2026-11-21"


async def test_only_present_leaders_are_told(database: Database):
    await database.run(lambda s: enrol(s, "Verifikator", LONG_AGO, role="verifier"))
    gone = await database.run(lambda s: enrol(s, "Bupati lama", LONG_AGO))
    demoted = await database.run(lambda s: enrol(s, "Mantan kepala", LONG_AGO))

    def leave(session: Session) -> None:
        account = session.get(Account, gone)
        role = session.get(AccountRole, (demoted, "leader"))
        assert account
        account.removed_at = NOW
        session.add(account)
        session.delete(role)

    await database.run(leave)
    assert await tick(database) == 0
    assert (await asked(database, SATURDAY)).recipients == 0


async def test_when_nothing_is_due_a_look_costs_two_queries(database: Database):
    await enrolled(database, "Bupati", "Kepala", since=LONG_AGO)
    await tick(database)
    queries = Queries(database)
    await tick(database, NOW + timedelta(seconds=30))
    assert len(queries.statements) == 2
    assert not any("FROM report" in one for one in queries.statements)


async def test_a_manual_digest_of_a_past_day_is_the_scheduled_one(database: Database):
    (bupati,) = await enrolled(database, "Bupati", since=NOW - SECOND)
    await tick(database)
    assert (await asked(database, SATURDAY)).recipients == 0
    (head,) = await enrolled(database, "Kepala", since=NOW)
    edition, recipients = await asked(database, SATURDAY, now=NOW + SECOND)
    assert (edition.key, recipients) == ("daily:2026-11-21", 1)
    assert await tick(database, NOW + SECOND) == 0
    assert await database.read(put_out) == [(edition.key, bupati), (edition.key, head)]


async def test_a_manual_digest_before_the_hour_is_not_repeated_at_it(database: Database):
    await enrolled(database, "Bupati", since=NOW - timedelta(hours=2))
    edition, recipients = await asked(database, SATURDAY, now=NOW - timedelta(hours=1))
    assert (edition.key, edition.complete, recipients) == ("daily:2026-11-21", True, 1)
    assert await tick(database) == 0


async def test_a_manual_digest_reaches_who_was_enrolled_later(database: Database):
    await enrolled(database, "Bupati", since=NOW)
    assert (await asked(database, date(2026, 10, 3), period=Period.MONTHLY)).recipients == 1
    assert [key for key, _ in await database.read(put_out)] == ["monthly:2026-10"]


@pytest.mark.parametrize("day", [None, date(2026, 11, 22)], ids=["no day", "today"])
async def test_a_running_digest_is_an_edition_of_its_own_each_time(database: Database, day):
    await enrolled(database, "Bupati", since=LONG_AGO)
    noon = NOW + timedelta(hours=6)
    first = await asked(database, day, now=noon)
    second = await asked(database, day, now=noon + SECOND)
    assert (first.recipients, second.recipients) == (1, 1)
    assert first.edition.key == "daily:2026-11-22@20261122T050000Z"
    assert not first.edition.complete
    assert first.edition.ends_at == noon
    assert second.edition.key != first.edition.key


async def test_a_running_digest_tapped_twice_in_a_second_goes_out_once(database: Database):
    await enrolled(database, "Bupati", since=LONG_AGO)
    first, second = [await asked(database, None) for _ in range(2)]
    assert (first.recipients, second.recipients) == (1, 0)
    assert first.edition.id == second.edition.id


async def test_a_running_digest_does_not_take_the_place_of_the_complete_one(database: Database):
    await enrolled(database, "Bupati", since=NOW - SECOND)
    await asked(database, SATURDAY, now=NOW - timedelta(hours=8))
    assert await tick(database) == 1
    assert [key for key, _ in await database.read(put_out)][1:] == ["daily:2026-11-21"]


async def test_a_digest_of_the_future_is_refused(database: Database):
    with pytest.raises(NotBegun):
        await asked(database, date(2026, 11, 23))
    assert await database.read(editions) == []


async def test_a_preview_writes_nothing_and_runs_where_nothing_may_be_written(
    database: Database,
):
    await enrolled(database, "Bupati", since=LONG_AGO)
    for day in (SATURDAY, None):
        look = partial(prepare, office=OFFICE, period=Period.DAILY, day=day, now=NOW, send=False)
        edition, recipients = await database.read(look)
        assert (edition.id, recipients) == (None, 0)
    assert await database.read(editions) == []
    assert await database.read(rows) == []


async def test_a_preview_shows_the_edition_that_went_out(database: Database):
    sent = await asked(database, SATURDAY)
    preview = await asked(database, SATURDAY, now=NOW + DAY, send=False)
    assert preview.edition.id == sent.edition.id


async def test_the_next_part_is_entered_once_for_its_reader(database: Database):
    bupati, head = await enrolled(database, "Bupati", "Kepala", since=NOW - SECOND)
    await tick(database)
    (edition,) = await database.read(editions)
    number = edition.id or 0
    assert await database.run(lambda s: next_part(s, number, bupati, 1, NOW))
    assert not await database.run(lambda s: next_part(s, number, bupati, 1, NOW))
    assert await database.run(lambda s: next_part(s, number, head, 1, NOW))
    assert await database.run(lambda s: next_part(s, number, bupati, 2, NOW))
    found = [(row.recipient, row.payload["part"]) for row in await database.read(rows)]
    assert found == [(bupati, 1), (head, 1), (bupati, 2), (head, 2), (bupati, 3)]


async def test_the_next_part_of_a_vanished_edition_is_nothing(database: Database):
    assert not await database.run(lambda s: next_part(s, 404, "account:1", 1, NOW))


async def test_each_period_that_is_due_is_counted_in_a_unit_of_its_own(database: Database):
    await enrolled(database, "Bupati", since=NOW - timedelta(days=40))
    assert await database.run(lambda session: prepare_due(session, OFFICE, NOW)) == 1
    assert len(await database.read(editions)) == 1
    assert await tick(database) > 0
    assert len(await database.read(editions)) > 1


async def test_a_unit_that_fails_leaves_no_half_of_a_digest(database: Database):
    await enrolled(database, "Bupati", since=NOW - SECOND)

    def dies(session: Session) -> None:
        prepare_due(session, OFFICE, NOW)
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await database.run(dies)
    assert await database.read(editions) == []
    assert await tick(database) == 1


async def test_old_digests_are_not_sent_again_when_the_outbox_forgets(database: Database):
    await enrolled(database, "Bupati", since=NOW - SECOND)
    await tick(database)

    def finish(session: Session) -> None:
        (row,) = rows(session)
        outbox.sent(session, row.id or 0, 1, NOW - 40 * DAY)
        outbox.forget(session, NOW)

    await database.run(finish)
    assert await tick(database) == 0
