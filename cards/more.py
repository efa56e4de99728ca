"""The rarer things an officer does with a card: under one button, for thumbs."""

from collections.abc import Callable

from cards import correcting, rating, sanctions, stepping
from cards.linked import links_key
from cards.screen import Button, Rows, in_rows
from cards.sight import Sight
from desk.lifecycle import Status
from words import Html


def _history(sight: Sight) -> Button:
    return sight.button("history.button", "history")


def _follow_up(sight: Sight) -> Button | None:
    """That something was done about an approved report."""
    if sight.report.status != Status.APPROVED or sight.report.followed_at is not None:
        return None
    return sight.button("desk.follow_up", "follow_up")


MORE: tuple[Callable[[Sight], Button | None], ...] = (
    links_key,
    rating.opener,
    correcting.opener,
    _follow_up,
    _history,
    stepping.opener,
    sanctions.more_key,
)
"""Each gives its button, or None where it has no place on this card now."""


def keys(sight: Sight) -> tuple[Button, ...]:
    """The buttons that have a place now."""
    return tuple(key for make in MORE if (key := make(sight)) is not None)


def more_panel(sight: Sight) -> tuple[Html, Rows]:
    """The keyboard of everything else."""
    return sight.words.html("desk.panel_more"), in_rows(keys(sight), 2)
