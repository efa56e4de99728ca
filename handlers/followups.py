"""What was done about an approved report."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import deadlines
from desk.codes import shown
from handlers.turn import Turn
from words import Plain


async def _follow_up(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    code = await turn.run(deadlines.follow_up, data.report, data.version)
    return turn.desk_words.text("desk.followed_up_noted", code=shown(code))


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "follow_up": _follow_up,
}
