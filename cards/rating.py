"""How urgent a report is: the heading and line of its card, and the keyboard to say it."""

from cards.screen import Button, Rows
from cards.sight import Sight
from desk.lifecycle import Status, Urgency
from desk.rating import RATED, WITHIN, proposer
from storage.tables import Report
from words import Html, Words


def heading(report: Report, words: Words) -> Html:
    """What stands above the card; nothing for what needs none."""
    if report.urgency not in (Urgency.IMPORTANT, Urgency.EMERGENCY):
        return Html("")
    return Html(f"{words.html('urgency.heading', level=report.urgency)}\n")


def mark(sight: Sight) -> Html | None:
    """That an officer proposed an emergency, for another one to see."""
    first = _proposed(sight)
    if first is None:
        return None
    return sight.words.html("urgency.proposed", by=sight.name_of(first))


def confirm(sight: Sight) -> Button | None:
    """The second officer's button, at hand on the main keyboard."""
    if _proposed(sight) is None:
        return None
    return sight.button("urgency.confirm", "urgency", Urgency.EMERGENCY.value)


def opener(sight: Sight) -> Button | None:
    """Opens the choice."""
    return sight.button("urgency.open", "panel", "urgency")


def panel(sight: Sight) -> tuple[Html, Rows]:
    """The levels an officer may choose; the present one is ticked."""
    rows = tuple(
        (
            sight.button(
                "urgency.choice",
                "urgency",
                level.value,
                level=level.value,
                chosen=level == sight.report.urgency,
            ),
        )
        for level in RATED
    )
    two = sight.easel.house.office.emergency_needs_two
    return sight.words.html("urgency.panel", two=two), rows


def _proposed(sight: Sight) -> int | None:
    if Status(sight.report.status) not in WITHIN:
        return None
    return proposer(sight.easel.session, sight.report)
