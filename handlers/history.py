"""What happened to a report: asked for by its code, or by a button of its card."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards.taps import DeskTap
from desk import codes, history, people
from desk.decisions import OwnReport
from desk.reports import ReportGone
from desk.rights import NotAllowed
from handlers.speak import say
from handlers.turn import Repeated, Turn
from words import Plain


async def history_asked(message: Message, turn: Turn, rest: str) -> None:
    """`/riwayat CODE` in the own chat; it comes through the outbox, page by page."""
    said = await _asked(turn, rest)
    if said is not None:
        await turn.look(people.whoever)
        await say(turn, citizen.simple(turn.words, said))


async def _asked(turn: Turn, rest: str) -> str | None:
    """The key of what is wrong, if anything is."""
    if not rest:
        return "history.usage"
    code = codes.read(rest)
    if code is None:
        return "citizen.code_misread"
    try:
        await turn.run(history.ask_by_code, code, f"{turn.bot}:{turn.update_id}")
    except Repeated:
        return None
    except NotAllowed:
        return "history.not_allowed"
    except ReportGone:
        return "history.no_such_report"
    except OwnReport:
        return "history.own"
    return None


async def _button(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """The history goes to the officer's private chat, if that was ever opened."""
    reachable = await turn.run(history.ask, data.report, tap.id)
    words = turn.desk_words
    if not reachable:
        return words.text("desk.open_chat_first", bot=turn.me)
    return words.text("history.coming")


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "history": _button,
}
