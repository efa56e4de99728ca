"""What officers decide about a report, and a source taking it back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from desk import hanging, notices, postings
from desk.grades import Grade
from desk.lifecycle import Status, move
from desk.reports import ReportGone
from desk.rights import Person, Right, require
from forms.kinds.text import clean, units
from storage.tables import Account, Report


class Reason(StrEnum):
    """Why a report is not taken up. `OWN` is the officer's own sentence."""

    UNCLEAR = "unclear"
    NOT_OURS = "not_ours"
    KNOWN = "known"
    NOT_CONFIRMED = "not_confirmed"
    NO_EVENT = "no_event"
    OWN = "own"


PRESETS = (
    Reason.UNCLEAR,
    Reason.NOT_OURS,
    Reason.KNOWN,
    Reason.NOT_CONFIRMED,
    Reason.NO_EVENT,
)

REASON_LENGTH = (5, 500)


@dataclass(frozen=True)
class Decision:
    """What came of a decision, for the toast; `told` is False where contact was refused."""

    code: str
    status: Status
    grade: str | None = None
    told: bool = True


class OwnReport(Exception):
    """Nobody decides a report of their own."""


class ReasonUnfit(Exception):
    """The reason is too short or too long to be of use to the reporter."""


class Taken(Exception):
    """Another officer holds this report: carries who and until when."""

    def __init__(self, code: str, by: str, until: datetime | None) -> None:
        super().__init__(code)
        self.code = code
        self.by = by
        self.until = until


class ReportMovedOn(Exception):
    """Somebody was first, or the button is old: carries who and when, and how it stands."""

    def __init__(self, code: str, status: Status, by: str | None, at: datetime | None) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.by = by
        self.at = at


def find_for_decision(
    session: Session,
    by: Person,
    report_id: int,
    version: int,
    *,
    within: frozenset[Status] = frozenset({Status.WAITING}),
    held: bool = True,
) -> Report:
    """The report, locked, if `by` may decide it as it stands, in a state of those `within`.

    Raises NotAllowed, ReportGone, OwnReport, ReportMovedOn, and Taken while another officer
    holds it, unless `held` is False.
    """
    require(by, Right.VERIFY)
    report = session.get(Report, report_id, with_for_update=True)
    if report is None:
        raise ReportGone(report_id)
    if report.version != version or Status(report.status) not in within:
        decider = session.get(Account, report.decided_by) if report.decided_by else None
        raise ReportMovedOn(
            report.code,
            Status(report.status),
            decider.name if decider else None,
            report.decided_at,
        )
    if report.source_id in by.sources:
        raise OwnReport(report.code)
    if held and report.taken_by is not None and report.taken_by != by.account:
        holder = session.get(Account, report.taken_by)
        raise Taken(report.code, holder.name if holder else "", report.taken_until)
    return report


def approve(
    session: Session, by: Person, report_id: int, version: int, *, grade: Grade, now: datetime
) -> Decision:
    """Approve a report that waits. The caller commits.

    Raises as `find_for_decision` does.
    """
    report = find_for_decision(session, by, report_id, version)
    report.grade_source, report.grade_information = grade.source, grade.information
    report.decided_at, report.decided_by = now, by.account
    entry = move(
        session,
        report,
        Status.APPROVED,
        actor=by.actor,
        event="approved",
        now=now,
        details={"grade": str(grade)},
    )
    _decided(session, report, entry, now)
    return Decision(report.code, Status.APPROVED, str(grade), report.contact)


def reject(
    session: Session,
    by: Person,
    report_id: int,
    version: int,
    *,
    reason: Reason,
    now: datetime,
    text: str | None = None,
) -> Decision:
    """Reject a report that waits, for a preset reason or in the officer's own words.

    The caller commits. Raises as `approve` does.
    """
    report = find_for_decision(session, by, report_id, version)
    report.reason, report.reason_text = reason, text
    report.decided_at, report.decided_by = now, by.account
    entry = move(
        session,
        report,
        Status.REJECTED,
        actor=by.actor,
        event="rejected",
        now=now,
        details={"reason": reason},
    )
    _decided(session, report, entry, now)
    return Decision(report.code, Status.REJECTED, told=report.contact)


def reject_in_words(
    session: Session, by: Person, report: Report, text: str, *, now: datetime
) -> Decision:
    """Reject for the reason an officer wrote. The caller commits.

    Raises as `reject` does, ReasonUnfit for its length.
    """
    shortest, longest = REASON_LENGTH
    if report.status == Status.WAITING and not shortest <= units(clean(text)) <= longest:
        raise ReasonUnfit(report.code)
    version = report.version if report.status == Status.WAITING else -1
    return reject(
        session, by, report.id or 0, version, reason=Reason.OWN, text=clean(text), now=now
    )


def withdraw(session: Session, by: Person, report_id: int, *, now: datetime) -> Decision:
    """Take a waiting report back; only its own source can. The caller commits.

    Raises ReportGone, ReportMovedOn.
    """
    report = session.get(Report, report_id, with_for_update=True)
    if report is None or report.source_id != by.reporter:
        raise ReportGone(report_id)
    if report.status != Status.WAITING:
        raise ReportMovedOn(report.code, Status(report.status), None, report.decided_at)
    report.decided_at = now
    move(session, report, Status.WITHDRAWN, actor="source", event="withdrawn", now=now)
    hanging.close_panels(session, report)
    postings.redraw_card(session, report, now=now)
    return Decision(report.code, Status.WITHDRAWN)


def _decided(session: Session, report: Report, entry: int, now: datetime) -> None:
    hanging.close_panels(session, report)
    notices.tell_outcome(session, report, because=entry, now=now)
    postings.redraw_card(session, report, now=now)
