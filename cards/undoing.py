"""Taking a decision back: the button, the line that it was, and the question for the reason."""

from cards.screen import Button, Rows
from cards.sight import Sight
from desk import undoing
from desk.decisions import REASON_LENGTH
from desk.lifecycle import Status
from words import Html


def mark(sight: Sight) -> Html | None:
    """While nobody has decided again: who took the last decision back, when and why."""
    if not sight.waiting:
        return None
    last = undoing.latest(sight.easel.session, sight.report)
    if last is None:
        return None
    return sight.words.html(
        "undoing.mark",
        was=last.was,
        by=sight.name_of(last.account_id),
        at=last.at,
        reason=last.reason or "",
    )


def opener(sight: Sight) -> Button | None:
    """On every decided card; who may press it, and until when, is the rule's to know."""
    if Status(sight.report.status) not in undoing.WITHIN:
        return None
    return sight.button("undoing.open", "undo")


def panel(sight: Sight) -> tuple[Html, Rows]:
    """Asks an administrator for the reason; the answer is a reply to the card."""
    shortest, longest = REASON_LENGTH
    return sight.words.html("undoing.panel", shortest=shortest, longest=longest), ()
