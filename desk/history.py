"""What happened to a report, step by step; and that somebody read of it is a step as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from desk import postings
from desk.decisions import OwnReport
from desk.lifecycle import record
from desk.reports import ReportGone
from desk.rights import Person, Right, require
from storage.tables import Account, LogEntry, Report

SOURCE, SYSTEM = "source", "system"


@dataclass(frozen=True)
class Step:
    """One entry of the log; `who` is an officer's name, or `source` or `system` as `kind` says."""

    at: datetime
    event: str
    kind: str
    who: str
    details: dict[str, Any]


def ask(session: Session, by: Person, report_id: int, tap: str, *, now: datetime) -> bool:
    """Send a report's history to the private chat of `by`; False if that is not open.

    The caller commits. Raises NotAllowed, ReportGone, OwnReport: whoever reported never learns who
    decided.
    """
    require(by, Right.READ_HISTORY)
    report = session.get(Report, report_id)
    if report is None:
        raise ReportGone(report_id)
    return _hand(session, by, report, tap, now)


def ask_by_code(session: Session, by: Person, code: str, tap: str, *, now: datetime) -> bool:
    """`ask` for a report named by its code."""
    require(by, Right.READ_HISTORY)
    report = session.exec(select(Report).where(Report.code == code)).first()
    if report is None:
        raise ReportGone(code)
    return _hand(session, by, report, tap, now)


def read(session: Session, by: Person, report: Report, what: str, *, now: datetime) -> None:
    """Log that `by` was sent `what` of a report: `whole`, `files`, `history`. Caller commits."""
    record(session, report, actor=by.actor, event="read", now=now, details={"what": what})


def steps(session: Session, report_id: int) -> Iterator[Step]:
    """Every step of a report, oldest first."""
    names: dict[str, str] = {}
    query = select(LogEntry).where(LogEntry.report_id == report_id).order_by(col(LogEntry.id))
    for entry in session.exec(query):
        kind, _, number = entry.actor.partition(":")
        if number and entry.actor not in names:
            account = session.get(Account, int(number))
            names[entry.actor] = account.name if account else f"#{number}"
        who = names.get(entry.actor, "")
        yield Step(entry.at, entry.event, kind, who, entry.details)


def _hand(session: Session, by: Person, report: Report, tap: str, now: datetime) -> bool:
    if report.source_id in by.sources:
        raise OwnReport(report.code)
    account = session.get(Account, by.account)
    if account is None or not account.reachable:
        return False
    read(session, by, report, "history", now=now)
    postings.hand_parts(session, "history", report, account.id or 0, tap, now=now)
    return True
