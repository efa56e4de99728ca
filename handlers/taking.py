"""Taking, letting go, taking over, and the next report, please."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiogram.types import CallbackQuery, Message

from cards import staff
from cards.taps import DeskTap, PullTap
from desk import board, postings, taking
from desk.codes import shown
from desk.rights import NotAllowed
from handlers.speak import say, toast
from handlers.turn import Repeated, Turn
from words import Plain

LONGEST = 18  # digits of an account's number


async def _take(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    return await _held(turn, taking.take, data)


async def _take_over(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """From whoever held it when the button was drawn: not from who took it over meanwhile."""
    holder = data.value
    if holder and not (holder.isascii() and holder.isdigit() and len(holder) <= LONGEST):
        raise ValueError(holder)
    return await _held(turn, taking.take_over, data, int(holder) if holder else None)


async def _held(turn: Turn, rule: Callable[..., str], data: DeskTap, *more: object) -> Plain:
    minutes = turn.house.office.desk.take_minutes
    code = await turn.run(rule, data.report, data.version, minutes, *more)
    until = turn.now + timedelta(minutes=minutes)
    return turn.desk_words.text("desk.taken", code=shown(code), until=until)


async def _let_go(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    code = await turn.run(taking.let_go, data.report, data.version)
    return turn.desk_words.text("desk.freed", code=shown(code))


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "take": _take,
    "take_over": _take_over,
    "let_go": _let_go,
}


async def next_tapped(tap: CallbackQuery, turn: Turn, data: PullTap) -> None:
    """The next report comes to the officer's own chat."""
    try:
        said = await _pulled(turn)
    except Repeated:
        said = turn.desk_words.text("desk.done_already")
    except NotAllowed:
        await toast(tap, turn.desk_words.text("desk.not_allowed"), alert=True)
        return
    await toast(tap, said)


async def _pulled(turn: Turn) -> Plain:
    pulled = await turn.run(taking.pull, turn.house.office.desk.take_minutes)
    words = turn.desk_words
    if not pulled.reachable:
        return words.text("desk.open_chat_first", bot=turn.me)
    if pulled.code is None:
        return words.text("desk.nothing_left")
    return words.text("desk.pulled", code=shown(pulled.code))


async def board_asked(message: Message, turn: Turn) -> None:
    """How the desk stands: said in the officer's own chat, posted at the desk."""
    private = message.chat.type == "private"
    try:
        stands = await turn.look(board.for_officer, turn.house.office.zone)
    except NotAllowed:
        return
    if private:
        await say(turn, staff.board(stands, turn.words, turn.now))
    else:
        await turn.run(postings.show_board, message.message_id, f"{turn.bot}:{turn.update_id}")
