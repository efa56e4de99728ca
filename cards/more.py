"""The rarer things an officer does with a card: under one button, for thumbs."""

from collections.abc import Callable

from cards import sanctions
from cards.screen import Button, Rows, in_rows
from cards.sight import Sight
from words import Html

MORE: tuple[Callable[[Sight], Button | None], ...] = (sanctions.more_key,)
"""Each gives its button, or None where it has no place on this card now."""


def keys(sight: Sight) -> tuple[Button, ...]:
    """The buttons that have a place now."""
    return tuple(key for make in MORE if (key := make(sight)) is not None)


def more_panel(sight: Sight) -> tuple[Html, Rows]:
    """The keyboard of everything else."""
    return sight.words.html("desk.panel_more"), in_rows(keys(sight), 2)
