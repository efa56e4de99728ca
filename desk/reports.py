"""What may happen to a report once sent: an officer decides, its source takes it back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk import evidence, notices
from desk.lifecycle import Status, Urgency, move
from desk.people import Person, Right, require
from forms.kinds.text import clean, units
from storage.tables import Account, Card, Report


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
SOURCES = "ABCDEF"
INFORMATION = "123456"
REASON_LENGTH = (5, 500)


@dataclass(frozen=True)
class Grade:
    """The Admiralty code: a letter for the source, a figure for the information."""

    source: str = "F"
    information: str = "6"

    def __post_init__(self) -> None:
        if self.source not in SOURCES or self.information not in INFORMATION:
            raise ValueError(f"no such grade: {self.source}{self.information}")

    def __str__(self) -> str:
        return self.source + self.information

    @classmethod
    def read(cls, text: str) -> "Grade":
        """`B2`; raises ValueError for anything else."""
        if len(text) != 2:
            raise ValueError(f"no such grade: {text}")
        return cls(text[0], text[1])


@dataclass(frozen=True)
class Decision:
    """What came of a decision, for the toast; `told` is False where contact was refused."""

    code: str
    status: Status
    grade: str | None = None
    told: bool = True


class ReportGone(Exception):
    """No such report, or it is not this person's."""


class OwnReport(Exception):
    """Nobody decides a report of their own."""


class ReasonUnfit(Exception):
    """The reason is too short or too long to be of use to the reporter."""


class PanelClosed(Exception):
    """A written reason counts only while this officer has the reasons open."""


class ReportMovedOn(Exception):
    """Somebody was first, or the button is old: carries who and when, and how it stands."""

    def __init__(self, code: str, status: Status, by: str | None, at: datetime | None) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.by = by
        self.at = at


def find_for_decision(session: Session, by: Person, report_id: int, version: int) -> Report:
    """The report, locked, if `by` may decide it as it stands.

    Raises NotAllowed, ReportGone, OwnReport, ReportMovedOn.
    """
    require(by, Right.VERIFY)
    report = session.get(Report, report_id, with_for_update=True)
    if report is None:
        raise ReportGone(report_id)
    if report.version != version or report.status != Status.WAITING:
        decider = session.get(Account, report.decided_by) if report.decided_by else None
        raise ReportMovedOn(
            report.code,
            Status(report.status),
            decider.name if decider else None,
            report.decided_at,
        )
    if report.source_id in by.sources:
        raise OwnReport(report.code)
    return report


def approve(
    session: Session, by: Person, report_id: int, version: int, *, grade: Grade, now: datetime
) -> Decision:
    """Approve a report that waits. The caller commits.

    Raises NotAllowed, ReportGone, OwnReport, ReportMovedOn.
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
    session: Session, by: Person, chat_id: int, message_id: int, text: str, *, now: datetime
) -> Decision | None:
    """Take an officer's reply to a card as the reason. The caller commits.

    None when the message is no card of ours. Raises as `reject` does, PanelClosed when this
    officer does not have the card's reasons open, ReasonUnfit for its length.
    """
    query = select(Card).where(Card.chat_id == chat_id, Card.message_id == message_id)
    card = session.exec(query).first()
    if card is None:
        return None
    require(by, Right.VERIFY)
    report = session.get(Report, card.report_id)
    if report is None:
        return None
    if report.status == Status.WAITING:
        if card.panel != "reject" or card.panel_by != by.account:
            raise PanelClosed(report.code)
        shortest, longest = REASON_LENGTH
        if not shortest <= units(clean(text)) <= longest:
            raise ReasonUnfit(report.code)
    return reject(
        session,
        by,
        card.report_id,
        report.version if report.status == Status.WAITING else -1,
        reason=Reason.OWN,
        text=clean(text),
        now=now,
    )


def open_panel(
    session: Session, by: Person, report_id: int, version: int, *, panel: str, now: datetime
) -> str:
    """Open another keyboard on the card (`main`, `grade`, `reject`); returns the report's code.

    The caller commits. Raises as `approve` does.
    """
    report = find_for_decision(session, by, report_id, version)
    card = session.get(Card, report_id) or Card(report_id=report_id)
    card.panel, card.panel_by = panel, by.account
    session.add(card)
    notices.redraw_card(session, report, now=now)
    return report.code


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
    _close_panel(session, report)
    notices.redraw_card(session, report, now=now)
    return Decision(report.code, Status.WITHDRAWN)


def hand_files(
    session: Session, by: Person, report_id: int, tap: str, *, now: datetime
) -> tuple[int, bool]:
    """Send a report's files to the officer's private chat, if that was ever opened.

    Returns how many there are and whether the chat is open. The caller commits. Raises
    NotAllowed, ReportGone.
    """
    require(by, Right.VERIFY)
    report = session.get(Report, report_id)
    account = session.get(Account, by.account)
    if report is None or account is None:
        raise ReportGone(report_id)
    gone = report.status == Status.WITHDRAWN
    count = 0 if gone else evidence.counts(session, report_id).get("kept", 0)
    if count and account.reachable:
        notices.hand_evidence(session, report, account.id or 0, tap, now=now)
    return count, account.reachable


def _decided(session: Session, report: Report, entry: int, now: datetime) -> None:
    _close_panel(session, report)
    notices.tell_outcome(session, report, because=entry, now=now)
    notices.redraw_card(session, report, now=now)


def _close_panel(session: Session, report: Report) -> None:
    card = session.get(Card, report.id)
    if card is not None:
        card.panel, card.panel_by = "main", None
        session.add(card)


def own(session: Session, by: Person, *, now: datetime, limit: int = 8) -> list[Report]:
    """The latest reports of `by`, newest first; rows are detached values to read."""
    if by.reporter is None:
        return []
    query = (
        select(Report)
        .where(Report.source_id == by.reporter)
        .order_by(col(Report.id).desc())
        .limit(limit)
    )
    return list(session.exec(query))


def own_by_code(session: Session, by: Person, code: str, *, now: datetime) -> Report:
    """The report with this code if it is of `by`; ReportGone else, the same for a foreign one."""
    report = session.exec(select(Report).where(Report.code == code)).first()
    if report is None or report.source_id != by.reporter:
        raise ReportGone(code)
    return report


def own_by_id(session: Session, by: Person, report_id: int, *, now: datetime) -> Report:
    """The report with this id if it is of `by`. Raises ReportGone, the same for a foreign one."""
    report = session.get(Report, report_id)
    if report is None or report.source_id != by.reporter:
        raise ReportGone(report_id)
    return report


def waiting(
    session: Session, by: Person, *, now: datetime, limit: int = 15
) -> tuple[int, list[Report]]:
    """How many wait for a decision, and the first of them: urgent, then oldest.

    Raises NotAllowed.
    """
    require(by, Right.VERIFY)
    open_ones = select(Report).where(Report.status == Status.WAITING)
    first = open_ones.order_by(col(Report.urgency) != Urgency.URGENT, col(Report.id)).limit(limit)
    total = session.exec(select(func.count()).select_from(open_ones.subquery())).one()
    return total, list(session.exec(first))


def post_again(session: Session, *, since: datetime, now: datetime) -> None:
    """Hang the cards anew of what waits or was decided `since`: the group has moved.

    Files follow for what waits only. The caller commits.
    """
    decided = select(Report).where(
        col(Report.status).in_((Status.APPROVED, Status.REJECTED)),
        col(Report.decided_at) >= since,
    )
    for report in session.exec(decided):
        notices.redraw_card(session, report, now=now)
    for report in session.exec(select(Report).where(Report.status == Status.WAITING)):
        evidence.not_shown(session, report.id or 0)
        notices.redraw_card(session, report, now=now)
        if evidence.counts(session, report.id or 0).get("kept"):
            notices.show_evidence(session, report, now=now)


def record_of(session: Session, source_id: str) -> dict[Status, int]:
    """What became of a source's reports so far: how many stand where."""
    query = (
        select(Report.status, func.count())
        .where(Report.source_id == source_id)
        .group_by(Report.status)
    )
    return {Status(status): count for status, count in session.exec(query)}


def hand_whole(session: Session, by: Person, report_id: int, tap: str, *, now: datetime) -> bool:
    """Send every word of a report to the officer's private chat; False if that is not open.

    The caller commits. Raises NotAllowed, ReportGone.
    """
    require(by, Right.VERIFY)
    report = session.get(Report, report_id)
    account = session.get(Account, by.account)
    if report is None or account is None or report.status == Status.WITHDRAWN:
        raise ReportGone(report_id)
    if account.reachable:
        notices.hand_whole(session, report, account.id or 0, tap, now=now)
    return account.reachable
