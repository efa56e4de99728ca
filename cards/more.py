"""The keyboard of everything rarer, so that the main one stays small."""

from collections.abc import Callable

from cards import correcting, rating, stepping
from cards.screen import Button, Rows
from cards.sight import Sight
from words import Html

MORE: tuple[Callable[[Sight], Button | None], ...] = (
    rating.opener,
    correcting.opener,
    stepping.opener,
)


def panel(sight: Sight) -> tuple[Html, Rows]:
    """A button for each thing that can be done with this report as it stands."""
    buttons = [button for offer in MORE if (button := offer(sight)) is not None]
    return sight.words.html("desk.panel_more"), tuple((one,) for one in buttons)
