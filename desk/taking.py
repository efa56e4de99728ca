"""One officer at a time: taking a report, letting it go, taking it over, pulling the next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk import exchanges, hanging, postings, staffnews
from desk.conflicts import stepped_back_from
from desk.decisions import find_for_decision
from desk.lifecycle import Status, record
from desk.reports import by_urgency
from desk.rights import Person, Right, require
from storage.locks import locking
from storage.tables import Account, Report


@dataclass(frozen=True)
class Pulled:
    """The report that was handed out, None when nothing is left; and whether the chat is open."""

    code: str | None
    reachable: bool = True


def take(
    session: Session, by: Person, report_id: int, version: int, minutes: int, *, now: datetime
) -> str:
    """Nobody else decides this report for so many minutes; returns its code. The caller commits.

    Raises as `find_for_decision` does. Taken again, the time begins anew.
    """
    report = find_for_decision(session, by, report_id, version)
    _hold(session, report, by, minutes, now, "taken")
    hanging.close_panels(session, report, by=by)
    postings.redraw_card(session, report, now=now)
    return report.code


def let_go(session: Session, by: Person, report_id: int, version: int, *, now: datetime) -> str:
    """Give a taken report back to everybody; returns its code. The caller commits.

    Raises as `find_for_decision` does. What nobody holds stays as it is.
    """
    report = find_for_decision(session, by, report_id, version)
    if report.taken_by is not None:
        _free(session, report, by.actor, "let_go", now)
    return report.code


def take_over(
    session: Session,
    by: Person,
    report_id: int,
    version: int,
    minutes: int,
    holder: int | None = None,
    *,
    now: datetime,
) -> str:
    """Take a report that another officer holds, who is told; returns its code. Caller commits.

    Raises as `find_for_decision` does; the hold of `holder` is no obstacle, or without one
    anybody's.
    """
    report = find_for_decision(session, by, report_id, version, held=False)
    before = report.taken_by
    if holder is not None and before not in (None, holder):
        report = find_for_decision(session, by, report_id, version)
    _hold(session, report, by, minutes, now, "taken_over", before)
    hanging.close_panels(session, report, by=by)
    if before is not None and before != by.account:
        staffnews.tell_taken_over(session, report, before, by, now=now)
    postings.redraw_card(session, report, now=now)
    return report.code


def pull(session: Session, by: Person, minutes: int, *, now: datetime) -> Pulled:
    """Take the gravest, then oldest, report that waits untaken; its card comes to the own chat.

    The caller commits. Raises NotAllowed. Skips what `by` may not decide.
    """
    require(by, Right.VERIFY)
    account = session.get(Account, by.account)
    if account is None or by.address is None or not account.reachable:
        return Pulled(None, reachable=False)
    query = (
        select(Report.id, Report.version)
        .where(
            Report.status == Status.WAITING,
            col(Report.taken_by).is_(None),
            col(Report.source_id).not_in(by.sources),
            col(Report.id).not_in(stepped_back_from(by)),
        )
        .order_by(by_urgency(), exchanges.being_asked(), col(Report.id))
        .limit(1)
    )
    if session.get_bind().dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    for report_id, version in session.exec(query).all():
        code = take(session, by, report_id or 0, version, minutes, now=now)
        report = session.get_one(Report, report_id)
        card = hanging.card_at(session, report_id or 0, by.address)
        card.message_id, card.panel, card.panel_by = None, hanging.MAIN, None  # at the bottom
        session.add(card)
        session.flush()
        postings.post_card(session, report, by.address, now=now)
        return Pulled(code)
    return Pulled(None)


def expire(session: Session, now: datetime, most: int = 50) -> int:
    """Free what was held longer than the office allows; how many. The caller commits."""
    query = select(Report).where(col(Report.taken_until) <= now).limit(most)
    late = list(session.exec(locking(query)))
    for report in late:
        _free(session, report, "system", "hold_ended", now)
    return len(late)


def _hold(
    session: Session,
    report: Report,
    by: Person,
    minutes: int,
    now: datetime,
    event: str,
    before: int | None = None,
) -> None:
    report.taken_by, report.taken_until = by.account, now + timedelta(minutes=minutes)
    session.add(report)
    details = {"before": before} if before is not None else {}
    record(session, report, actor=by.actor, event=event, now=now, details=details)


def _free(session: Session, report: Report, actor: str, event: str, now: datetime) -> None:
    report.taken_by = report.taken_until = None
    session.add(report)
    record(session, report, actor=actor, event=event, now=now)
    hanging.close_panels(session, report)
    postings.redraw_card(session, report, now=now)
