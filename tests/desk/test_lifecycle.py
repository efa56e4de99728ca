"""The table of moves, both halves of it, and stories of any length."""

from datetime import UTC, datetime
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from desk.lifecycle import ALLOWED, Forbidden, Status, move
from storage.database import Database
from storage.tables import LogEntry, Report, Source

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
PAIRS = list(product(Status, Status))


def a_report(session: Session, status: Status, draft_id: int = 1) -> Report:
    if session.get(Source, "s") is None:
        source = Source(id="s", codename="Nipah-0001", bot="public", language="id", created_at=NOW)
        session.add(source)
        session.flush()
    report = Report(
        code=f"C{draft_id:06}",
        draft_id=draft_id,
        source_id="s",
        form="tip",
        form_version=1,
        text="Air naik",
        category="open",
        region="14.04.01",
        happened_at=NOW,
        urgency="normal",
        contact=True,
        status=status,
        version=1,
        submitted_at=NOW,
        consent_version="1",
    )
    session.add(report)
    session.flush()
    return report


@pytest.mark.parametrize(("before", "after"), PAIRS)
async def test_only_what_the_table_allows_happens_and_it_is_logged(
    database: Database, before: Status, after: Status
) -> None:
    def unit(session: Session) -> tuple[str, int, int]:
        report = a_report(session, before)
        try:
            move(session, report, after, actor="system", event="tested", now=NOW)
        except Forbidden:
            return report.status, report.version, 0
        return report.status, report.version, len(session.exec(select(LogEntry)).all())

    allowed = after in ALLOWED[before]
    expected = (after, 2, 1) if allowed else (before, 1, 0)
    assert await database.run(unit) == expected


def test_every_state_can_be_reached_and_every_move_has_a_reason() -> None:
    reached, edge = {Status.WAITING}, {Status.WAITING}
    while edge:
        edge = {after for before in edge for after in ALLOWED[before]} - reached
        reached |= edge
    assert reached == set(Status)
    assert all(reason for moves in ALLOWED.values() for reason in moves.values())


class Undone(Exception):
    """What a unit raises so that the next example finds an empty table."""


@given(st.lists(st.sampled_from(Status), max_size=8), st.integers(1, 10**9))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_whatever_is_tried_the_log_tells_the_state(
    sqlite_database: Database, wishes: list[Status], draft_id: int
) -> None:
    def unit(session: Session) -> None:
        report = a_report(session, Status.WAITING, draft_id)
        for wish in wishes:
            try:
                move(session, report, wish, actor="system", event="tested", now=NOW)
            except Forbidden:
                continue
        entries = session.exec(
            select(LogEntry).where(LogEntry.report_id == report.id).order_by(LogEntry.id)  # type: ignore[arg-type]
        ).all()
        states = [Status.WAITING, *(Status(entry.after or "") for entry in entries)]
        assert states[-1] == report.status
        assert report.version == len(states)
        assert all(b in ALLOWED[a] for a, b in pairwise(states))
        raise Undone

    with pytest.raises(Undone):
        sqlite_database.submit(unit).result()
