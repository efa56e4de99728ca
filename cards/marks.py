"""Further lines of a card, each about one thing that may hold: taken, asked, linked …"""

from collections.abc import Callable

from cards.askpanel import asked_mark
from cards.mended import mended_mark
from cards.panels import Sight
from words import Html

MARKS: tuple[Callable[[Sight], Html | None], ...] = (mended_mark, asked_mark)


def marks(sight: Sight) -> tuple[Html, ...]:
    """The lines that hold now, in the order officers read them."""
    return tuple(line for mark in MARKS if (line := mark(sight)) is not None)
