"""Who a source is: asked with a reason, agreed to by a second person, shown for some minutes."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from desk import openingnews
from desk.decisions import OwnReport
from desk.house import House
from desk.judging import judges, may_ask, may_still_ask
from desk.openingsteps import (
    ANSWERED_WITHIN,
    OPEN,
    REASON_LENGTH,
    WRITES_WITHIN,
    AskedAlready,
    NobodyElse,
    ReasonTooShort,
    SamePerson,
    Settled,
    State,
    about,
    decider,
    log,
    settle,
)
from desk.reports import ReportGone
from desk.rights import NotAllowed, Person, Right, require
from forms.kinds.text import clean, units
from storage.locks import locked, locking
from storage.tables import Opening, Report


def begin(session: Session, by: Person, house: House, report_id: int, *, now: datetime) -> Report:
    """Note that `by` will write why they want to know who reported this. The caller commits.

    Whatever they had begun to ask before is forgotten. Raises NotAllowed, ReportGone, OwnReport,
    AskedAlready, NobodyElse.
    """
    require(by, Right.OPEN_IDENTITY)
    report = session.get(Report, report_id)
    if report is None:
        raise ReportGone(report_id)
    if report.source_id in by.sources:
        raise OwnReport(report.code)
    account = by.account
    if account is None or not may_ask(session, by, house, report):
        raise NotAllowed(Right.OPEN_IDENTITY)
    mine = (Opening.asked_by == account, Opening.report_id == report_id)
    if session.exec(select(Opening).where(*mine, col(Opening.state).in_(OPEN))).first():
        raise AskedAlready(report.code)
    if not judges(session, house, report, account):
        raise NobodyElse(report.code)
    drop(session, by, now=now)
    until = now + WRITES_WITHIN
    session.add(
        Opening(
            report_id=report_id,
            asked_by=account,
            state=State.ASKING,
            asked_at=now,
            expires_at=until,
        )
    )
    session.flush()
    return report


def begin_by_code(
    session: Session, by: Person, house: House, code: str, *, now: datetime
) -> Report:
    """`begin` for a report named by its code."""
    require(by, Right.OPEN_IDENTITY)
    report = session.exec(select(Report).where(Report.code == code)).first()
    if report is None:
        raise ReportGone(code)
    return begin(session, by, house, report.id or 0, now=now)


def ask_by_code(
    session: Session, by: Person, house: House, code: str, reason: str, *, now: datetime
) -> tuple[str, int]:
    """`begin_by_code` and `give_reason` in one."""
    begin_by_code(session, by, house, code, now=now)
    return give_reason(session, by, house, reason, now=now)


def drop(session: Session, by: Person, *, now: datetime) -> None:
    """Forget what `by` had begun to ask. The caller commits. Raises NotAllowed."""
    require(by, Right.OPEN_IDENTITY)
    begun = (col(Opening.asked_by) == by.account, col(Opening.state) == State.ASKING)
    session.execute(delete(Opening).where(*begun))


def is_asking(session: Session, by: Person, *, now: datetime) -> bool:
    """Whether the next words of `by` are a reason."""
    return by.account is not None and _begun(session, by, now) is not None


def give_reason(
    session: Session, by: Person, house: House, text: str, *, now: datetime
) -> tuple[str, int]:
    """Put the asking before everybody who may agree; the report's code and how many they are.

    The reason is sealed. The caller commits. Raises ReportGone when nothing was begun,
    ReasonTooShort, and what `begin` raises.
    """
    opening = _begun(session, by, now)
    report = session.get(Report, opening.report_id) if opening else None
    if opening is None or report is None:
        raise ReportGone(by.account)
    if not may_ask(session, by, house, report):
        raise NotAllowed(Right.OPEN_IDENTITY)
    shortest, longest = REASON_LENGTH
    if not shortest <= units(clean(text)) <= longest:
        raise ReasonTooShort(report.code)
    others = judges(session, house, report, opening.asked_by)
    if not others:
        raise NobodyElse(report.code)
    opening.reason = house.vault.seal(clean(text), about(opening))
    opening.state, opening.asked_at = State.WAITING, now
    opening.expires_at = now + ANSWERED_WITHIN
    session.add(opening)
    log(session, opening, report, by.actor, "identity_asked", now)
    for account in others:
        openingnews.show(session, opening, account, now=now)
    return report.code, len(others)


def confirm(session: Session, by: Person, house: House, number: int, *, now: datetime) -> State:
    """Agree: the identity goes to whoever asked, and to nobody else. The caller commits.

    VOID when whoever asked may no longer. Raises NotAllowed, ReportGone, SamePerson, Settled.
    """
    opening, report = _judged(session, by, house, number, now)
    if not may_still_ask(session, house, opening.asked_by, report):
        settle(session, opening, report, State.VOID, "system", now)
        return State.VOID
    opening.expires_at = now + ANSWERED_WITHIN
    settle(session, opening, report, State.CONFIRMED, by.actor, now)
    return State.CONFIRMED


def refuse(session: Session, by: Person, house: House, number: int, *, now: datetime) -> State:
    """Do not agree; whoever asked is told. The caller commits. Raises as `confirm` does."""
    opening, report = _judged(session, by, house, number, now)
    settle(session, opening, report, State.REFUSED, by.actor, now)
    return State.REFUSED


def shown(
    session: Session, number: int, message_id: int | None, *, unsure: bool, now: datetime
) -> None:
    """The identity arrived, or may have: logged, and taken away again in some minutes.

    The caller commits.
    """
    opening = locked(session, Opening, number)
    report = session.get(Report, opening.report_id) if opening else None
    if opening is None or report is None or opening.state != State.CONFIRMED:
        return
    opening.state = State.OPENED
    session.add(opening)
    log(session, opening, report, f"account:{opening.asked_by}", "identity_opened", now)
    if message_id is not None and not unsure:
        openingnews.take_away(session, opening, message_id, now=now)


def expire(session: Session, now: datetime, most: int = 20) -> int:
    """Let lapse what nobody answered, and what could not be shown. The caller commits."""
    late = select(Opening).where(col(Opening.state).in_(OPEN), Opening.expires_at <= now)
    found = list(session.exec(locking(late.order_by(col(Opening.id)).limit(most))))
    for opening in found:
        report = session.get(Report, opening.report_id)
        if report is not None:
            state = State.EXPIRED if opening.state == State.WAITING else State.VOID
            settle(session, opening, report, state, "system", now)
    begun = (col(Opening.state) == State.ASKING, col(Opening.expires_at) <= now)
    session.execute(delete(Opening).where(*begun))
    return len(found)


def forget(session: Session, before: datetime) -> None:
    """Drop what was asked before a moment, reasons included: the log keeps the steps."""
    done = (col(Opening.state).not_in(OPEN), col(Opening.asked_at) < before)
    session.execute(delete(Opening).where(*done))


def _begun(session: Session, by: Person, now: datetime) -> Opening | None:
    begun = (Opening.asked_by == by.account, Opening.state == State.ASKING)
    query = select(Opening).where(*begun, Opening.expires_at > now)
    return session.exec(locking(query)).first()


def _judged(
    session: Session, by: Person, house: House, number: int, now: datetime
) -> tuple[Opening, Report]:
    if not by.rights & {Right.OPEN_IDENTITY, Right.CONFIRM_IDENTITY}:
        raise NotAllowed(Right.CONFIRM_IDENTITY)  # whether there is such an asking, either
    opening = locked(session, Opening, number)
    report = session.get(Report, opening.report_id) if opening else None
    if opening is None or report is None or opening.state == State.ASKING:
        raise ReportGone(number)
    if by.account == opening.asked_by:
        raise SamePerson(number)
    if by.account not in judges(session, house, report, opening.asked_by):
        raise NotAllowed(Right.CONFIRM_IDENTITY)
    if opening.state != State.WAITING:
        raise Settled(State(opening.state), decider(session, opening))
    if opening.expires_at <= now:
        raise Settled(State.EXPIRED, "")
    opening.decided_by = by.account
    return opening, report
