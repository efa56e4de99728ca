"""How a message and the keys under a chat look on a person's phone, for the control API."""

from __future__ import annotations

from sandbox.chats import Chat, Json, Message
from sandbox.filekinds import KINDS
from sandbox.files import StoredFile
from sandbox.world import World

OPTIONS = {
    "resize_keyboard": "resize",
    "one_time_keyboard": "one_time",
    "is_persistent": "persistent",
    "remove_keyboard": "remove",
    "force_reply": "force_reply",
}


def sight(world: World, message: Message) -> Json:
    """A message as it stands on a person's phone, for the control API."""
    chat = world.chats[message.chat]
    sender = world.accounts[message.sender]
    media = message.media or {"files": []}
    files = [world.files.known[key] for key in media["files"]]
    content, markup = message.content, message.reply_markup or {}
    return {
        "chat": chat.bot if chat.private else chat.id,
        "message_id": message.id,
        "kind": message.kind,
        "from_id": sender.id,
        "from_name": chat.title if message.sender_chat else sender.name,
        "by_bot": sender.id in world.bots,
        "date": message.date,
        "edit_date": message.edit_date,
        "text": message.text,
        "raw": message.raw or message.text,
        "parse_mode": message.parse_mode,
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "buttons": [[_button(one) for one in row] for row in message.inline or []],
        "keyboard": key_texts(markup),
        "keys": key_rows(markup),
        "keyboard_options": {OPTIONS[n]: bool(v) for n, v in markup.items() if n in OPTIONS},
        "placeholder": markup.get("input_field_placeholder"),
        "reply_to": message.reply_to,
        "media_group_id": message.album,
        "file_name": files[-1].name if files else None,
        "file_size": files[-1].size if files else None,
        "media": [_media(stored) for stored in files],
        "location": content.get("location"),
        "contact": content.get("contact"),
        "protected": message.protected,
        "thread": message.thread,
        "service": content if message.kind == "service" else {},
        "deleted": message.deleted,
    }


def keys_under(chat: Chat) -> Json:
    """The markup of the reply keyboard under a chat: the newest that was not taken away."""
    for message in reversed(list(chat.messages.values())):
        markup = message.reply_markup or {}
        if "remove_keyboard" in markup:
            return {}
        if "keyboard" in markup:
            return markup
    return {}


def key_rows(markup: Json) -> list[list[Json]]:
    """A reply keyboard's keys, and which of them give away the place or the phone number."""
    rows = [row for row in markup.get("keyboard", []) if row]
    return [[_key(key) for key in row] for row in rows]


def key_texts(markup: Json) -> list[list[str]]:
    """The texts on a reply keyboard."""
    return [[key["text"] for key in row] for row in key_rows(markup)]


def _key(key: Json) -> Json:
    location, contact = bool(key.get("request_location")), bool(key.get("request_contact"))
    return {"text": key["text"], "location": location, "contact": contact}


def _button(button: Json) -> Json:
    data, url = button.get("callback_data"), button.get("url")
    return {"text": button["text"], "data": data, "url": url}


def _media(stored: StoredFile) -> Json:
    return {
        "key": stored.key,
        "kind": stored.kind,
        "mime": stored.mime or KINDS[stored.kind].mime,
        "name": stored.name,
        "size": stored.size,
        "width": stored.width,
        "height": stored.height,
        "duration": stored.duration,
    }
