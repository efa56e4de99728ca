"""Taking a decision back: at once by who decided, later by an administrator with a reason.

A decision about an event is taken back for all of its reports: those it was made about, and those
that joined them later and were decided as they were.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk import alerts, hanging, notices, postings
from desk.decisions import REASON_LENGTH, find_for_decision, require_free
from desk.events import joined
from desk.house import House
from desk.lifecycle import Status, move
from desk.rights import Person, Right
from forms.kinds.text import clean, units
from storage.tables import Account, Report, Undone

WITHIN = frozenset({Status.APPROVED, Status.REJECTED})
PANEL = "undo"


class NotYours(Exception):
    """Somebody else decided, or too long ago: carries who, and whether it was `by` too late."""

    def __init__(self, code: str, decider: str, *, late: bool) -> None:
        super().__init__(code)
        self.code = code
        self.decider = decider
        self.late = late


class UndoReasonUnfit(Exception):
    """An administrator's reason is too short or too long to say anything later."""


@dataclass(frozen=True)
class Undoing:
    """What came of it, for the toast; not `done` while an administrator's reason is awaited.

    `along` counts the other reports of the same event whose decision was taken back with it.
    """

    code: str
    done: bool
    along: int = 0


def undo(
    session: Session,
    by: Person,
    house: House,
    report_id: int,
    version: int,
    private: bool,
    *,
    now: datetime,
) -> Undoing:
    """Take the decision back, or open the keyboard that asks an administrator for the reason.

    The caller commits. Raises as `find_for_decision` does, also about what is taken back along;
    NotYours.
    """
    right = Right.UNDO if Right.UNDO in by.rights else Right.VERIFY
    report = find_for_decision(session, by, report_id, version, within=WITHIN, right=right)
    mine = report.decided_by == by.account and Right.VERIFY in by.rights
    limit = timedelta(minutes=house.office.undo_minutes)
    if mine and report.decided_at is not None and now - report.decided_at <= limit:
        return _take_back(session, by, report, None, now)
    if right is not Right.UNDO:
        decider = session.get(Account, report.decided_by) if report.decided_by else None
        raise NotYours(report.code, decider.name if decider else "—", late=mine)
    hanging.open_panel(session, by, report, PANEL, hanging.place_of(by, private), now)
    return Undoing(report.code, done=False)


def undo_in_words(
    session: Session, by: Person, house: House, report: Report, text: str, *, now: datetime
) -> Undoing:
    """Take the decision back for the reason an administrator wrote. The caller commits.

    Raises as `find_for_decision` does, UndoReasonUnfit for the reason's length.
    """
    report = find_for_decision(
        session, by, report.id or 0, report.version, within=WITHIN, right=Right.UNDO
    )
    reason = clean(text)
    shortest, longest = REASON_LENGTH
    if not shortest <= units(reason) <= longest:
        raise UndoReasonUnfit(report.code)
    return _take_back(session, by, report, reason, now)


def latest(session: Session, report: Report) -> Undone | None:
    """The last time a decision about this report was taken back."""
    query = select(Undone).where(Undone.report_id == report.id).order_by(col(Undone.entry).desc())
    return session.exec(query).first()


def _decided_with(session: Session, report: Report) -> list[Report]:
    """The other reports of its event that were decided by its decision, locked."""
    return [
        one
        for one in joined(session, report, lock=True)
        if one.status == report.status
        and one.decided_at is not None
        and report.decided_at is not None
        and one.decided_at >= report.decided_at
    ]


def _take_back(
    session: Session, by: Person, report: Report, reason: str | None, now: datetime
) -> Undoing:
    along = _decided_with(session, report)
    for one in along:
        require_free(session, by, one)
    for one in (report, *along):
        _back_to_waiting(session, by, one, reason, now)
    return Undoing(report.code, done=True, along=len(along))


def _back_to_waiting(
    session: Session, by: Person, report: Report, reason: str | None, now: datetime
) -> None:
    """Back to waiting; whoever was told is told again, what is still on its way is stopped."""
    was, decided_by, decided_at = report.status, report.decided_by, report.decided_at
    report.decided_at = report.decided_by = None
    report.grade_source = report.grade_information = None
    report.reason = report.reason_text = None
    entry = move(
        session,
        report,
        Status.WAITING,
        actor=by.actor,
        event="undone",
        now=now,
        details={"decided_by": decided_by, "with_reason": reason is not None},
    )
    session.add(
        Undone(
            entry=entry,
            report_id=report.id or 0,
            account_id=by.account or 0,
            at=now,
            was=was,
            reason=reason,
        )
    )
    notices.tell_undone(session, report, decided_at or now, because=entry, now=now)
    alerts.retract(session, report, now=now)
    hanging.close_panels(session, report, by=by)
    postings.redraw_card(session, report, now=now)
