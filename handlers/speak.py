"""Saying something at once: a question, a list, a toast. Promises go through the outbox."""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, cast

import structlog
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message
from msgspec.json import encode
from sqlmodel import Session

from cards.screen import Menu, Screen
from desk import notices
from desk.reach import set_reachable
from handlers.turn import Turn
from words import Plain

log = structlog.get_logger()
# ClientDecodeError: the front of Telegram answers with HTML when it is in trouble.
NO_PREVIEW = '{"is_disabled":true}'
BUSY = (TelegramRetryAfter, TelegramNetworkError, TelegramServerError, ClientDecodeError)


@dataclass(slots=True)
class SendScreen:
    """What aiogram needs of its `SendMessage` to send it, the keyboard as the text it travels as:
    a model, and one a button, would take longer to build than the question."""

    __returning__: ClassVar[type] = object
    __api_method__: ClassVar[str] = "sendMessage"

    chat_id: int
    text: str
    reply_markup: str | None
    message_id: int | None = None
    reply_to: int | None = None

    def model_dump(self, **_: Any) -> dict[str, Any]:
        """The fields of the call; aiogram leaves out what is None."""
        return {
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "text": self.text,
            "parse_mode": "HTML",
            "reply_markup": self.reply_markup,
            "link_preview_options": NO_PREVIEW,
            "reply_parameters": _reply(self.reply_to),
        }


class EditScreen(SendScreen):
    """The same of `EditMessageText`."""

    __slots__ = ()
    __api_method__ = "editMessageText"


def _method(screen: SendScreen) -> TelegramMethod[Any]:
    return cast("TelegramMethod[Any]", screen)


async def say(turn: Turn, screen: Screen, reply_to: int | None = None) -> None:
    """Send `screen` into the private chat of the turn's person, or as a reply to their message.

    When Telegram is busy or away, or would be by this call, the present question goes to the
    outbox instead, with a short life, behind what was promised; who blocked the bot is noted as
    unreachable.
    """
    if await _crowded(turn):
        return
    keys = _inline(screen) if screen.menu is None else _menu(screen.menu)
    try:
        sent = SendScreen(turn.telegram_id, screen.text, keys, reply_to=reply_to)
        await turn.telegram(_method(sent))
    except BUSY as error:
        log.info("question_postponed", error=type(error).__name__)
        await turn.database.run(lambda session: _postpone(session, turn))
    except TelegramForbiddenError:
        await turn.database.run(lambda session: _unreachable(session, turn))


async def replace(turn: Turn, tap: CallbackQuery, screen: Screen) -> None:
    """Put `screen` in place of the message that was tapped; as a new one where that fails."""
    message = tap.message
    if not isinstance(message, Message) or screen.menu or message.chat.type != "private":
        await say(turn, screen)
        return
    if await _crowded(turn):
        return
    chat, number, keys = message.chat.id, message.message_id, _inline(screen)
    try:
        await turn.telegram(_method(EditScreen(chat, screen.text, keys, number)))
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message.lower():
            await say(turn, screen)
    except BUSY:
        await turn.database.run(lambda session: _postpone(session, turn))


async def toast(tap: CallbackQuery, text: Plain | None = None, *, alert: bool = False) -> None:
    """Answer a tap, so that it stops spinning; a tap too old to be answered is no error."""
    with suppress(AiogramError):
        await tap.answer(str(text)[:200] if text else None, show_alert=alert)


@lru_cache(maxsize=64)
def _menu(menu: Menu) -> str:
    """The keys below the input line, as Telegram wants them; an office has a few such menus."""
    rows = [
        [
            {"text": key.label, **({"request_location": True} if key.location else {})}
            for key in row
        ]
        for row in menu.keys
    ]
    return _text(
        keyboard=rows,
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=menu.placeholder,
    )


def _inline(screen: Screen) -> str | None:
    return _text(inline_keyboard=screen.rows) if screen.rows else None


def _reply(message_id: int | None) -> str | None:
    if message_id is None:
        return None
    return _text(message_id=message_id, allow_sending_without_reply=True)


def _text(**markup: Any) -> str:
    return encode(markup).decode()


async def _crowded(turn: Turn) -> bool:
    """Whether too much was said this second already, and the question waits in the outbox."""
    if turn.asides is None or turn.asides.take(turn.bot) or _address(turn) is None:
        return False
    log.info("question_postponed", error="crowded")
    await turn.database.run(lambda session: _postpone(session, turn))
    return True


def _address(turn: Turn) -> str | None:
    """How the outbox reaches this person, as a reporter if they are one; None for a stranger."""
    person = turn.person
    return f"source:{person.reporter}" if person.reporter else person.address


def _postpone(session: Session, turn: Turn) -> None:
    address = _address(turn)
    if address is not None:  # a stranger leaves no trace
        notices.ask_again(session, address, turn.bot, now=turn.now)


def _unreachable(session: Session, turn: Turn) -> None:
    set_reachable(session, turn.person, False, turn.now)
