"""The ready questions of a card, and its lines about what was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cards.report_card import shortened
from cards.screen import Rows, in_rows
from desk import exchanges
from desk.asking import READY
from desk.lifecycle import Status
from storage.tables import Exchange, Source
from words import Html, Words

if TYPE_CHECKING:  # the panels import this module
    from cards.sight import Sight

SHOWN = 100  # UTF-16 units of the last question and answer on the card
SPEAKING = (Status.WAITING, Status.APPROVED)
"""In which states the card repeats what was said; a rejected one has its reason to show."""


def ready_questions(sight: Sight) -> tuple[Html, Rows]:
    """A button each; and that a reply to the card asks in one's own words."""
    buttons = tuple(sight.button("asking.label", "ask", key, key=key) for key in READY)
    return sight.words.html("asking.panel"), in_rows(buttons, 2)


def asked_mark(sight: Sight) -> Html | None:
    """How often was asked and answered, the last of each, and whether one still waits."""
    session, report = sight.easel.session, sight.report
    stand = exchanges.standing(session, report.id or 0)
    if stand.question is None:
        return None
    source = session.get(Source, report.source_id)
    waits = stand.open if report.status == Status.WAITING else None
    said = report.status in SPEAKING
    return sight.words.html(
        "asking.mark",
        questions=stand.questions,
        answers=stand.answers,
        at=stand.at,
        question=_short(question_text(stand.question, sight.words)) if said else "",
        answer=_short(answer_text(stand.answer, sight.words)) if said and stand.answer else "",
        until=waits.due_at if waits and waits.lapsed_at is None else None,
        lapsed=waits is not None and waits.lapsed_at is not None,
        away=waits is not None and source is not None and not source.reachable,
    )


def question_text(row: Exchange, words: Words) -> str:
    """The question as its reader's language says it; empty when its words were erased."""
    if row.key is not None:
        return words.text("asking.ready", key=row.key)
    return row.text or ""


def answer_text(row: Exchange, words: Words) -> str:
    """The answer on one line, with a word about what came besides text."""
    parts = [
        row.text or "",
        words.text("asking.place_given") if row.lat is not None else "",
        words.text("asking.files_given") if row.files else "",
    ]
    return " ".join(one for one in parts if one) or words.text("asking.blanked")


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), SHOWN)
