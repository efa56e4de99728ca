"""Further lines of a card, each about one thing that may hold: taken, asked, linked …"""

from collections.abc import Callable

from cards import correcting, rating, sanctions, stepping, undoing
from cards.askpanel import asked_mark
from cards.linked import linked_mark, pointed_mark, similar_mark
from cards.mended import mended_mark
from cards.sight import Sight
from desk import deadlines
from words import Html


def _taken(sight: Sight) -> Html | None:
    """Who holds the report, and until when."""
    report = sight.report
    if report.taken_by is None:
        return None
    by = sight.name_of(report.taken_by)
    return sight.words.html("desk.mark_taken", by=by, until=report.taken_until)


def _late(sight: Sight) -> Html | None:
    """Past a deadline."""
    wanted = deadlines.due(sight.report, sight.easel.house.office)
    if wanted is None or wanted[1] > sight.easel.now:
        return None
    return sight.words.html("desk.mark_late", wanted=wanted[0].value, due=wanted[1])


def _followed_up(sight: Sight) -> Html | None:
    """By whom and when something was done."""
    report = sight.report
    if report.followed_by is None:
        return None
    by = sight.name_of(report.followed_by)
    return sight.words.html("desk.mark_followed_up", by=by, at=report.followed_at)


MARKS: tuple[Callable[[Sight], Html | None], ...] = (
    rating.mark,
    mended_mark,
    correcting.summary,
    correcting.mark,
    asked_mark,
    _taken,
    linked_mark,
    pointed_mark,
    similar_mark,
    _late,
    _followed_up,
    undoing.mark,
    stepping.mark,
    sanctions.mark,
)


def marks(sight: Sight) -> tuple[Html, ...]:
    """The lines that hold now, in the order officers read them."""
    return tuple(line for mark in MARKS if (line := mark(sight)) is not None)
