"""A decision as one value, and how it is carried out on one report."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlmodel import Session

from desk import hanging, notices, postings, standing
from desk.grades import NOT_JUDGED, Grade
from desk.lifecycle import Status, move
from desk.rights import Person
from storage.tables import Report


@dataclass(frozen=True)
class Judgement:
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


def judge(
    session: Session,
    by: Person,
    report: Report,
    judgement: Judgement,
    *,
    now: datetime,
    along: Report | None = None,
) -> None:
    """Decide a report that waits, tell its source, and redraw its cards. The caller commits, and
    has made sure that `by` may.

    Decided `along` with another of its event, it keeps the information's figure; its source has
    a letter of its own: the one its record proposes, and F where the officer judged no source.
    """
    details: dict[str, object] = {}
    if along is not None:
        details["along"] = along.id
        judgement = replace(judgement, grade=_own_letter(session, report, along, judgement.grade))
    if judgement.status is Status.APPROVED:
        report.grade_source = judgement.grade.source
        report.grade_information = judgement.grade.information
        details["grade"] = str(judgement.grade)
    else:
        report.reason, report.reason_text = judgement.reason, judgement.words
        details["reason"] = judgement.reason
    report.decided_at, report.decided_by = now, by.account
    entry = move(
        session,
        report,
        judgement.status,
        actor=by.actor,
        event=judgement.status.value,
        now=now,
        details=details,
    )
    hanging.close_panels(session, report)
    notices.tell_outcome(session, report, because=entry, now=now)
    postings.redraw_card(session, report, now=now)


def _own_letter(session: Session, report: Report, along: Report, grade: Grade) -> Grade:
    if report.source_id == along.source_id or grade.source == "F":
        return grade
    return Grade(standing.of(session, report.source_id).letter, grade.information)
