"""What officers do with a report besides deciding it: say how urgent it is, correct it,
step back, take the decision back."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import rating, stepping, undoing
from desk.codes import shown
from desk.lifecycle import Urgency
from handlers import correcting
from handlers.taps import in_private
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


async def _undo(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    done = await turn.run(undoing.undo, turn.house, data.report, data.version, in_private(tap))
    if not done.done:
        return turn.desk_words.text("undoing.reason_wanted", code=shown(done.code))
    return turn.desk_words.text("undoing.done", code=shown(done.code), along=done.along)


def not_yours(turn: Turn, error: undoing.NotYours) -> Plain:
    """Who may undo the decision, and until when."""
    return turn.desk_words.text(
        "undoing.not_yours",
        code=shown(error.code),
        by=error.decider,
        late=error.late,
        minutes=turn.house.office.undo_minutes,
    )


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "urgency": _urgency,
    "step_back": _step_back,
    "undo": _undo,
    "category": correcting.category,
    "place": correcting.place,
    "summary": correcting.summary,
}
