"""Officers link reports and part them."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import linking
from desk.codes import shown
from desk.linking import DecidedApart, NotLinkable, SameAlready
from desk.links import Kind
from handlers.turn import Turn
from words import Plain, Words

REFUSED = (NotLinkable, SameAlready, DecidedApart)
LONGEST = 18  # digits of an id: the database knows no longer ones


async def _link(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    kind, _, other = data.value.partition(":")
    done = await turn.run(linking.link, data.report, data.version, _number(other), Kind(kind))
    return turn.desk_words.text(
        "linking.linked",
        code=shown(done.code),
        other=shown(done.other),
        kind=kind,
        along=done.along,
    )


async def _part(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    done = await turn.run(linking.part, data.report, data.version, _number(data.value))
    return turn.desk_words.text("linking.parted", code=shown(done.code), other=shown(done.other))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST:
        raise ValueError(text)
    return int(text)


def refusal(words: Words, error: Exception) -> Plain | None:
    """What to say when reports can not be linked so; None for any other error."""
    match error:
        case NotLinkable():
            return words.text("linking.not_linkable")
        case SameAlready():
            return words.text("linking.same_already", code=shown(str(error)))
        case DecidedApart():
            return words.text("linking.decided_apart")
        case _:
            return None


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "link": _link,
    "part": _part,
}
