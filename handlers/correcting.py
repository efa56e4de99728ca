"""Setting right what was reported: the buttons, and why an officer's words were not taken."""

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import correcting, summaries
from desk.codes import shown
from desk.correcting import Corrected, Unfit
from handlers.taps import in_private
from handlers.turn import Turn
from words import Plain


async def category(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """A category, a group of them, or another page."""
    done = await turn.run(
        correcting.set_category,
        turn.house,
        data.report,
        data.version,
        data.value,
        in_private(tap),
    )
    return _said(turn, done) if done else turn.desk_words.text("desk.panel_opened")


async def place(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """One of several places that were meant."""
    done = await turn.run(correcting.set_place, turn.house, data.report, data.version, data.value)
    return _said(turn, done)


async def summary(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """Do without a summary; one is written as a reply to the card."""
    if data.value != "drop":
        raise ValueError(data.value)
    done = await turn.run(summaries.drop_summary, data.report, data.version)
    return _said(turn, done)


def _said(turn: Turn, done: Corrected) -> Plain:
    code = shown(done.code)
    return turn.desk_words.text("correcting.done", code=code, changed=done.done)


def note(error: Unfit) -> tuple[str, dict[str, object]]:
    """What is said to an officer whose words could not be taken."""
    shortest, longest = summaries.LENGTH
    values: dict[str, object] = {"why": error.why.value, "shortest": shortest, "longest": longest}
    return "correcting.unfit", values
