"""Stepping back from a report: the question whether to, and the line that somebody did."""

from cards.screen import Button, Rows
from cards.sight import Sight
from desk.conflicts import stepped_back
from words import Html


def mark(sight: Sight) -> Html | None:
    """That officers stepped back: how many, never who."""
    count = stepped_back(sight.easel.session, sight.report)
    return sight.words.html("stepping.mark", count=count) if count else None


def opener(sight: Sight) -> Button | None:
    """Asks whether to: one thumb slips easily, and there is no way back."""
    return sight.button("stepping.open", "panel", "step_back")


def panel(sight: Sight) -> tuple[Html, Rows]:
    """Whether to really step back."""
    return sight.words.html("stepping.panel"), ((sight.button("stepping.confirm", "step_back"),),)
