"""Messages about an identity asked for: to whoever may agree, and to whoever asked."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk.codes import shown
from desk.rights import PRIVATE
from storage import outbox
from storage.outbox import Priority
from storage.tables import Opening, Outbox, Report

CARD = "opening_card"
SHOWN_FOR = timedelta(minutes=5)


def show(session: Session, opening: Opening, account: int, *, now: datetime) -> None:
    """Put an asking before somebody who may agree. The caller commits."""
    _card(session, opening, f"account:{account}", now)


def redraw(session: Session, opening: Opening, *, now: datetime) -> None:
    """Show everybody who got the asking how it stands now. The caller commits."""
    mine = (Outbox.kind == CARD, Outbox.subject == _subject(opening))
    for recipient in session.exec(select(Outbox.recipient).where(*mine).distinct()).all():
        _card(session, opening, recipient, now)


def card_of(session: Session, subject: str, recipient: str) -> int | None:
    """The message in which somebody has an asking before them."""
    mine = (Outbox.kind == CARD, Outbox.subject == subject, Outbox.recipient == recipient)
    query = select(Outbox.sent_message_id).where(*mine, col(Outbox.sent_message_id).is_not(None))
    return session.exec(query.order_by(col(Outbox.id)).limit(1)).first()


def bring(session: Session, opening: Opening, *, now: datetime) -> None:
    """Send the identity to whoever asked: it is read from the vault when it is sent.

    The caller commits.
    """
    outbox.put(
        session,
        "identity",
        bot=PRIVATE,
        recipient=f"account:{opening.asked_by}",
        subject=_subject(opening),
        key=f"identity:{opening.id}",
        priority=Priority.DECISION,
        expires_at=opening.expires_at,
        now=now,
    )


def take_away(session: Session, opening: Opening, message_id: int, *, now: datetime) -> None:
    """Remove the message that shows an identity, in some minutes. The caller commits."""
    outbox.put(
        session,
        "take_away",
        bot=PRIVATE,
        recipient=f"account:{opening.asked_by}",
        subject=_subject(opening),
        key=f"take_away:{opening.id}",
        payload={"message_id": message_id},
        priority=Priority.DECISION,
        not_before=now + SHOWN_FOR,
        now=now,
    )


def tell(
    session: Session, opening: Opening, report: Report, state: str, by: str, *, now: datetime
) -> None:
    """Tell whoever asked that it came to nothing. The caller commits."""
    outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=f"account:{opening.asked_by}",
        key=f"opening:{opening.id}:{state}",
        payload={
            "key": "opening.came_to_nothing",
            "values": {"code": shown(report.code), "state": str(state), "by": by},
        },
        now=now,
    )


def _card(session: Session, opening: Opening, recipient: str, now: datetime) -> None:
    outbox.put(
        session,
        CARD,
        bot=PRIVATE,
        recipient=recipient,
        subject=_subject(opening),
        key=f"{CARD}:{opening.id}:{outbox.once()}",
        coalesce=f"{CARD}:{opening.id}:{recipient}",
        priority=Priority.DECISION,
        now=now,
    )


def _subject(opening: Opening) -> str:
    return f"opening:{opening.id}"
