"""The private bot: the verification group, and people of the office in their own chats."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cards.taps import (
    AnswerTap,
    DeskTap,
    FormTap,
    LanguageTap,
    MendTap,
    OwnTap,
    PeopleTap,
    StaffTap,
)
from desk.rights import Right
from handlers import (
    agents,
    answering,
    filling,
    joining,
    mending,
    own_reports,
    people,
    staff,
    verification,
)
from handlers.taps import Table, chat_changed, in_private, press
from handlers.turn import Turn

Said = Callable[[Message, Turn], Awaitable[None]]

TAPS: Table = (
    (DeskTap, verification.card_tapped),
    (FormTap, filling.form_tapped),
    (StaffTap, staff.menu_tapped),
    (OwnTap, own_reports.own_tapped),
    (AnswerTap, answering.answer_tapped),
    (MendTap, mending.mend_tapped),
    (PeopleTap, people.people_tapped),
    (LanguageTap, staff.language_chosen),
)
COMMANDS: dict[str, Said] = {
    "lapor": agents.report_asked,
    "report": agents.report_asked,
    "harian": agents.daily_asked,
    "daily": agents.daily_asked,
    "nihil": agents.nihil_asked,
    "laporan": own_reports.own_reports_asked,
    "status": own_reports.own_reports_asked,
}
"""What agents may ask for by a command; everybody else, and every other one, gets the menu."""


async def message_arrived(message: Message, turn: Turn) -> None:
    """In a group only replies to cards count; in a private chat everything is answered."""
    if message.chat.type != "private":
        if message.reply_to_message is not None:
            await verification.card_answered(message, turn)
        return
    if message.reply_to_message is not None and await verification.card_answered(message, turn):
        return
    text = (message.text or "").strip()
    command, _, rest = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
    command = command.partition("@")[0].lower()
    if command == "start" and joining.is_invitation(rest):
        await joining.link_opened(message, turn, rest.strip())
        return
    person = await staff.who_writes(turn)
    if Right.REPORT not in person.rights:
        await staff.something_written(message, turn)
    elif text.startswith("/"):
        await COMMANDS.get(command, staff.something_written)(message, turn)
    else:
        await agents.something_said(message, turn, text)


async def message_edited(message: Message, turn: Turn) -> None:
    """An agent's edit counts while nothing was sent."""
    if message.chat.type == "private":
        await filling.answer_edited(message, turn)


async def button_pressed(tap: CallbackQuery, turn: Turn) -> None:
    """In a group only the buttons of cards count: menus are for people's own chats."""
    table = TAPS if in_private(tap) else TAPS[:1]
    await press(tap, turn, table, "staff.old_button")


def routes() -> Router:
    """One handler a kind of update, each with a table."""
    router = Router(name=__name__)
    router.message.register(message_arrived)
    router.edited_message.register(message_edited)
    router.callback_query.register(button_pressed)
    router.my_chat_member.register(chat_changed)
    return router
