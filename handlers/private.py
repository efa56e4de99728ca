"""The private bot: the verification group, and people of the office in their own chats."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cards.taps import (
    AnswerTap,
    DeskTap,
    FormTap,
    GroupTap,
    LanguageTap,
    MendTap,
    OpeningTap,
    OwnTap,
    PeopleTap,
    PrivacyTap,
    PullTap,
    SanctionTap,
    StaffTap,
)
from desk.rights import Person, Right
from handlers import (
    agents,
    answering,
    filling,
    group,
    history,
    joining,
    mending,
    openings,
    own_reports,
    people,
    privacy,
    sanctions,
    staff,
    taking,
    verification,
)
from handlers.taps import Table, chat_changed, in_private, press
from handlers.turn import Turn

Said = Callable[[Message, Turn], Awaitable[None]]
Asked = Callable[[Message, Turn, str], Awaitable[None]]

AT_DESK: Table = (
    (DeskTap, verification.card_tapped),
    (PullTap, taking.next_tapped),
)
TAPS: Table = (
    *AT_DESK,
    (FormTap, filling.form_tapped),
    (StaffTap, staff.menu_tapped),
    (OwnTap, own_reports.own_tapped),
    (OpeningTap, openings.opening_tapped),
    (AnswerTap, answering.answer_tapped),
    (MendTap, mending.mend_tapped),
    (PeopleTap, people.people_tapped),
    (SanctionTap, sanctions.sanction_tapped),
    (PrivacyTap, privacy.privacy_tapped),
    (LanguageTap, staff.language_chosen),
    (GroupTap, group.group_tapped),
)
OF_OFFICE: dict[str, Asked] = {
    "riwayat": history.history_asked,
    "history": history.history_asked,
    "identitas": openings.identity_asked,
    "identity": openings.identity_asked,
}
"""What people of the office may ask about a report whose code they write behind the command."""
BOARD = ("meja", "desk")
SANCTIONS = ("sanksi", "sanctions")
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
        if await group.somebody_moved(message, turn):
            return
        if _command(message)[0] in group.COMMAND:
            await group.desk_asked(message, turn)
        elif _command(message)[0] in BOARD:
            await taking.board_asked(message, turn)
        elif message.reply_to_message is not None:
            await verification.card_answered(message, turn)
        return
    if message.reply_to_message is not None and await verification.card_answered(message, turn):
        return
    text = (message.text or "").strip()
    command, rest = _command(message)
    if command == "start" and joining.is_invitation(rest):
        await joining.link_opened(message, turn, rest.strip())
        return
    person = await staff.who_writes(turn)
    if command in BOARD and Right.VERIFY in person.rights:
        await taking.board_asked(message, turn)
    elif command in OF_OFFICE and person.account is not None:
        await OF_OFFICE[command](message, turn, rest.strip())
    elif command in privacy.COMMANDS and person.agent is not None:
        await privacy.COMMANDS[command](message, turn)
    elif command in SANCTIONS and Right.MANAGE_PEOPLE in person.rights:
        await sanctions.sanctions_asked(message, turn, rest)
    elif await _reason_written(message, turn, person, text):
        return
    elif Right.REPORT not in person.rights:
        await staff.something_written(message, turn)
    elif text.startswith("/"):
        await COMMANDS.get(command, staff.something_written)(message, turn)
    else:
        await agents.something_said(message, turn, text)


async def _reason_written(message: Message, turn: Turn, person: Person, text: str) -> bool:
    """Whether this was said by somebody whom the bot had asked why an identity matters."""
    asks = Right.OPEN_IDENTITY in person.rights and text and not text.startswith("/")
    return bool(asks) and await openings.reason_written(message, turn, text)


def _command(message: Message) -> tuple[str, str]:
    """The command of a message in small letters, and the rest; empty for anything else."""
    text = (message.text or "").strip()
    command, _, rest = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
    return command.partition("@")[0].lower(), rest


async def message_edited(message: Message, turn: Turn) -> None:
    """An agent's edit counts while nothing was sent."""
    if message.chat.type == "private":
        await filling.answer_edited(message, turn)


async def button_pressed(tap: CallbackQuery, turn: Turn) -> None:
    """In a group only the buttons of cards count: menus are for people's own chats."""
    table = TAPS if in_private(tap) else AT_DESK
    await press(tap, turn, table, "staff.old_button")


def attend(router: Router) -> None:
    """One handler a kind of update, each with a table."""
    router.message.register(message_arrived)
    router.edited_message.register(message_edited)
    router.callback_query.register(button_pressed)
    router.my_chat_member.register(chat_changed)
    router.chat_member.register(group.member_changed)
