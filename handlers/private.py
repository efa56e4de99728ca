"""The private bot: the verification group, and people of the office in their own chats."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from cards.taps import BadTap, DeskTap, LanguageTap, StaffTap, Tap
from desk import people
from handlers import staff, verification
from handlers.speak import toast
from handlers.turn import Repeated, Turn

TAPS: tuple[tuple[type[Tap], Callable[..., Awaitable[None]]], ...] = (
    (DeskTap, verification.card_tapped),
    (StaffTap, staff.menu_tapped),
    (LanguageTap, staff.language_chosen),
)


async def message_arrived(message: Message, turn: Turn) -> None:
    """In a group only replies to cards count; in a private chat everything is answered."""
    if message.chat.type == "private":
        await staff.something_written(message, turn)
    elif message.reply_to_message is not None:
        await verification.card_answered(message, turn)


async def button_pressed(tap: CallbackQuery, turn: Turn) -> None:
    """By the button's prefix; a forged or unknown one gets a friendly word."""
    for kind, handler in TAPS:
        try:
            data = kind.unpack(tap.data or "")
        except BadTap:
            continue
        if kind is not DeskTap and not _in_private(tap):
            break
        await handler(tap, turn, data)
        return
    await turn.look(people.whoever)
    await toast(tap, turn.words.text("staff.old_button"))


def _in_private(tap: CallbackQuery) -> bool:
    """Whether the button hung in somebody's own chat: menus are not for the group."""
    return tap.message is not None and tap.message.chat.type == "private"


async def chat_changed(change: ChatMemberUpdated, turn: Turn) -> None:
    """Somebody of the office blocked the bot, or came back."""
    if change.chat.type != "private":
        return
    left = change.new_chat_member.status in ("kicked", "left")
    try:
        await turn.run(people.closed if left else people.opened)
    except Repeated:
        return


def routes() -> Router:
    """One handler a kind of update, each with a table."""
    router = Router(name=__name__)
    router.message.register(message_arrived)
    router.callback_query.register(button_pressed)
    router.my_chat_member.register(chat_changed)
    return router
