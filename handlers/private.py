"""The private bot: the verification group, and people of the office in their own chats."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

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
    cardreplies,
    filling,
    formtaps,
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

Asked = Callable[[Message, Turn, str], Awaitable[None]]


@dataclass(frozen=True)
class Command:
    """What a command begins in somebody's own chat; `of` says whose word it is. To everybody else
    it is something written, as any other."""

    of: Callable[[Person], bool]
    handler: Asked


def _said(handler: Callable[[Message, Turn], Awaitable[None]]) -> Asked:
    """A command that takes no words behind it."""

    async def asked(message: Message, turn: Turn, rest: str) -> None:
        await handler(message, turn)

    return asked


def _with(right: Right) -> Callable[[Person], bool]:
    return lambda person: right in person.rights


def _of_office(person: Person) -> bool:
    return person.account is not None


def _reported(person: Person) -> bool:
    return person.agent is not None


AT_DESK: Table = (
    (DeskTap, verification.card_tapped),
    (PullTap, taking.next_tapped),
)
TAPS: Table = (
    *AT_DESK,
    (FormTap, formtaps.form_tapped),
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
_BOARD = Command(_with(Right.VERIFY), _said(taking.board_asked))
_HISTORY = Command(_of_office, history.history_asked)
_IDENTITY = Command(_of_office, openings.identity_asked)
_SANCTIONS = Command(_with(Right.MANAGE_PEOPLE), sanctions.sanctions_asked)
_REPORT = Command(_with(Right.REPORT), _said(agents.report_asked))
_DAILY = Command(_with(Right.REPORT), _said(agents.daily_asked))
_NIHIL = Command(_with(Right.REPORT), _said(agents.nihil_asked))
_OWN = Command(_with(Right.REPORT), _said(own_reports.own_reports_asked))
COMMANDS: Mapping[str, Command] = {
    "meja": _BOARD,
    "desk": _BOARD,
    "riwayat": _HISTORY,
    "history": _HISTORY,
    "identitas": _IDENTITY,
    "identity": _IDENTITY,
    "sanksi": _SANCTIONS,
    "sanctions": _SANCTIONS,
    "lapor": _REPORT,
    "report": _REPORT,
    "harian": _DAILY,
    "daily": _DAILY,
    "nihil": _NIHIL,
    "laporan": _OWN,
    "status": _OWN,
    **{word: Command(_reported, _said(said)) for word, said in privacy.COMMANDS.items()},
}
"""In somebody's own chat. Whatever else is written there with a slash shows the menu."""
GROUP_COMMANDS: Mapping[str, Callable[[Message, Turn], Awaitable[None]]] = {
    **dict.fromkeys(group.COMMAND, group.desk_asked),
    "meja": taking.board_asked,
    "desk": taking.board_asked,
}
"""In a group, where nobody else hears an answer to them."""


async def message_arrived(message: Message, turn: Turn) -> None:
    """In a group only replies to cards count; in a private chat everything is answered."""
    if message.chat.type != "private":
        if await group.somebody_moved(message, turn):
            return
        heard = GROUP_COMMANDS.get(_command(message)[0])
        if heard is not None:
            await heard(message, turn)
        elif message.reply_to_message is not None:
            await cardreplies.card_answered(message, turn)
        return
    if message.reply_to_message is not None and await cardreplies.card_answered(message, turn):
        return
    text = (message.text or "").strip()
    command, rest = _command(message)
    if command == "start" and joining.is_invitation(rest):
        await joining.link_opened(message, turn, rest.strip())
        return
    person = await staff.who_writes(turn)
    known = COMMANDS.get(command)
    if known is not None and known.of(person):
        await known.handler(message, turn, rest.strip())
    elif await _reason_written(turn, person, text):
        return
    elif Right.REPORT not in person.rights or text.startswith("/"):
        await staff.something_written(message, turn)
    else:
        await agents.something_said(message, turn, text)


async def _reason_written(turn: Turn, person: Person, text: str) -> bool:
    """Whether this was said by somebody whom the bot had asked why an identity matters."""
    asks = Right.OPEN_IDENTITY in person.rights and text and not text.startswith("/")
    return bool(asks) and await openings.reason_written(turn, text)


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
