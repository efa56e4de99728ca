"""What time does to a question: a reminder, then the word that no answer came."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk import asknews, postings
from desk.lifecycle import Status, record
from storage.tables import Exchange, Report

AGAIN = timedelta(days=1)
"""How often a question about a decided report is looked at: the decision may be undone."""
FORGOTTEN = timedelta(days=30)


def wake(session: Session, now: datetime, limit: int = 50) -> int:
    """Do what is due for open questions; how many. The caller commits.

    Before the end their reporters are reminded. At the end a report is marked, once, that no
    answer came: nothing is decided, it waits as before, and a later answer still counts.
    """
    query = (
        select(Exchange, Report)
        .join(Report, col(Report.id) == col(Exchange.report_id))
        .where(col(Exchange.wake_at) <= now)
        .order_by(col(Exchange.wake_at))
        .limit(limit)
    )
    rows = list(session.exec(query))
    for question, report in rows:
        due = question.due_at
        if due is None or question.closed_at is not None:
            question.wake_at = None
        elif report.status != Status.WAITING:
            question.wake_at = now + AGAIN if now < due + FORGOTTEN else None
        elif now < due:
            question.wake_at = due
            asknews.remind(session, question, now=now)
        else:
            _lapse(session, question, report, now)
        session.add(question)
    return len(rows)


def _lapse(session: Session, question: Exchange, report: Report, now: datetime) -> None:
    question.lapsed_at, question.wake_at = now, None
    session.add(question)
    details = {"exchange": question.id}
    entry = record(session, report, actor="system", event="unanswered", now=now, details=details)
    asknews.show_silence(session, question, entry, now=now)
    postings.redraw_card(session, report, now=now)
