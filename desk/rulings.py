"""A decision as one value, and how it is carried out on one report."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlmodel import Session

from desk import alerts, hanging, notices, postings, repute
from desk.grades import NOT_JUDGED, Grade
from desk.lifecycle import Status, Urgency, move
from desk.rights import Person
from storage.tables import Report

EVENTS = {Status.APPROVED: "approved", Status.REJECTED: "rejected"}


@dataclass(frozen=True)
class Ruling:
    """Approved with a grade, or rejected for a reason, perhaps in the officer's own words."""

    status: Status
    grade: Grade = NOT_JUDGED
    reason: str | None = None
    words: str | None = None

    @classmethod
    def of(cls, report: Report) -> Self:
        """How a report was decided."""
        grade = Grade(report.grade_source or "F", report.grade_information or "6")
        return cls(Status(report.status), grade, report.reason, report.reason_text)


def carry_out(
    session: Session,
    by: Person,
    report: Report,
    ruling: Ruling,
    *,
    now: datetime,
    along: Report | None = None,
) -> None:
    """Decide a report that waits, tell its source, and redraw its cards. The caller commits, and
    has made sure that `by` may.

    Decided `along` with another of its event, it keeps the information's figure; its source has
    a letter of its own: the one its record proposes, and F where the officer judged no source.
    Leaders are alerted of an emergency, once for an event.
    """
    details: dict[str, object] = {}
    if along is not None:
        details["along"] = along.id
        ruling = replace(ruling, grade=_own_letter(session, report, along, ruling.grade))
    if ruling.status is Status.APPROVED:
        report.grade_source = ruling.grade.source
        report.grade_information = ruling.grade.information
        details["grade"] = str(ruling.grade)
    else:
        report.reason, report.reason_text = ruling.reason, ruling.words
        details["reason"] = ruling.reason
    report.decided_at, report.decided_by = now, by.account
    entry = move(
        session,
        report,
        ruling.status,
        actor=by.actor,
        event=EVENTS[ruling.status],
        now=now,
        details=details,
    )
    hanging.close_panels(session, report, by=by)
    notices.tell_outcome(session, report, because=entry, now=now)
    postings.redraw_card(session, report, now=now)
    known = along is not None and along.urgency == Urgency.EMERGENCY
    if ruling.status is Status.APPROVED and report.urgency == Urgency.EMERGENCY and not known:
        alerts.alert(session, report, because=entry, now=now)


def _own_letter(session: Session, report: Report, along: Report, grade: Grade) -> Grade:
    if report.source_id == along.source_id or grade.source == "F":
        return grade
    return Grade(repute.of(session, report.source_id).letter, grade.information)
