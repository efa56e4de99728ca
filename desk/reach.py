"""How somebody is reached: private chats that open and close."""

from datetime import datetime

from sqlmodel import Session

from desk import exchanges, postings
from desk.rights import PUBLIC, Person
from storage import heldback
from storage.tables import Account, Source


def opened(session: Session, by: Person, *, now: datetime) -> Person:
    """Note that the private chat with the bot spoken to is open. The caller commits."""
    set_reachable(session, by, True, now)
    return by


def closed(session: Session, by: Person, *, now: datetime) -> Person:
    """Note that somebody blocked the bot spoken to. The caller commits."""
    set_reachable(session, by, False, now)
    return by


def set_reachable(session: Session, by: Person, reachable: bool, now: datetime) -> None:
    """Note that a private chat opened or closed; what was held goes out. The caller commits.

    An agent is two addresses of one chat: the account, and the source of their reports.
    """
    for address in addresses(by):
        note(session, address, reachable, now)


def address_closed(session: Session, address: str, now: datetime) -> None:
    """Note that a message could not reach this address. The caller commits."""
    note(session, address, False, now)


def addresses(by: Person) -> list[str]:
    """Every address that leads to the chat of `by` with the bot spoken to."""
    if by.bot == PUBLIC:
        return [f"source:{by.source}"] if by.source else []
    agent = [f"source:{by.agent}"] if by.agent else []
    return [*agent, *([by.address] if by.address else [])]


def row_of(session: Session, address: str) -> Source | Account | None:
    """Whom an address means; None for the desk and for somebody who is gone."""
    kind, _, key = address.partition(":")
    if kind == "source":
        return session.get(Source, key)
    return session.get(Account, int(key)) if kind == "account" else None


def note(session: Session, address: str, reachable: bool, now: datetime) -> None:
    """Note whether an address can be reached; what was held for it goes out. Caller commits.

    Cards of reports whose reporter is being asked say so.
    """
    row = row_of(session, address)
    if row is not None and row.reachable != reachable:
        row.reachable = reachable
        session.add(row)
        if reachable:
            heldback.revive(session, address, now)
        if isinstance(row, Source) and row.asked:
            session.flush()
            for report in exchanges.reports_asked(session, row.id):
                postings.redraw_card(session, report, now=now)
