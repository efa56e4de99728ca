"""What was asked back and answered: rows found, counted and blanked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, update
from sqlmodel import Session, col, select

from desk.rights import Person, Right, require
from storage.tables import Exchange, ExchangeMessage, Report, Source

QUESTION, ANSWER, EARLIER = "question", "answer", "earlier"


@dataclass(frozen=True)
class Asked:
    """How the conversation about a report stands: how often asked and answered, the latest of
    each, and the question that is open, if any."""

    questions: int
    answers: int
    question: Exchange | None = None
    answer: Exchange | None = None
    open: Exchange | None = None

    @property
    def at(self) -> datetime | None:
        """When something was last asked or answered."""
        latest = [one.at for one in (self.question, self.answer) if one is not None]
        return max(latest, default=None)


def of_report(session: Session, report_id: int) -> list[Exchange]:
    """Everything asked and answered about a report, and what it said before, oldest first."""
    query = select(Exchange).where(Exchange.report_id == report_id).order_by(col(Exchange.id))
    return list(session.exec(query))


def standing(session: Session, report_id: int) -> Asked:
    """How the conversation about this report stands."""
    rows = of_report(session, report_id)
    questions = [row for row in rows if row.kind == QUESTION]
    answers = [row for row in rows if row.kind == ANSWER]
    still = [row for row in questions if row.closed_at is None]
    return Asked(
        len(questions),
        len(answers),
        questions[-1] if questions else None,
        answers[-1] if answers else None,
        still[-1] if still else None,
    )


def open_of_report(session: Session, report_id: int) -> list[Exchange]:
    """The questions about a report that nobody answered yet, oldest first."""
    query = (
        select(Exchange)
        .where(
            Exchange.report_id == report_id,
            Exchange.kind == QUESTION,
            col(Exchange.closed_at).is_(None),
        )
        .order_by(col(Exchange.id))
    )
    return list(session.exec(query))


def close(session: Session, report_id: int, now: datetime) -> None:
    """No question about this report is open any more. The caller commits."""
    session.execute(
        update(Exchange)
        .where(
            col(Exchange.report_id) == report_id,
            col(Exchange.kind) == QUESTION,
            col(Exchange.closed_at).is_(None),
        )
        .values(closed_at=now, ready_at=None, wake_at=None)
    )


def being_asked() -> ColumnElement[bool]:
    """Of a report in a query: its reporter still has time to answer a question."""
    return exists().where(
        col(Exchange.report_id) == Report.id,
        col(Exchange.kind) == QUESTION,
        col(Exchange.closed_at).is_(None),
        col(Exchange.lapsed_at).is_(None),
        col(Exchange.due_at).is_not(None),
    )


def standings(
    session: Session, by: Person, report_ids: Iterable[int], *, now: datetime
) -> dict[int, str]:
    """Which of these reports wait for an answer (`asked`), and for which none came (`silent`).

    Raises NotAllowed.
    """
    require(by, Right.VERIFY)
    query = select(Exchange.report_id, Exchange.lapsed_at, Exchange.due_at).where(
        col(Exchange.report_id).in_(list(report_ids)),
        Exchange.kind == QUESTION,
        col(Exchange.closed_at).is_(None),
    )
    found: dict[int, str] = {}
    for report_id, lapsed, due in session.exec(query):
        if lapsed is None and due is not None:
            found[report_id] = "asked"
        elif lapsed is not None:
            found.setdefault(report_id, "silent")
    return found


def carried(
    session: Session, recipient: str, message_id: int, *, chat: int | None = None
) -> Exchange | None:
    """The question or answer that this message carried to `recipient` (in the group `chat`)."""
    query = (
        select(Exchange)
        .join(ExchangeMessage, col(ExchangeMessage.exchange_id) == col(Exchange.id))
        .where(
            ExchangeMessage.recipient == recipient,
            ExchangeMessage.message_id == message_id,
        )
    )
    if chat is not None:
        query = query.where(ExchangeMessage.chat_id == chat)
    return session.exec(query).first()


def message_of(session: Session, exchange_id: int, recipient: str) -> ExchangeMessage | None:
    """The newest message that carried this to `recipient`."""
    query = (
        select(ExchangeMessage)
        .where(ExchangeMessage.exchange_id == exchange_id, ExchangeMessage.recipient == recipient)
        .order_by(col(ExchangeMessage.id).desc())
    )
    return session.exec(query).first()


def arrived(
    session: Session,
    exchange_id: int,
    recipient: str,
    chat: int | None,
    message_id: int,
    now: datetime,
) -> None:
    """Note which message carried a question or an answer. The caller commits."""
    session.add(
        ExchangeMessage(
            exchange_id=exchange_id,
            recipient=recipient,
            chat_id=chat,
            message_id=message_id,
            at=now,
        )
    )


def taken_down(session: Session, exchange_id: int, recipient: str) -> None:
    """The messages that carried this to `recipient` are gone. The caller commits."""
    gone = delete(ExchangeMessage).where(
        col(ExchangeMessage.exchange_id) == exchange_id,
        col(ExchangeMessage.recipient) == recipient,
    )
    session.execute(gone)


def reports_asked(session: Session, source_id: str) -> list[Report]:
    """The reports of a source about which a question is open."""
    mine = select(Exchange.report_id).where(
        Exchange.source_id == source_id,
        Exchange.kind == QUESTION,
        col(Exchange.closed_at).is_(None),
    )
    return list(session.exec(select(Report).where(col(Report.id).in_(mine))))


def mark_asked(session: Session, source_id: str) -> None:
    """Note that a question to this source may be open. The caller commits."""
    more = update(Source).where(col(Source.id) == source_id)
    session.execute(more.values(asked=col(Source.asked) + 1))


def mark_unasked(session: Session, source_id: str, seen: int) -> None:
    """Note that none is open, unless one was asked since `seen` was read. The caller commits."""
    mine = (col(Source.id) == source_id, col(Source.asked) == seen)
    session.execute(update(Source).where(*mine).values(asked=0))


def blank(session: Session, report_id: int) -> int:
    """Forget every word and place that was asked, answered or written before about a report; how
    many rows that were. That something was asked and answered stays. The caller commits, and has
    the cards redrawn and `asknews.redraw_answers` follow."""
    blanked = (
        update(Exchange)
        .where(col(Exchange.report_id) == report_id)
        .values(text=None, lat=None, lon=None, before={})
    )
    return int(session.execute(blanked).rowcount)  # type: ignore[attr-defined]
