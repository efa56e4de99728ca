"""Messages about questions to reporters: the question, its reminder, thanks, answers."""

from datetime import datetime

from sqlmodel import Session, col, select

from desk import notices
from desk.exchanges import ANSWER
from desk.lifecycle import Urgency
from desk.postings import DESK
from desk.rights import PRIVATE
from storage import outbox
from storage.outbox import Priority
from storage.tables import Card, Exchange, ExchangeMessage, Report


def bring_question(session: Session, question: Exchange, *, now: datetime) -> None:
    """Bring a question to the reporter, by the bot they report by. The caller commits."""
    _to_source(session, "asked", question, f"asked:{question.log_id}", Priority.DECISION, now)


def remind(session: Session, question: Exchange, *, now: datetime) -> None:
    """Remind the reporter, once, of a question. The caller commits."""
    outbox.put(
        session,
        "asked_again",
        bot=notices.bot_of(session, question.source_id),
        recipient=f"source:{question.source_id}",
        subject=f"exchange:{question.id}",
        key=f"asked_again:{question.id}",
        priority=Priority.REMINDER,
        expires_at=question.due_at,
        now=now,
    )


def thank(session: Session, answer: Exchange, *, now: datetime) -> None:
    """Thank the reporter for an answer. The caller commits."""
    _to_source(session, "thanks", answer, f"thanks:{answer.log_id}", Priority.DECISION, now)


def show_answer(session: Session, answer: Exchange, *, now: datetime) -> None:
    """Show an answer under the card wherever it hangs. The caller commits."""
    for recipient in _where_cards_hang(session, answer.report_id):
        _to_officers(session, answer, recipient, f"answer:{answer.log_id}", now)


def show_silence(session: Session, question: Exchange, entry: int, *, now: datetime) -> None:
    """Say under the card at the desk that no answer came. The caller commits."""
    _to_officers(session, question, DESK, f"silence:{entry}", now)


def redraw_answers(session: Session, report_id: int, *, now: datetime) -> None:
    """Draw anew the answers that were shown, wherever they stand. The caller commits."""
    shown = (
        select(Exchange, ExchangeMessage.recipient)
        .join(ExchangeMessage, col(ExchangeMessage.exchange_id) == col(Exchange.id))
        .where(Exchange.report_id == report_id, Exchange.kind == ANSWER)
    )
    for answer, recipient in session.exec(shown).all():
        if not recipient.startswith("source:"):
            key = f"answer:{answer.id}:{outbox.once()}"
            _to_officers(session, answer, recipient, key, now)


def _where_cards_hang(session: Session, report_id: int) -> list[str]:
    query = select(Card.recipient).where(
        Card.report_id == report_id, Card.recipient != DESK, col(Card.message_id).is_not(None)
    )
    return [DESK, *session.exec(query)]


def _to_officers(session: Session, row: Exchange, recipient: str, key: str, now: datetime) -> None:
    report = session.get(Report, row.report_id)
    urgent = report is not None and report.urgency == Urgency.URGENT
    outbox.put(
        session,
        "answer",
        bot=PRIVATE,
        recipient=recipient,
        subject=f"exchange:{row.id}",
        key=key,
        coalesce=f"answer:{row.id}:{recipient}",
        priority=Priority.URGENT if urgent else Priority.ANSWER,
        now=now,
    )


def _to_source(
    session: Session, kind: str, row: Exchange, key: str, priority: Priority, now: datetime
) -> None:
    outbox.put(
        session,
        kind,
        bot=notices.bot_of(session, row.source_id),
        recipient=f"source:{row.source_id}",
        subject=f"exchange:{row.id}",
        key=key,
        priority=priority,
        now=now,
    )
