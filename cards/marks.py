"""Further lines of a card, each about one thing that may hold: taken, asked, linked …"""

from collections.abc import Callable

from cards import sanctions
from cards.sight import Sight
from storage.tables import Account
from words import Html


def _taken(sight: Sight) -> Html | None:
    """Who holds the report, and until when."""
    report = sight.report
    holder = sight.easel.session.get(Account, report.taken_by) if report.taken_by else None
    if holder is None:
        return None
    return sight.words.html("desk.mark_taken", by=holder.name, until=report.taken_until)


MARKS: tuple[Callable[[Sight], Html | None], ...] = (_taken, sanctions.mark)


def marks(sight: Sight) -> tuple[Html, ...]:
    """The lines that hold now, in the order officers read them."""
    return tuple(line for mark in MARKS if (line := mark(sight)) is not None)
