"""Whoever edits, removes or cuts off what was logged is found out, triggers or not."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage import chain, heads
from storage.chain import Chain
from storage.checking import Checked, Kind, Trouble, check
from storage.database import Database
from storage.tables import LogHead
from storage.vault import Vault
from tests.storage.test_chain import NOW, a_report
from tests.world import VAULT_KEY

CHAIN = Vault(VAULT_KEY).chain
DAY = date(2026, 11, 21)


def stepped(report_id: int, session: Session, **told: object) -> None:
    version = {"version": 1, "after": "waiting"} | told
    chain.append(session, at=NOW, actor="account:1", event="x", report_id=report_id, **version)  # type: ignore[arg-type]


def signed(database: Database, day: date, before: LogHead | None = None) -> LogHead:
    end = database.submit(heads.end_of_log).result()
    start = before.last_id if before else 0
    gathered = database.look(lambda session: heads.gather(session, start, end))
    unit = partial(heads.enter, chain=CHAIN, before=before, gathered=gathered, last_id=end)
    head = database.submit(lambda session: unit(session, day=day, now=NOW)).result()
    assert head is not None
    return head


@pytest.fixture
def logged(database: Database) -> Iterator[Database]:
    """Two reports with four steps each over two days that were signed; then one step of neither.

    The ids: report 1 has 1, 3, 5, 7 and report 2 has 2, 4, 6, 8; those up to 4 are of day one.
    """
    for number in (1, 2):
        database.submit(partial(a_report, number=number)).result()
    head = None
    for day in range(2):
        for report_id in (1, 2, 1, 2):
            database.submit(partial(stepped, report_id)).result()
        head = signed(database, DAY + timedelta(days=day), head)
    database.submit(lambda s: chain.append(s, at=NOW, actor="system", event="swept")).result()
    with database.engine.begin() as connection:
        if database.sqlite:
            for trigger in ("log_no_update", "log_no_delete"):
                connection.execute(text(f"DROP TRIGGER {trigger}"))
            for trigger in ("log_head_no_update", "log_head_no_delete"):
                connection.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            connection.execute(text("ALTER TABLE log DISABLE TRIGGER USER"))
            connection.execute(text("ALTER TABLE log_head DISABLE TRIGGER USER"))
    yield database


def after(database: Database, *statements: str, chain: Chain = CHAIN) -> Checked:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    with database.snapshot() as connection:
        return check(connection, chain)


def kinds(done: Checked) -> list[tuple[Kind, int | None, int]]:
    return [(one.kind, one.report_id, one.place or one.number) for one in done.troubles]


async def test_what_nobody_touched_is_whole(logged: Database) -> None:
    done = after(logged)
    assert done.troubles == [] and done.entries == 9
    assert done.head is not None and (done.head.number, done.head.total) == (2, 8)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'account:2'",
        "event = 'approved'",
        "before = 'waiting'",
        'details = \'{"grade": "A1"}\'',
        "version = 9",
        "at = '2026-11-20 05:00:00.000000'",
    ],
)
async def test_an_edited_entry_is_named_by_report_and_place(logged: Database, change: str) -> None:
    if not logged.sqlite:
        change = change.replace(".000000'", "+00:00'")
    done = after(logged, f"UPDATE log SET {change} WHERE id = 3")
    assert kinds(done) == [(Kind.EDITED, 1, 2)]


async def test_an_entry_taken_out_is_noticed_in_its_chain_and_on_its_day(logged: Database) -> None:
    done = after(logged, "DELETE FROM log WHERE id = 4")
    assert kinds(done) == [(Kind.MISSING, 2, 2), (Kind.HEAD, None, 1)]
    assert (done.troubles[1].day, done.troubles[1].told, done.troubles[1].found) == (DAY, 4, 3)


async def test_an_end_cut_off_is_noticed_by_the_day_that_signed_it(logged: Database) -> None:
    done = after(logged, "DELETE FROM log WHERE id = 8")
    assert done.troubles == [
        Trouble(Kind.HEAD, number=2, day=DAY + timedelta(days=1), told=4, found=3)
    ]


async def test_an_end_cut_off_before_it_was_signed_is_noticed_by_the_report_that_went_further(
    logged: Database,
) -> None:
    def decided(session: Session) -> None:
        session.connection().execute(
            text("UPDATE report SET version = 2, status = 'approved' WHERE id = 2")
        )
        stepped(2, session, version=2, after="approved")

    logged.submit(decided).result()
    assert after(logged).troubles == []
    done = after(logged, "DELETE FROM log WHERE id = (SELECT max(id) FROM log)")
    assert kinds(done) == [(Kind.CUT, 2, 4)]


async def test_a_whole_chain_that_is_gone_is_noticed_with_its_report(logged: Database) -> None:
    done = after(logged, "DELETE FROM log WHERE report_id = 2")
    assert [one.kind for one in done.troubles] == [Kind.CUT, Kind.HEAD, Kind.HEAD]
    assert done.troubles[0].report_id == 2


async def test_two_entries_that_changed_places_are_noticed(logged: Database) -> None:
    done = after(
        logged,
        "UPDATE log SET seq = 99 WHERE id = 5",
        "UPDATE log SET seq = 3 WHERE id = 7",
        "UPDATE log SET seq = 4 WHERE id = 5",
    )
    assert (Kind.MISSING, 1, 3) in kinds(done)


async def test_an_entry_moved_to_another_report_is_noticed(logged: Database) -> None:
    done = after(logged, "UPDATE log SET report_id = 1, seq = 5 WHERE id = 8")
    assert (Kind.EDITED, 1, 5) in kinds(done)


async def test_what_the_program_did_not_write_is_noticed_and_never_bound(logged: Database) -> None:
    forged = (
        "INSERT INTO log (at, report_id, actor, event, details) "
        "SELECT at, report_id, actor, event, details FROM log WHERE id = 1"
    )
    assert kinds(after(logged, forged)) == [(Kind.ADDED, 1, 4)]
    logged.submit(partial(stepped, 1)).result()
    assert logged.submit(chain.bind_old).result() == 0
    assert kinds(after(logged)) == [(Kind.ADDED, 1, 4)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE log_head SET day = '2026-01-01' WHERE number = 1", [(Kind.HEAD, None, 1)]),
        ("UPDATE log_head SET total = 9 WHERE number = 2", [(Kind.HEAD, None, 2)]),
        ("DELETE FROM log_head WHERE number = 1", [(Kind.NO_HEAD, None, 1)]),
    ],
)
async def test_a_head_that_was_touched_is_noticed(
    logged: Database, change: str, found: list[tuple[Kind, int | None, int]]
) -> None:
    assert kinds(after(logged, change)) == found


async def test_a_forged_log_does_not_fit_another_key(logged: Database) -> None:
    other = after(logged, chain=Chain(b"x" * 32))
    assert len([one for one in other.troubles if one.kind is Kind.EDITED]) == 9


async def test_heads_go_on_one_after_the_other_and_are_signed_once(database: Database) -> None:
    first = signed(database, DAY)
    assert (first.number, first.entries, first.total) == (1, 0, 0)
    second = signed(database, DAY + timedelta(days=1), first)
    assert heads.code(first.mac) != heads.code(second.mac)
    twice = partial(heads.enter, chain=CHAIN, before=first, gathered=heads.Gathered(), last_id=0)
    again = database.submit(lambda s: twice(s, day=DAY + timedelta(days=1), now=NOW))
    assert again.result() is None
    newest = database.look(heads.latest)
    assert newest is not None and newest.mac == second.mac


def test_a_code_can_be_read_aloud() -> None:
    assert heads.code(bytes(range(32))) == "0001-0203-0405-0607"
