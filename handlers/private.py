"""The private bot: the verification group, and people of the office in their own chats."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cards.taps import DeskTap, LanguageTap, StaffTap
from handlers import staff, verification
from handlers.taps import Table, chat_changed, in_private, press
from handlers.turn import Turn

TAPS: Table = (
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
    """In a group only the buttons of cards count: menus are for people's own chats."""
    table = TAPS if in_private(tap) else TAPS[:1]
    await press(tap, turn, table, "staff.old_button")


def routes() -> Router:
    """One handler a kind of update, each with a table."""
    router = Router(name=__name__)
    router.message.register(message_arrived)
    router.callback_query.register(button_pressed)
    router.my_chat_member.register(chat_changed)
    return router
