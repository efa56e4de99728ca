"""Where a report's cards hang: at the desk, and in the chats of officers who pulled them."""

from datetime import datetime

from sqlmodel import Session, col, select

from desk import postings
from desk.postings import DESK
from desk.rights import Person
from storage.tables import Card, Report

MAIN = "main"


def card_at(session: Session, report_id: int, recipient: str) -> Card:
    """The card of a report at the desk or in an officer's chat; a new row if it never hung."""
    card = session.get(Card, (report_id, recipient))
    return card or Card(report_id=report_id, recipient=recipient)


def find(session: Session, by: Person, group: int | None, message_id: int) -> Card | None:
    """The card that is this message: of the group, or with None of the chat of `by`."""
    query = select(Card).where(Card.message_id == message_id)
    if group is not None:
        query = query.where(Card.recipient == DESK, Card.chat_id == group)
    else:
        query = query.where(Card.recipient == (by.address or ""))
    return session.exec(query).first()


def open_panel(
    session: Session, by: Person, report: Report, panel: str, recipient: str, now: datetime
) -> None:
    """Open another keyboard on one card of `report`; the caller commits."""
    card = card_at(session, report.id or 0, recipient)
    card.panel, card.panel_by = panel, by.account
    session.add(card)
    session.flush()
    postings.redraw_card(session, report, now=now)


def close_panels(session: Session, report: Report) -> None:
    """Every card of `report` shows its main keyboard again. The caller commits."""
    open_ones = (Card.report_id == report.id, col(Card.panel) != MAIN)
    for card in session.exec(select(Card).where(*open_ones)):
        card.panel, card.panel_by = MAIN, None
        session.add(card)
