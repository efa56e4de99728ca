"""A card's keyboards, and what an officer's reply to a card means while one of them is open."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from desk import decisions, hanging, sanctions
from desk.decisions import find_for_decision
from desk.lifecycle import Status
from desk.postings import DESK
from desk.rights import Person, Right, require
from storage.tables import Report

Reply = Callable[..., object]

OPENABLE: dict[str, frozenset[Status]] = {
    hanging.MAIN: frozenset(Status),
    "grade": frozenset({Status.WAITING}),
    "reject": frozenset({Status.WAITING}),
    "take_over": frozenset({Status.WAITING}),
    "more": frozenset(Status) - {Status.WITHDRAWN},
    **dict.fromkeys(sanctions.PANELS, frozenset(Status) - {Status.WITHDRAWN}),
}
"""In which states of a report an officer may open each keyboard."""

TO_ALL = (hanging.MAIN, "take_over", "more", *sanctions.PANELS)
"""Keyboards that open although another officer holds the report."""

REPLIES: dict[str, Reply] = {"reject": decisions.reject_in_words}
"""What a reply to a card means while its keyboard is open:
`rule(session, by, report, text, now=…)`."""


class PanelClosed(Exception):
    """Words count only while this officer has a keyboard open that asks for them."""


def open_here(
    session: Session,
    by: Person,
    report_id: int,
    version: int,
    panel: str,
    private: bool,
    *,
    now: datetime,
) -> str:
    """Open another keyboard on the card tapped, at the desk or in the own chat of `by`.

    Returns the report's code.

    The caller commits. Raises as `find_for_decision` does.
    """
    report = find_for_decision(
        session, by, report_id, version, within=OPENABLE[panel], held=panel not in TO_ALL
    )
    recipient = by.address if private and by.address else DESK
    hanging.open_panel(session, by, report, panel, recipient, now)
    return report.code


def answered(
    session: Session,
    by: Person,
    group: int | None,
    message_id: int,
    text: str,
    *,
    now: datetime,
) -> object | None:
    """Take an officer's reply to a card, in the group or in their own chat. The caller commits.

    None when the message is no card of ours. Raises NotAllowed, PanelClosed when this officer
    has nothing open that asks for words, and whatever the rule for it raises.
    """
    card = hanging.find(session, by, group, message_id)
    if card is None:
        return None
    require(by, Right.VERIFY)
    report = session.get(Report, card.report_id)
    if report is None:
        return None
    rule = REPLIES.get(card.panel) if card.panel_by == by.account else None
    if rule is None and report.status == Status.WAITING:
        raise PanelClosed(report.code)
    return (rule or decisions.reject_in_words)(session, by, report, text, now=now)
