"""Further lines of a card, each about one thing that may hold: taken, asked, linked …"""

from collections.abc import Callable

from cards.sight import Sight
from desk import deadlines
from storage.tables import Account
from words import Html


def _taken(sight: Sight) -> Html | None:
    """Who holds the report, and until when."""
    report = sight.report
    holder = sight.easel.session.get(Account, report.taken_by) if report.taken_by else None
    if holder is None:
        return None
    return sight.words.html("desk.mark_taken", by=holder.name, until=report.taken_until)


def _late(sight: Sight) -> Html | None:
    """Past a deadline."""
    wanted = deadlines.due(sight.report, sight.easel.house.office)
    if wanted is None or wanted[1] > sight.easel.now:
        return None
    return sight.words.html("desk.mark_late", wanted=wanted[0].value, due=wanted[1])


def _followed_up(sight: Sight) -> Html | None:
    """By whom and when something was done."""
    report = sight.report
    officer = sight.easel.session.get(Account, report.followed_by) if report.followed_by else None
    if officer is None:
        return None
    return sight.words.html("desk.mark_followed_up", by=officer.name, at=report.followed_at)


MARKS: tuple[Callable[[Sight], Html | None], ...] = (_taken, _late, _followed_up)


def marks(sight: Sight) -> tuple[Html, ...]:
    """The lines that hold now, in the order officers read them."""
    return tuple(line for mark in MARKS if (line := mark(sight)) is not None)
