"""Further lines of a card, each about one thing that may hold: taken, asked, linked …"""

from collections.abc import Callable

from cards import correcting, rating, stepping, undoing
from cards.sight import Sight
from words import Html

MARKS: tuple[Callable[[Sight], Html | None], ...] = (
    rating.mark,
    correcting.summary,
    correcting.mark,
    undoing.mark,
    stepping.mark,
)


def marks(sight: Sight) -> tuple[Html, ...]:
    """The lines that hold now, in the order officers read them."""
    return tuple(line for mark in MARKS if (line := mark(sight)) is not None)
