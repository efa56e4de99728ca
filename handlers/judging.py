"""What officers do with a report besides deciding it: say how urgent it is, step back."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import rating, stepping
from desk.codes import shown
from desk.lifecycle import Urgency
from handlers.turn import Turn
from words import Plain


async def _urgency(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    urgency = Urgency(data.value)
    if urgency not in rating.RATED:
        raise ValueError(data.value)
    done = await turn.run(rating.rate, turn.house, data.report, data.version, urgency)
    return turn.desk_words.text(
        "urgency.rated", code=shown(done.code), level=done.urgency.value, step=done.step.value
    )


async def _step_back(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    code = await turn.run(stepping.step_back, data.report, data.version)
    return turn.desk_words.text("stepping.done", code=shown(code))


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "urgency": _urgency,
    "step_back": _step_back,
}
