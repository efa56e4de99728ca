"""The log binds its entries: in one chain a report, however many write, and whoever forgets."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from storage import chain
from storage.chain import Chain, NoKey, Unchained, canonical
from storage.database import Database
from storage.migrate import downgrade, upgrade
from storage.tables import LogEntry, Report, Source
from storage.vault import Vault
from tests.world import VAULT_KEY

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
CHAIN = Vault(VAULT_KEY).chain


def a_report(session: Session, number: int) -> int:
    if session.get(Source, "s") is None:
        source = Source(id="s", codename="Nipah-0001", bot="public", language="id", created_at=NOW)
        session.add(source)
        session.flush()
    report = Report(
        code=f"C{number:06}",
        draft_id=number,
        source_id="s",
        form="tip",
        form_version=1,
        text="Air naik",
        category="open",
        region="14.04.01",
        happened_at=NOW,
        urgency="normal",
        contact=True,
        status="waiting",
        version=1,
        submitted_at=NOW,
        consent_version="1",
    )
    session.add(report)
    session.flush()
    return report.id or 0


def step(report_id: int | None, session: Session, event: str = "read") -> int:
    details = {"what": "whole", "parts": 2}
    return chain.append(
        session, at=NOW, actor="account:1", event=event, report_id=report_id, details=details
    )


async def entries(database: Database, report_id: int | None) -> list[LogEntry]:
    query = select(LogEntry).where(LogEntry.report_id == report_id).order_by(col(LogEntry.id))
    return await database.read(lambda session: list(session.exec(query)))


def bound(rows: list[LogEntry]) -> bool:
    """Whether these are one chain from its beginning, in the order of their ids."""
    mac = CHAIN.begin(rows[0].report_id)
    for place, row in enumerate(rows, 1):
        told = (row.report_id, row.at, row.actor, row.event)
        told = (*told, row.before, row.after, row.version, row.details)  # type: ignore[assignment]
        mac = CHAIN.bind(mac, place, told)
        if (row.seq, row.mac) != (place, mac):
            return False
    return True


async def test_each_report_has_a_chain_of_its_own_and_what_has_none_has_one(
    database: Database,
) -> None:
    first, second = [await database.run(partial(a_report, number=n)) for n in (1, 2)]
    for report_id in (first, None, second, first, None, first):
        await database.run(partial(step, report_id))
    for report_id, count in ((first, 3), (second, 1), (None, 2)):
        rows = await entries(database, report_id)
        assert len(rows) == count and bound(rows)


@pytest.mark.parametrize("whose", ["report", "nobody"])
async def test_many_who_write_at_once_make_one_chain(database: Database, whose: str) -> None:
    report_id = await database.run(partial(a_report, number=1)) if whose == "report" else None
    await asyncio.gather(*(database.run(partial(step, report_id)) for _ in range(24)))
    rows = await entries(database, report_id)
    assert len(rows) == 24 and bound(rows)


async def test_several_entries_of_one_unit_follow_one_another(database: Database) -> None:
    def unit(session: Session) -> int:
        report_id = a_report(session, 1)
        for event in ("submitted", "taken", "released"):
            step(report_id, session, event)
        return report_id

    rows = await entries(database, await database.run(unit))
    assert [row.event for row in rows] == ["submitted", "taken", "released"] and bound(rows)


async def test_an_undone_unit_leaves_the_chain_as_it_was(database: Database) -> None:
    def unit(session: Session) -> None:
        step(None, session)
        raise ValueError("undone")

    await database.run(partial(step, None))
    with pytest.raises(ValueError, match="undone"):
        await database.run(unit)
    await database.run(partial(step, None))
    rows = await entries(database, None)
    assert len(rows) == 2 and bound(rows)


async def test_a_fork_can_not_be_written(database: Database) -> None:
    again = text(
        "INSERT INTO log (at, report_id, actor, event, details, seq) SELECT at, report_id, "
        "actor, event, details, seq FROM log WHERE id = (SELECT max(id) FROM log)"
    )
    for report_id in (await database.run(partial(a_report, number=1)), None):
        await database.run(partial(step, report_id))
        with pytest.raises(IntegrityError):
            await database.run(lambda session: session.connection().execute(again))


async def test_whoever_forgets_the_chain_or_the_key_is_refused(database: Database) -> None:
    loose = LogEntry(at=NOW, actor="system", event="x")
    with pytest.raises(Unchained):
        await database.run(lambda session: session.add(loose))
    keyless = Database(database.url)
    with pytest.raises(NoKey):
        await keyless.run(partial(step, None))
    keyless.close()


async def test_entries_older_than_the_chain_are_bound_and_nothing_else_of_them_changes(
    database: Database,
) -> None:
    downgrade(database.engine, "0008")
    old = (
        "INSERT INTO log (at, report_id, actor, event, version, details) VALUES "
        "('2026-11-20 05:00:00+00:00', {}, 'source', 'submitted', 1, '{{\"consent\": \"1\"}}')"
    )
    with database.engine.begin() as connection:
        if database.sqlite:
            old = old.replace("+00:00", ".000000")
        for report in (7, 8, 7, "NULL", 7):
            connection.exec_driver_sql(old.format(report))
    upgrade(database.engine)
    await database.run(partial(step, 7))  # whoever writes first binds what lies before
    rows = await entries(database, 7)
    assert len(rows) == 4 and bound(rows)
    assert await database.run(chain.bind_old) == 2
    assert await database.run(chain.bind_old) == 0
    assert bound(await entries(database, 8)) and bound(await entries(database, None))
    for change in ("mac = mac", "seq = 9", "event = 'x', mac = mac"):
        with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE log SET {change}")


async def test_with_a_mac_nothing_else_can_be_changed(database: Database) -> None:
    sql = (
        "INSERT INTO log (at, actor, event, details) VALUES "
        "('2026-11-20 05:00:00', 'source', 'submitted', '{}')"
    )
    with database.engine.begin() as connection:
        connection.exec_driver_sql(sql)
    mac = "x'00'" if database.sqlite else "'\\x00'"
    for change in ("event = 'x'", "details = '{\"a\": 1}'", "id = 99", "report_id = 1"):
        with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE log SET mac = {mac}, {change}")


@given(
    st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8) | st.none()),
    st.integers(1, 2**53),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_an_entry_is_the_same_bytes_wherever_it_was_read(
    details: dict[str, object], report_id: int
) -> None:
    told = ("account:1", "read", None, "approved", 2)
    here = NOW.astimezone(timezone(timedelta(hours=8)))
    turned = dict(reversed(details.items()))
    same = canonical(3, report_id, NOW, *told, details)
    assert canonical(3, report_id, here, *told, turned) == same
    assert canonical(4, report_id, NOW, *told, details) != same
    assert Chain(b"a" * 32).sign(same) != Chain(b"b" * 32).sign(same)
