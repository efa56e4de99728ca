"""Fetching what was sent: the next files, and what became of each of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk import notices, postings
from storage.locks import locked
from storage.tables import Evidence, Report

PAUSES = (5, 15, 60, 300, 900, 3600, 7200)  # seconds between tries; about three hours in all


def to_fetch(session: Session, now: datetime, limit: int = 8) -> list[Evidence]:
    """The files to fetch now, oldest first."""
    query = (
        select(Evidence)
        .where(Evidence.state == "waiting", Evidence.not_before <= now)
        .order_by(col(Evidence.id))
        .limit(limit)
    )
    return list(session.exec(query))


@dataclass(frozen=True)
class Fetched:
    """A file in the store."""

    sha256: str
    size: int
    media_type: str
    extension: str


def fetched(session: Session, evidence_id: int, file: Fetched, *, now: datetime) -> None:
    """Note a fetched file, and complete the card that was posted without it. Caller commits."""
    row = locked(session, Evidence, evidence_id)
    if row is None or row.state != "waiting":
        return
    row.state, row.sha256, row.size = "kept", file.sha256, file.size
    row.media_type, row.extension = file.media_type, file.extension
    session.add(row)
    _complete_card(session, row, now)


def refused(session: Session, evidence_id: int, reason: str, *, now: datetime) -> None:
    """Note a file that may not be kept, tell its sender, mend the card. The caller commits."""
    row = locked(session, Evidence, evidence_id)
    if row is None or row.state != "waiting":
        return
    row.state, row.reason = "refused", reason
    session.add(row)
    notices.tell_refused(session, row, now=now)
    _complete_card(session, row, now)


def failed(session: Session, evidence_id: int, why: str, *, now: datetime) -> None:
    """Note a failed attempt and when to try again; lost after the last one. Caller commits."""
    row = locked(session, Evidence, evidence_id)
    if row is None or row.state != "waiting":
        return
    row.reason = why[:24]
    if row.attempts >= len(PAUSES):
        row.state = "lost"
        notices.tell_refused(session, row, now=now)
        _complete_card(session, row, now)
    else:
        row.not_before = now + timedelta(seconds=PAUSES[row.attempts])
        row.attempts += 1
    session.add(row)


def _complete_card(session: Session, row: Evidence, now: datetime) -> None:
    if row.report_id is None:
        return
    report = session.get(Report, row.report_id)
    if report is not None:
        session.flush()
        postings.redraw_card(session, report, now=now)
        if row.state == "kept":
            postings.show_evidence(session, report, now=now)
