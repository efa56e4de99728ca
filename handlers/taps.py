"""What both bots do alike: find the handler of a button, and note who blocks or comes back."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, ChatMemberUpdated

from cards.taps import BadTap, Tap
from desk import people, reach
from handlers import group
from handlers.speak import toast
from handlers.turn import Repeated, Turn

Table = tuple[tuple[type[Tap], Callable[..., Awaitable[None]]], ...]


async def press(tap: CallbackQuery, turn: Turn, table: Table, unknown: str) -> None:
    """Hand a tap to the handler of its prefix; a forged or unknown one gets the word `unknown`."""
    for kind, handler in table:
        try:
            data = kind.unpack(tap.data or "")
        except BadTap:
            continue
        await handler(tap, turn, data)
        return
    await turn.look(people.whoever)
    await toast(tap, turn.words.text(unknown))


def in_private(tap: CallbackQuery) -> bool:
    """Whether the button hung in somebody's own chat."""
    return tap.message is not None and tap.message.chat.type == "private"


async def chat_changed(change: ChatMemberUpdated, turn: Turn) -> None:
    """Somebody blocked the bot or came back; or a group took the bot in or put it out."""
    if change.chat.type != "private":
        await group.bot_changed(change, turn)
        return
    left = change.new_chat_member.status in ("kicked", "left")
    turn.meet = False  # whoever comes and goes, perhaps after an erasure, is not entered for that
    try:
        await turn.run(reach.closed if left else reach.opened)
    except Repeated:
        return
