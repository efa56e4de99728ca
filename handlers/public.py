"""The public bot: which conversation a message or a tap belongs to."""

from collections.abc import Awaitable, Callable
from functools import lru_cache

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from cards.taps import (
    AnswerTap,
    FormChoiceTap,
    FormTap,
    LanguageTap,
    MendTap,
    OwnTap,
    PrivacyTap,
)
from handlers import answering, filling, formtaps, greeting, mending, own_reports, privacy
from handlers.sayings import is_code, is_greeting
from handlers.taps import Table, chat_changed, press
from handlers.turn import Turn
from words import Library

Said = Callable[[Message, Turn], Awaitable[None]]

COMMANDS: dict[str, Said] = {
    "start": greeting.started,
    "menu": greeting.started,
    "lapor": greeting.report_asked,
    "report": greeting.report_asked,
    "status": own_reports.own_reports_asked,
    "laporan": own_reports.own_reports_asked,
    "bahasa": greeting.language_asked,
    "language": greeting.language_asked,
    "bantuan": greeting.help_asked,
    "help": greeting.help_asked,
    "nomor": greeting.number_asked,
    "id": greeting.number_asked,
    **privacy.COMMANDS,
}
KEYS: dict[str, Said] = {
    "citizen.menu_report": greeting.report_asked,
    "citizen.menu_own": own_reports.own_reports_asked,
    "citizen.menu_danger": filling.danger_pressed,
    "citizen.menu_language": greeting.language_asked,
    "citizen.menu_help": greeting.help_asked,
}
TAPS: Table = (
    (FormTap, formtaps.form_tapped),
    (OwnTap, own_reports.own_tapped),
    (AnswerTap, answering.answer_tapped),
    (MendTap, mending.mend_tapped),
    (LanguageTap, greeting.language_chosen),
    (FormChoiceTap, greeting.form_chosen),
    (PrivacyTap, privacy.privacy_tapped),
)


async def message_arrived(message: Message, turn: Turn) -> None:
    """A command, a key of the menu, a tracking code, a greeting; else it is a report's content."""
    if message.chat.type != "private":
        return
    text = (message.text or "").strip()
    if text.startswith("/"):
        command, _, rest = text[1:].partition(" ")
        handler = COMMANDS.get(command.partition("@")[0].lower(), greeting.help_asked)
        if handler is own_reports.own_reports_asked and rest.strip():
            await own_reports.code_written(turn, rest)
            return
        await handler(message, turn)
        return
    key = _keys(turn.library).get(text)
    if key is not None:
        await key(message, turn)
    elif not await _said_outside_a_form(message, turn, text):
        await filling.answer_received(message, turn)


async def _said_outside_a_form(message: Message, turn: Turn, text: str) -> bool:
    """Whether `text` was a tracking code or a greeting, and was answered as such.

    To somebody who is filling in a form it is an answer: "pagi" says when, CONCONG is a place. So
    it is to an officer's question.
    """
    code, hello = is_code(text), is_greeting(text)
    if not (code or hello) or await filling.under_way(turn):
        return False
    if hello and await answering.expected(message, turn):
        return False
    if hello:
        await greeting.started(message, turn)
    else:
        await own_reports.code_written(turn, text)
    return True


async def message_edited(message: Message, turn: Turn) -> None:
    """An edit counts while nothing was sent."""
    if message.chat.type == "private":
        await filling.answer_edited(message, turn)


async def button_pressed(tap: CallbackQuery, turn: Turn) -> None:
    """By the button's prefix."""
    await press(tap, turn, TAPS, "citizen.old_button")


@lru_cache(maxsize=4)
def _keys(library: Library) -> dict[str, Said]:
    """The menu's labels in every language: an old keyboard stays good after a change."""
    both = (library.in_(language) for language in ("id", "en"))
    return {words.text(key): handler for words in both for key, handler in KEYS.items()}


def attend(router: Router) -> None:
    """One handler a kind of update, each with a table: a router a topic costs time per update."""
    router.message.register(message_arrived)
    router.edited_message.register(message_edited)
    router.callback_query.register(button_pressed)
    router.my_chat_member.register(chat_changed)
