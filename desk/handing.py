"""Handing a report's files and words to an officer; hanging cards anew."""

from datetime import datetime

from sqlmodel import Session, col, select

from desk import albums, evidence, history, postings
from desk.lifecycle import Status
from desk.reports import ReportGone
from desk.rights import Person, Right, require
from storage.tables import Account, Report


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
        history.read(session, by, report, "files", now=now)
        postings.hand_evidence(session, report, account.id or 0, tap, now=now)
    return count, account.reachable


def post_again(session: Session, *, since: datetime, now: datetime) -> None:
    """Hang the cards anew of what waits or was decided `since`: the group has moved.

    Files follow for what waits only. The caller commits.
    """
    decided = select(Report).where(
        col(Report.status).in_((Status.APPROVED, Status.REJECTED)),
        col(Report.decided_at) >= since,
    )
    for report in session.exec(decided):
        postings.redraw_card(session, report, now=now)
    for report in session.exec(select(Report).where(Report.status == Status.WAITING)):
        albums.not_shown(session, report.id or 0)
        postings.redraw_card(session, report, now=now)
        if evidence.counts(session, report.id or 0).get("kept"):
            postings.show_evidence(session, report, now=now)


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
        history.read(session, by, report, "whole", now=now)
        postings.hand_parts(session, "whole", report, account.id or 0, tap, now=now)
    return account.reachable
