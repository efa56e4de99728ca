"""One call to Telegram with python-telegram-bot: a screen posted or edited, files handed over."""

import re
from collections.abc import Callable
from html import unescape

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import TelegramError

from cards.screen import Drawn, Piece, Screen

TAG = re.compile(r"<[^>]+>")
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes; Telegram takes a larger one as a document only
PICTURES = ("image/jpeg", "image/png", "image/webp")
Content = Callable[[Piece], bytes]


async def post(bot: Bot, chat: int, drawn: Drawn, content: Content, *, plain: bool) -> int | None:
    """Send `drawn` and return the message's id. Raises TelegramError.

    `content` gives the bytes of a piece that may leave the store. `plain` drops the tags, and
    sends pictures as documents: Telegram refuses some shapes and sizes as photos.
    """
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
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return message.message_id


async def _files(
    bot: Bot, chat: int, drawn: Drawn, content: Content, *, as_documents: bool
) -> int | None:
    caption = drawn.screen.text if drawn.screen else None
    pieces = [(piece, content(piece)) for piece in drawn.pieces]
    if len(pieces) == 1:
        piece, data = pieces[0]
        send = bot.send_photo if _photo(piece, data, as_documents) else bot.send_document
        message = await send(
            chat,
            data,
            caption=caption,
            parse_mode="HTML",
            filename=piece.name,
            message_thread_id=drawn.thread,
            reply_parameters=_reply(drawn),
        )
        return message.message_id
    all_photos = all(_photo(piece, data, as_documents) for piece, data in pieces)
    media = [
        InputMediaPhoto(data, filename=piece.name)
        if all_photos
        else InputMediaDocument(data, filename=piece.name)
        for piece, data in pieces
    ]
    messages = await bot.send_media_group(
        chat,
        media,
        caption=caption,
        parse_mode="HTML",
        message_thread_id=drawn.thread,
        reply_parameters=_reply(drawn),
    )
    return messages[0].message_id


def _photo(piece: Piece, data: bytes, as_documents: bool) -> bool:
    return piece.media_type in PICTURES and len(data) <= LARGEST_PHOTO and not as_documents


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
