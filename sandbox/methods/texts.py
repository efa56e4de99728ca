"""Texts, replies and keyboards: what every sent message has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import keyboards, topics
from sandbox.chats import Chat, Json
from sandbox.entities import formatted
from sandbox.markup import units
from sandbox.methods.call import Call
from sandbox.refusal import bad

TEXT_MAX = 4096
CAPTION_MAX = 1024


@dataclass(frozen=True, slots=True)
class Wording:
    """A text or caption read: its fields in a message, and as it was sent."""

    content: Json
    raw: str
    parse_mode: str | None


def text_of(call: Call) -> Wording:
    """The text of a message. Refused when empty or too long after reading the entities."""
    raw = call.given.get("text", "")
    text, entities = formatted(raw, call.get("parse_mode"), call.get("entities"), call.who)
    if not text:
        raise bad("message text is empty")
    if units(text) > TEXT_MAX:
        raise bad("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = call.get("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return Wording(content, raw, call.get("parse_mode"))


def caption_of(call: Call, fields: dict[str, Any]) -> Wording:
    """The caption among these fields (a call's, or one album item's); it may be absent."""
    raw = fields.get("caption", "")
    mode = fields.get("parse_mode")
    text, entities = formatted(raw, mode, fields.get("caption_entities"), call.who)
    if units(text) > CAPTION_MAX:
        raise bad("message caption is too long")
    content: Json = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return Wording(content, raw, mode)


def reply_of(call: Call, chat: Chat) -> int | None:
    """The number of the message answered. Refused when it is gone, unless that was allowed."""
    wished = call.get("reply_parameters") or {}
    wanted = wished.get("message_id", call.get("reply_to_message_id"))
    if not wanted:
        return None
    if chat.message(wanted) is not None:
        return int(wanted)
    if wished.get("allow_sending_without_reply", call.get("allow_sending_without_reply")):
        return None
    raise bad("message to be replied not found")


def markup_of(call: Call, chat: Chat) -> Json:
    """The keyboard fields of a new message. Refused when Telegram would not take the keyboard."""
    markup = call.get("reply_markup")
    keyboards.check(markup, private=chat.private)
    inline = keyboards.inline_rows(markup)
    other = markup if markup and "inline_keyboard" not in markup else None
    return {"inline": inline, "reply_markup": other}


def common(call: Call, chat: Chat) -> Json:
    """What a message gets from a call besides its content."""
    reply_to = reply_of(call, chat)
    answered = chat.message(reply_to)
    thread = call.get("message_thread_id") or (answered.thread if answered else None)
    objection = topics.objection(chat, call.bot.id, thread)
    if objection:
        raise bad(objection)
    protected = bool(call.get("protect_content"))
    about = {"reply_to": reply_to, "thread": thread, "protected": protected}
    return {**markup_of(call, chat), **about}
