"""Deadlines in working days: a first decision, then a follow-up; who is told when one passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from desk import notices, postings, workdays
from desk.decisions import find_for_decision
from desk.enrolment import holders
from desk.lifecycle import Status, record
from desk.postings import DESK
from desk.rights import PRIVATE, Person, Role
from offices.office import Office
from storage import outbox
from storage.tables import Report

FROM, UNTIL = time(8), time(17)
"""Local hours between which anybody is reminded."""
ADMIN_AFTER, LEADERS_AFTER = 1, 3
"""Working days past a deadline after which administrators, then leaders, are told as well."""
MOST = 200  # reports looked at of each kind, the oldest
HISTORY = timedelta(days=90)  # what was approved longer ago is no longer asked about


class Wanted(StrEnum):
    """What a report is waiting for."""

    DECISION = "decision"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Late:
    """A report past a deadline, by so many whole working days."""

    report: Report
    wanted: Wanted
    days: int


def due(report: Report, office: Office) -> tuple[Wanted, datetime] | None:
    """What a report waits for and until when; None when for nothing."""
    category = office.category(report.category)
    if report.status == Status.WAITING:
        days = office.deadlines.decide(category)
        return Wanted.DECISION, workdays.after(report.submitted_at, days, office.zone)
    if report.status == Status.APPROVED and report.followed_at is None and report.decided_at:
        days = office.deadlines.follow_up(category)
        return Wanted.FOLLOW_UP, workdays.after(report.decided_at, days, office.zone)
    return None


def late(session: Session, office: Office, now: datetime, over: int = 0) -> list[Late]:
    """The reports at least `over` working days past a deadline, the latest first."""
    found = []
    for report in _open(session, now):
        wanted = due(report, office)
        if wanted is None or wanted[1] > now:
            continue
        days = workdays.late(wanted[1], now, office.zone)
        if days >= over:
            found.append(Late(report, wanted[0], days))
    return sorted(found, key=lambda one: (-one.days, one.report.id or 0))


def _open(session: Session, now: datetime) -> Iterator[Report]:
    waits = select(Report).where(Report.status == Status.WAITING)
    yield from session.exec(waits.order_by(col(Report.id)).limit(MOST))
    approved = select(Report).where(
        Report.status == Status.APPROVED,
        col(Report.followed_at).is_(None),
        col(Report.decided_at) > now - HISTORY,
    )
    yield from session.exec(approved.order_by(col(Report.decided_at)).limit(MOST))


def remind(session: Session, office: Office, now: datetime) -> int:
    """Once a working day tell the desk of what is late, and whom it goes on to; how many rows.

    Each list is drawn when it is sent, so what was handled meanwhile is not in it. The caller
    commits.
    """
    local = now.astimezone(office.zone)
    if not workdays.is_workday(now, office.zone) or not FROM <= local.time() < UNTIL:
        return 0
    if outbox.known(session, f"{_key(local.date(), 0)}>{DESK}"):
        return 0  # told today: looking through all that is open is not for each tick
    found = late(session, office, now)
    if not found:
        return 0
    worst = found[0].days
    told = [(DESK, 0)]
    if worst >= ADMIN_AFTER:
        told += [(f"account:{one}", ADMIN_AFTER) for one in holders(session, Role.ADMIN)]
    if worst >= LEADERS_AFTER:
        told += [(f"account:{one}", LEADERS_AFTER) for one in holders(session, Role.LEADER)]
    until = local.replace(hour=UNTIL.hour, minute=0, second=0, microsecond=0)
    return sum(
        outbox.put(
            session,
            "overdue",
            bot=PRIVATE,
            recipient=recipient,
            key=_key(local.date(), over),
            priority=outbox.Priority.REMINDER,
            payload={"over": over},
            expires_at=until,
            now=now,
        )
        for recipient, over in told
    )


def _key(day: date, over: int) -> str:
    return f"overdue:{day}:{over}"


def follow_up(session: Session, by: Person, report_id: int, version: int, *, now: datetime) -> str:
    """Note that an approved report was followed up, and tell the reporter; returns its code.

    The caller commits. Raises as `find_for_decision` does. Noted twice it stays.
    """
    within = frozenset({Status.APPROVED})
    report = find_for_decision(session, by, report_id, version, within=within)
    if report.followed_at is None:
        report.followed_at, report.followed_by = now, by.account
        session.add(report)
        entry = record(session, report, actor=by.actor, event="followed_up", now=now)
        notices.tell_followed_up(session, report, because=entry, now=now)
        postings.redraw_card(session, report, now=now)
    return report.code
