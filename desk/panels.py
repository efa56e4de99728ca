"""A card's keyboards, and what an officer's reply to a card means while one of them is open."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from desk import correcting, decisions, hanging, rating, stepping, summaries, undoing
from desk.decisions import find_for_decision
from desk.house import House
from desk.lifecycle import Status
from desk.postings import answer_note
from desk.rights import Person, Right, require
from storage.tables import Report

Reply = Callable[..., object]

OPENABLE: dict[str, frozenset[Status]] = {
    hanging.MAIN: frozenset(Status),
    "grade": frozenset({Status.WAITING}),
    "reject": frozenset({Status.WAITING}),
    "take_over": frozenset({Status.WAITING}),
    "more": frozenset(Status) - {Status.WITHDRAWN},
    "urgency": rating.WITHIN,
    "step_back": stepping.WITHIN,
    "undo": undoing.WITHIN,
    "correct": correcting.WITHIN,
    "category": correcting.WITHIN,
    "place": correcting.WITHIN,
    "time": correcting.WITHIN,
    "summary": correcting.WITHIN,
}
"""In which states of a report an officer may open each keyboard."""

TO_ALL = (hanging.MAIN, "take_over", "more")
"""Keyboards that open although another officer holds the report."""

NEEDED: dict[str, Right] = {"undo": Right.UNDO}
"""What it takes to open a keyboard, and to reply while it is open, if not the right to decide."""


def _reject(
    session: Session, by: Person, house: House, report: Report, text: str, *, now: datetime
) -> object:
    return decisions.reject_in_words(session, by, report, text, now=now)


REPLIES: dict[str, Reply] = {
    "reject": _reject,
    "undo": undoing.undo_in_words,
    "place": correcting.place_in_words,
    "time": correcting.time_in_words,
    "summary": summaries.set_summary,
}
"""What a reply to a card means while its keyboard is open:
`rule(session, by, house, report, text, now=…)`."""


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
    right, held = NEEDED.get(panel, Right.VERIFY), panel not in TO_ALL
    report = find_for_decision(
        session, by, report_id, version, within=OPENABLE[panel], right=right, held=held
    )
    hanging.open_panel(session, by, report, panel, hanging.place_of(by, private), now)
    return report.code


def answered(
    session: Session,
    by: Person,
    house: House,
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
    panel = card.panel if card.panel_by == by.account else hanging.MAIN
    require(by, NEEDED.get(panel, Right.VERIFY))
    report = session.get(Report, card.report_id)
    if report is None:
        return None
    rule = REPLIES.get(panel)
    if rule is None and report.status == Status.WAITING:
        raise PanelClosed(report.code)
    return (rule or _reject)(session, by, house, report, text, now=now)


def answered_hidden(
    session: Session, by: Person, group: int, message_id: int, reply: int, *, now: datetime
) -> bool:
    """Say to whoever replied in the group's name that nobody can tell who wrote it.

    Once a card, and only while its report waits; whether it was a card. The caller commits.
    """
    card = hanging.find(session, by, group, message_id)
    report = session.get(Report, card.report_id) if card else None
    if report is not None and report.status == Status.WAITING:
        occasion = f"hidden:{report.id}"
        answer_note(session, by, "desk.answer_hidden", {}, reply, occasion, now=now)
    return report is not None
