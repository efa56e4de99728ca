"""Stepping back from a report: a conflict of interest, for good."""

from datetime import datetime

from sqlmodel import Session

from desk import hanging, postings
from desk.decisions import find_for_decision
from desk.lifecycle import Status, record
from desk.rights import Person
from storage.once import insert_once
from storage.tables import SteppedBack

WITHIN = frozenset({Status.WAITING, Status.APPROVED, Status.REJECTED})


def step_back(session: Session, by: Person, report_id: int, version: int, *, now: datetime) -> str:
    """Leave a report to the others; returns its code. The caller commits.

    What `by` had begun on it ends: a keyboard that is open, an emergency proposed, the report
    taken. Raises as `find_for_decision` does, and Conflicted the second time.
    """
    report = find_for_decision(session, by, report_id, version, within=WITHIN)
    insert_once(session, SteppedBack, report_id=report_id, account_id=by.account, at=now)
    if report.emergency_by == by.account:
        report.emergency_by = None
    if report.taken_by == by.account:
        report.taken_by = report.taken_until = None
    session.add(report)
    record(session, report, actor=by.actor, event="stepped_back", now=now)
    hanging.close_panels(session, report, of=by)
    postings.redraw_card(session, report, now=now)
    return report.code
