"""Changing messages, and answering presses."""

from __future__ import annotations

from typing import Any

from sandbox import keyboards
from sandbox.chats import Chat, Json, Message
from sandbox.markup import units
from sandbox.methods.call import Call, method
from sandbox.methods.texts import caption_of, text_of
from sandbox.refusal import NOT_MODIFIED, QUERY_TOO_OLD, bad
from sandbox.rendering import message_object

ANSWER_SECONDS_MAX = 150
TOAST_MAX = 200


@method("editMessageText")
def edit_message_text(call: Call) -> Json:
    """A new text, and the keyboard given or none."""
    chat, message = _editable(call)
    if message.kind != "text":
        raise bad("there is no text in the message to edit")
    wording = text_of(call)
    return _changed(call, chat, message, wording.content, wording.raw, wording.parse_mode)


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json:
    """A new caption (or none), and the keyboard given or none."""
    chat, message = _editable(call)
    if message.media is None:
        raise bad("there is no caption in the message to edit")
    wording = caption_of(call, call.given)
    return _changed(call, chat, message, wording.content, wording.raw, wording.parse_mode)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json:
    """Another inline keyboard, or none."""
    chat, message = _editable(call)
    return _changed(call, chat, message, message.content, message.raw, message.parse_mode)


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """End the spinner of a press, with a line or an alert; the first answer counts."""
    press = call.world.presses.get(call.given["callback_query_id"])
    if press is None or press.bot != call.bot.id or press.old:
        raise bad(QUERY_TOO_OLD)
    if call.world.clock.now() - press.at > ANSWER_SECONDS_MAX:
        raise bad(QUERY_TOO_OLD)
    text = call.get("text", "")
    if units(text) > TOAST_MAX:
        raise bad("MESSAGE_TOO_LONG")
    if press.toast is None:
        press.toast = {
            "text": text,
            "alert": bool(call.get("show_alert")),
            "url": call.get("url"),
            "data": press.data,
            "query_id": press.id,
        }
        call.world.touch("press", press.id)
        call.world.journal.note("toast", bot=call.bot.username, query_id=press.id)
    return True


def _editable(call: Call) -> tuple[Chat, Message]:
    if call.get("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat, message = call.own("edited")
    foreign = message.sender != call.bot.id
    if foreign or message.kind == "service" or message.reply_markup:
        raise bad("message can't be edited")
    markup = call.get("reply_markup")
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    keyboards.check(markup, private=chat.private)
    return chat, message


def _changed(
    call: Call, chat: Chat, message: Message, content: Json, raw: str, mode: str | None
) -> Json:
    inline = keyboards.inline_rows(call.get("reply_markup"))
    if _same(message.content, content) and message.inline == inline:
        raise bad(NOT_MODIFIED)
    message.content, message.inline = content, inline
    message.raw, message.parse_mode = raw, mode
    message.edit_date = call.world.clock.date()
    call.world.touch_message(message)
    note: dict[str, Any] = {"chat": chat.key, "message_id": message.id}
    call.world.journal.note("edited", bot=call.bot.username, **note)
    return message_object(call.world, message, call.bot.id)


def _same(old: Json, new: Json) -> bool:
    names = ("text", "entities", "caption", "caption_entities", "link_preview_options")
    return all(old.get(name) == new.get(name) for name in names)
