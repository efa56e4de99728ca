"""How urgent officers find a report. An emergency takes two of them where the office says so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from desk import alerts, hanging, people, postings
from desk.decisions import find_for_decision
from desk.house import House
from desk.lifecycle import Status, Urgency, record
from desk.rights import Person, Right
from storage.tables import Report

RATED = (Urgency.NORMAL, Urgency.IMPORTANT, Urgency.EMERGENCY)
"""What an officer may say; `urgent` is the reporter's word."""

WITHIN = frozenset({Status.WAITING, Status.APPROVED})


class Step(StrEnum):
    """What came of it: set, proposed, the same as before, or still waiting for another officer."""

    SET = "set"
    PROPOSED = "proposed"
    SAME = "same"
    ANOTHER = "another"


@dataclass(frozen=True)
class Rating:
    """What came of an officer's word, for the toast."""

    code: str
    urgency: Urgency
    step: Step


def rate(
    session: Session,
    by: Person,
    house: House,
    report_id: int,
    version: int,
    urgency: Urgency,
    *,
    now: datetime,
) -> Rating:
    """Say how urgent a report is; the first officer who says emergency only proposes it.

    The caller commits. Leaders are alerted of an approved report at once, and told when it is no
    emergency after all. Raises as `find_for_decision` does.
    """
    report = find_for_decision(session, by, report_id, version, within=WITHIN)
    return Rating(report.code, urgency, _step(session, by, house, report, urgency, now))


def _step(
    session: Session, by: Person, house: House, report: Report, urgency: Urgency, now: datetime
) -> Step:
    if report.urgency == urgency and report.emergency_by is None:
        return Step.SAME
    first = proposer(session, report)
    if urgency is Urgency.EMERGENCY and house.office.emergency_needs_two:
        if first == by.account:
            return Step.ANOTHER
        if first is None:
            _propose(session, by, report, now)
            return Step.PROPOSED
    _set(session, by, report, urgency, now)
    return Step.SET


def proposer(session: Session, report: Report) -> int | None:
    """Who proposed an emergency that waits for a second officer; not who has left since."""
    first = report.emergency_by
    if first is None or not people.may_still(session, f"account:{first}", Right.VERIFY):
        return None
    return first


def _propose(session: Session, by: Person, report: Report, now: datetime) -> None:
    report.emergency_by = by.account
    entry = record(session, report, actor=by.actor, event="emergency_proposed", now=now)
    hanging.close_panels(session, report, of=by)
    postings.call_second(session, report, by.name, because=entry, now=now)
    postings.redraw_card(session, report, now=now)


def _set(session: Session, by: Person, report: Report, urgency: Urgency, now: datetime) -> None:
    before, first = report.urgency, report.emergency_by
    report.urgency, report.emergency_by = urgency, None
    session.add(report)
    entry = record(
        session,
        report,
        actor=by.actor,
        event="rated",
        now=now,
        details={"before": before, "urgency": urgency.value, "proposed_by": first},
    )
    hanging.close_panels(session, report, of=by)
    postings.redraw_card(session, report, now=now)
    if report.status != Status.APPROVED:
        return
    if urgency is Urgency.EMERGENCY:
        alerts.alert(session, report, because=entry, now=now)
    elif before == Urgency.EMERGENCY:
        alerts.retract(session, report, now=now)
