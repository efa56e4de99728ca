"""Saying something at once: a question, a list, a toast. Promises go through the outbox."""

from contextlib import suppress

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
)
from sqlmodel import Session

from cards.screen import Screen
from desk import notices
from desk.people import set_reachable
from handlers.turn import Turn
from words import Plain

log = structlog.get_logger()
# ClientDecodeError: the front of Telegram answers with HTML when it is in trouble.
BUSY = (TelegramRetryAfter, TelegramNetworkError, TelegramServerError, ClientDecodeError)


async def say(turn: Turn, bot: Bot, screen: Screen) -> None:
    """Send `screen` into the private chat of the turn's person.

    When Telegram is busy or away, the present question goes to the outbox instead, with a short
    life; who blocked the bot is noted as unreachable.
    """
    try:
        await bot.send_message(
            turn.telegram_id,
            screen.text,
            parse_mode="HTML",
            reply_markup=markup(screen),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except BUSY as error:
        log.info("question_postponed", error=type(error).__name__)
        await turn.database.run(lambda session: _postpone(session, turn))
    except TelegramForbiddenError:
        await turn.database.run(lambda session: _unreachable(session, turn))


async def replace(turn: Turn, tap: CallbackQuery, screen: Screen) -> None:
    """Put `screen` in place of the message that was tapped; as a new one where that fails."""
    bot = tap.bot
    if bot is None:
        return
    message = tap.message
    if not isinstance(message, Message) or screen.menu or message.chat.type != "private":
        await say(turn, bot, screen)
        return
    try:
        await bot.edit_message_text(
            screen.text,
            chat_id=message.chat.id,
            message_id=message.message_id,
            parse_mode="HTML",
            reply_markup=_inline(screen),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message.lower():
            await say(turn, bot, screen)
    except BUSY:
        await turn.database.run(lambda session: _postpone(session, turn))


async def toast(tap: CallbackQuery, text: Plain | None = None, *, alert: bool = False) -> None:
    """Answer a tap, so that it stops spinning; a tap too old to be answered is no error."""
    with suppress(AiogramError):
        await tap.answer(str(text)[:200] if text else None, show_alert=alert)


def markup(screen: Screen) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """The keyboard of a screen as aiogram wants it."""
    if screen.menu is None:
        return _inline(screen)
    return ReplyKeyboardMarkup(
        keyboard=[
            [
                KeyboardButton(text=key.label, request_location=True if key.location else None)
                for key in row
            ]
            for row in screen.menu.keys
        ],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=screen.menu.placeholder,
    )


def _inline(screen: Screen) -> InlineKeyboardMarkup | None:
    if not screen.rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=one.label, callback_data=one.data) for one in row]
            for row in screen.rows
        ]
    )


def _postpone(session: Session, turn: Turn) -> None:
    person = turn.person
    address = f"source:{person.reporter}" if person.reporter else person.address
    if address is not None:  # a stranger leaves no trace
        notices.ask_again(session, address, turn.bot, now=turn.now)


def _unreachable(session: Session, turn: Turn) -> None:
    set_reachable(session, turn.person, False, turn.now)
