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


def place_of(by: Person, private: bool) -> str:
    """Where the card hangs that `by` tapped: at the desk, or in the own chat."""
    return by.address if private and by.address else DESK


def open_panel(
    session: Session,
    by: Person,
    report: Report,
    panel: str,
    recipient: str,
    now: datetime,
    offered: tuple[str, ...] = (),
) -> None:
    """Open another keyboard on one card of `report`, with what it offers. The caller commits.

    Whoever had one open there is noted as interrupted: words they are writing mean something else.
    """
    card = card_at(session, report.id or 0, recipient)
    if card.panel_by not in (None, by.account):
        card.interrupted = card.panel_by
    elif card.interrupted == by.account:
        card.interrupted = None
    card.panel, card.panel_by, card.offered = panel, by.account, list(offered)
    session.add(card)
    session.flush()
    postings.redraw_card(session, report, now=now)


def offer(session: Session, by: Person, report: Report, panel: str, offered: list[str]) -> None:
    """Let `by` choose from these wherever this keyboard of theirs is open. Caller commits."""
    mine = (Card.report_id == report.id, Card.panel == panel, Card.panel_by == by.account)
    for card in session.exec(select(Card).where(*mine)):
        card.offered = offered
        session.add(card)


def close_panels(
    session: Session, report: Report, *, by: Person | None = None, of: Person | None = None
) -> None:
    """Every card of `report` shows its main keyboard again; with `of` those one officer opened.

    Whoever had one open, but for `by` who closes them, is noted as interrupted. Caller commits.
    """
    open_ones = select(Card).where(Card.report_id == report.id, col(Card.panel) != MAIN)
    if of is not None:
        open_ones = open_ones.where(Card.panel_by == of.account)
    for card in session.exec(open_ones):
        if of is None and card.panel_by not in (None, by.account if by else None):
            card.interrupted = card.panel_by
        card.panel, card.panel_by, card.offered = MAIN, None, []
        session.add(card)
