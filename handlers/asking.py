"""Asking a reporter back from a card: the ready questions, and what may be wrong with one."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import asking
from desk.asking import AlreadyAsked, ContactRefused, QuestionUnfit
from desk.codes import shown
from handlers.taps import in_private
from handlers.turn import Turn
from words import Plain, Words

REFUSED = (ContactRefused, AlreadyAsked)
UNFIT = (ContactRefused, QuestionUnfit)


async def ask_tapped(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """The ready questions, or one of them."""
    words = turn.desk_words
    if not data.value:
        await turn.run(asking.open_panel, data.report, data.version, in_private(tap))
        return words.text("asking.opened")
    rule, key = asking.ask_ready, data.value
    sent = await turn.run(rule, turn.house, data.report, data.version, key)
    return words.text("asking.asked_toast", code=shown(sent.code), away=sent.away)


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "ask": ask_tapped,
}


def refusal(words: Words, error: Exception) -> Plain | None:
    """The toast for what may be wrong with asking; None for another error."""
    match error:
        case ContactRefused():
            return words.text("asking.refused")
        case AlreadyAsked():
            return words.text("asking.already", code=shown(error.code), by=error.by, at=error.at)
    return None


def note(error: Exception) -> tuple[str, dict[str, object]] | None:
    """What is said below a reply that could not be sent; None for another error."""
    match error:
        case ContactRefused(args=(code,)):
            return "asking.refused_note", {"code": shown(code)}
        case QuestionUnfit():
            shortest, longest = asking.QUESTION_LENGTH
            return "asking.unfit", {"shortest": shortest, "longest": longest}
    return None
