"""A card's keyboards, and what an officer's reply to a card means while one of them is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from desk import (
    asking,
    correcting,
    decisions,
    exchanges,
    hanging,
    postings,
    rating,
    sanctions,
    stepping,
    summaries,
    undoing,
)
from desk.codes import shown
from desk.decisions import find_for_decision
from desk.grades import SOURCES
from desk.house import House
from desk.lifecycle import Status
from desk.postings import DESK, answer_note
from desk.rights import Person, Right, require
from storage.tables import Report

Reply = Callable[..., object]

OPENABLE: dict[str, frozenset[Status]] = {
    hanging.MAIN: frozenset(Status),
    "grade": frozenset({Status.WAITING}),
    **{f"info_{letter}": frozenset({Status.WAITING}) for letter in SOURCES},
    "reject": frozenset({Status.WAITING}),
    "take_over": frozenset({Status.WAITING}),
    "more": frozenset(Status) - {Status.WITHDRAWN},
    "links": frozenset(Status) - {Status.WITHDRAWN},
    "urgency": rating.WITHIN,
    "step_back": stepping.WITHIN,
    "undo": undoing.WITHIN,
    "correct": correcting.WITHIN,
    "category": correcting.WITHIN,
    "place": correcting.WITHIN,
    "time": correcting.WITHIN,
    "summary": correcting.WITHIN,
    asking.PANEL: frozenset({Status.WAITING}),
    **dict.fromkeys(sanctions.PANELS, frozenset(Status) - {Status.WITHDRAWN}),
}
"""In which states of a report an officer may open each keyboard."""

TO_ALL = (hanging.MAIN, "take_over", "more", *sanctions.PANELS)
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
`rule(session, by, house, report, text, now=…)`. With the main one or the ready questions open they
are a question to the reporter."""
ASKING = (hanging.MAIN, asking.PANEL)


class PanelClosed(Exception):
    """This officer has a keyboard open that asks for no words."""


class NoCard(Exception):
    """This message of ours is no card, or its card hangs elsewhere now."""


@dataclass(frozen=True)
class Words:
    """An officer's reply: its text, its message, and what makes the occasion its own."""

    text: str
    message_id: int
    occasion: str


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
    words: Words,
    *,
    now: datetime,
) -> object:
    """Take an officer's reply to a card, or to an answer below it, in the group or in their own
    chat: a question to the reporter, unless the keyboard they opened says otherwise.

    A question is confirmed where it was written. Who was interrupted is told so once, and nothing
    goes to the reporter. The caller commits. Raises NotAllowed, NoCard, PanelClosed, and whatever
    the rule for it raises.
    """
    card = hanging.find(session, by, group, message_id)
    report_id = card.report_id if card else _answered_below(session, by, group, message_id)
    report = session.get(Report, report_id) if report_id else None
    if report is None:
        require(by, Right.VERIFY)
        raise NoCard(message_id)
    mine = card or hanging.card_at(session, report.id or 0, _place(by, group))
    panel = mine.panel if mine.panel_by == by.account else hanging.MAIN
    require(by, NEEDED.get(panel, Right.VERIFY))
    waits = report.status == Status.WAITING
    if mine.interrupted == by.account and panel == hanging.MAIN and waits:
        mine.interrupted = None
        session.add(mine)
        _answer(session, by, group, words, "asking.interrupted", {}, now)
        return None
    rule = REPLIES.get(panel)
    if rule is not None:
        return rule(session, by, house, report, words.text, now=now)
    if panel not in ASKING and waits:
        raise PanelClosed(report.code)
    sent = asking.ask_in_words(session, by, house, report, words.text, now=now)
    values: dict[str, object] = {"code": shown(sent.code), "away": sent.away}
    _answer(session, by, group, words, "asking.sent_note", values, now)
    return sent


def is_ours(
    session: Session, by: Person, group: int | None, message_id: int, *, now: datetime
) -> bool:
    """Whether this message is a card, or an answer that hangs below one."""
    card = hanging.find(session, by, group, message_id)
    return card is not None or _answered_below(session, by, group, message_id) is not None


def _answered_below(
    session: Session, by: Person, group: int | None, message_id: int
) -> int | None:
    row = exchanges.carried(session, _place(by, group), message_id, chat=group)
    return row.report_id if row else None


def _place(by: Person, group: int | None) -> str:
    return DESK if group is not None else by.address or ""


def _answer(
    session: Session,
    by: Person,
    group: int | None,
    words: Words,
    key: str,
    values: dict[str, object],
    now: datetime,
) -> None:
    """A word below the officer's reply, where it was written."""
    place = DESK if group is not None else None
    reply, occasion = words.message_id, words.occasion
    postings.answer_note(session, by, key, values, reply, occasion, at=place, now=now)


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
