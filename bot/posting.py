"""One call to Telegram with python-telegram-bot: a screen posted or edited, files handed over."""

import re
from collections.abc import Callable
from enum import StrEnum
from html import unescape
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import TelegramError

from cards.screen import Drawn, Piece, Screen

TAG = re.compile(r"<[^>]+>")
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes; Telegram takes a larger one as a document only
OPUS = b"OpusHead"  # near the beginning of the only sound that Telegram plays as a voice
TIMEOUT = 60.0  # seconds without a sign, for a large file on a bad line
Content = Callable[[Piece], bytes]
Part = InputMediaPhoto | InputMediaVideo | InputMediaAudio | InputMediaDocument


class Way(StrEnum):
    """How a file is sent: what the phone makes of it."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"


async def post(bot: Bot, chat: int, drawn: Drawn, content: Content, *, plain: bool) -> int | None:
    """Send `drawn` and return the message's id. Raises TelegramError.

    `content` gives the bytes of a piece that may leave the store. `plain` drops the tags, and
    sends every file as a document: Telegram refuses some as photos or videos, some people voices.
    """
    if drawn.remove is not None:
        await bot.delete_message(chat, drawn.remove)
        return None
    if drawn.pieces:
        return await _files(bot, chat, drawn, content, as_documents=plain)
    if drawn.screen is None:
        raise TelegramError("nothing to send")
    text, mode = _text(drawn.screen, plain=plain)
    if drawn.edit is not None:
        await bot.edit_message_text(
            text,
            chat_id=chat,
            message_id=drawn.edit,
            parse_mode=mode,
            reply_markup=_inline(drawn.screen),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return drawn.edit
    message = await bot.send_message(
        chat,
        text,
        parse_mode=mode,
        message_thread_id=drawn.thread,
        reply_parameters=_reply(drawn),
        reply_markup=_markup(drawn.screen),
        protect_content=drawn.protect or None,
        disable_notification=drawn.quiet or None,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return message.message_id


async def _files(
    bot: Bot, chat: int, drawn: Drawn, content: Content, *, as_documents: bool
) -> int | None:
    pieces = [(piece, content(piece)) for piece in drawn.pieces]
    ways = [Way.DOCUMENT if as_documents else _way(piece, data) for piece, data in pieces]
    common: dict[str, Any] = {
        "caption": drawn.screen.text if drawn.screen else None,
        "parse_mode": "HTML",
        "message_thread_id": drawn.thread,
        "reply_parameters": _reply(drawn),
        "read_timeout": TIMEOUT,
        "write_timeout": TIMEOUT,
    }
    if len(pieces) == 1:
        return (await _alone(bot, chat, *pieces[0], ways[0], common)).message_id
    shared = {*ways} <= {Way.PHOTO, Way.VIDEO} or {*ways} == {Way.AUDIO}
    media = [
        _part(piece, data, way if shared else Way.DOCUMENT)
        for (piece, data), way in zip(pieces, ways, strict=True)
    ]
    messages = await bot.send_media_group(chat, media, **common)
    return messages[0].message_id


async def _alone(
    bot: Bot, chat: int, piece: Piece, data: bytes, way: Way, common: dict[str, Any]
) -> Message:
    more = common | {"filename": piece.name}
    match way:
        case Way.PHOTO:
            return await bot.send_photo(chat, data, **more)
        case Way.VIDEO:
            return await bot.send_video(chat, data, supports_streaming=True, **more)
        case Way.VOICE:
            return await bot.send_voice(chat, data, **more)
        case Way.AUDIO:
            return await bot.send_audio(chat, data, **more)
        case Way.DOCUMENT:
            return await bot.send_document(chat, data, **more)


def _part(piece: Piece, data: bytes, way: Way) -> Part:
    match way:
        case Way.PHOTO:
            return InputMediaPhoto(data, filename=piece.name)
        case Way.VIDEO:
            return InputMediaVideo(data, filename=piece.name, supports_streaming=True)
        case Way.AUDIO:
            return InputMediaAudio(data, filename=piece.name)
        case _:
            return InputMediaDocument(data, filename=piece.name)


def _way(piece: Piece, data: bytes) -> Way:
    match piece.media_type:
        case "image/jpeg" | "image/png" | "image/webp" if len(data) <= LARGEST_PHOTO:
            return Way.PHOTO
        case "video/mp4":
            return Way.VIDEO
        case "audio/ogg" if OPUS in data[:64]:
            return Way.VOICE
        case "audio/ogg" | "audio/mpeg" | "audio/mp4":
            return Way.AUDIO
        case _:
            return Way.DOCUMENT


def _text(screen: Screen, *, plain: bool) -> tuple[str, str | None]:
    if plain:
        return unescape(TAG.sub("", screen.text)), None
    return screen.text, "HTML"


def _reply(drawn: Drawn) -> ReplyParameters | None:
    if drawn.reply_to is None:
        return None
    return ReplyParameters(drawn.reply_to, allow_sending_without_reply=True)


def _markup(screen: Screen) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if screen.menu is None:
        return _inline(screen)
    return ReplyKeyboardMarkup(
        [
            [KeyboardButton(key.label, request_location=key.location or None) for key in row]
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
        [
            [InlineKeyboardButton(one.label, callback_data=one.data) for one in row]
            for row in screen.rows
        ]
    )
