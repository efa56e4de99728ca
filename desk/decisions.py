"""What officers decide about a report, and a source taking it back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from desk import hanging, postings
from desk.conflicts import refuse_conflicted
from desk.events import joined, leave
from desk.grades import WITNESSED, Grade
from desk.lifecycle import Status, move
from desk.links import has_witness
from desk.reports import ReportGone
from desk.rights import Person, Right, require
from desk.rulings import Ruling, carry_out
from forms.kinds.text import clean, units
from storage.locks import locked
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
    """What came of a decision, for the toast; `told` is False where contact was refused.

    `along` counts the other reports of the same event that were decided with it.
    """

    code: str
    status: Status
    grade: str | None = None
    told: bool = True
    along: int = 0


class OwnReport(Exception):
    """Nobody decides a report of their own."""


class EventDecided(Exception):
    """The event was decided otherwise already: carries a report of it, and how it stands."""

    def __init__(self, code: str, status: Status) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


class NoWitness(Exception):
    """The information's figure 1 needs a second source that confirms the report."""


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
    right: Right = Right.VERIFY,
    held: bool = True,
) -> Report:
    """The report, locked, if `by` may decide it as it stands, in a state of those `within`.

    Raises NotAllowed, ReportGone, ReportMovedOn, OwnReport, Conflicted, and Taken while another
    officer holds it, unless `held` is False.
    """
    require(by, right)
    report = locked(session, Report, report_id)
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
    require_free(session, by, report, held)
    return report


def require_free(session: Session, by: Person, report: Report, held: bool = True) -> None:
    """Raises OwnReport, Conflicted, and Taken unless `held` is False."""
    if report.source_id in by.sources:
        raise OwnReport(report.code)
    refuse_conflicted(session, by, report)
    if held and report.taken_by is not None and report.taken_by != by.account:
        holder = session.get(Account, report.taken_by)
        raise Taken(report.code, holder.name if holder else "", report.taken_until)


def approve(
    session: Session, by: Person, report_id: int, version: int, *, grade: Grade, now: datetime
) -> Decision:
    """Approve a report that waits, and with it what waits of the same event. Caller commits.

    Raises as `find_for_decision` does, also about what is decided along; EventDecided, NoWitness.
    """
    report = find_for_decision(session, by, report_id, version)
    if grade.information == WITNESSED and not has_witness(session, report):
        raise NoWitness(report.code)
    return _decide(session, by, report, Ruling(Status.APPROVED, grade), now)


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
    """Reject a report that waits, for a preset reason or in the officer's own words, and with it
    what waits of the same event.

    The caller commits. Raises as `find_for_decision` does, also about what is decided along;
    EventDecided.
    """
    report = find_for_decision(session, by, report_id, version)
    ruling = Ruling(Status.REJECTED, reason=reason, words=text)
    return _decide(session, by, report, ruling, now)


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
    report = locked(session, Report, report_id)
    if report is None or report.source_id != by.reporter:
        raise ReportGone(report_id)
    if report.status != Status.WAITING:
        raise ReportMovedOn(report.code, Status(report.status), None, report.decided_at)
    report.decided_at = now
    move(session, report, Status.WITHDRAWN, actor="source", event="withdrawn", now=now)
    hanging.close_panels(session, report)
    for one in (report, *leave(session, report)):
        postings.redraw_card(session, one, now=now)
    return Decision(report.code, Status.WITHDRAWN)


def _decide(
    session: Session, by: Person, report: Report, ruling: Ruling, now: datetime
) -> Decision:
    for one in joined(session, report, lock=True):
        if one.status in (Status.APPROVED, Status.REJECTED) and one.status != ruling.status:
            raise EventDecided(one.code, Status(one.status))
    carry_out(session, by, report, ruling, now=now)
    along = decide_along(session, by, report, now=now)
    grade = str(ruling.grade) if ruling.status is Status.APPROVED else None
    return Decision(report.code, ruling.status, grade, report.contact, along)


def decide_along(session: Session, by: Person, decided: Report, *, now: datetime) -> int:
    """Decide what waits of the event of a decided report as that was; returns how many.

    The caller commits. Raises OwnReport and Taken when one of them is not for `by` to decide.
    """
    waiting = [one for one in joined(session, decided, lock=True) if one.status == Status.WAITING]
    for one in waiting:
        require_free(session, by, one)
        carry_out(session, by, one, Ruling.of(decided), now=now, along=decided)
    return len(waiting)
