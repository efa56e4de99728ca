"""How a chat and its messages look to a bot: Bot API objects with that bot's file ids."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat, Json, Message
from sandbox.files import StoredFile
from sandbox.world import World

NAMES = ("first_name", "last_name", "username")


def chat_object(world: World, chat: Chat) -> Json:
    """The Chat object; a private chat goes by its person's number."""
    if chat.private:
        person = world.accounts[chat.person]
        user = person.user()
        names: Json = {n: user[n] for n in NAMES if n in user}
        return {"id": person.id, "type": "private", **names}
    return {"id": chat.id, "type": chat.kind, "title": chat.title}


def message_object(world: World, message: Message, bot: int, *, replies: bool = True) -> Json:
    """The Message object as this bot gets it; of a reply the first step only."""
    chat = world.chats[message.chat]
    shown: Json = {
        "message_id": message.id,
        "from": world.accounts[message.sender].user(),
        "chat": chat_object(world, chat),
        "date": message.date,
    }
    if message.sender_chat:
        shown["sender_chat"] = shown["chat"]
    if message.edit_date is not None:
        shown["edit_date"] = message.edit_date
    if message.album:
        shown["media_group_id"] = message.album
    if message.protected:
        shown["has_protected_content"] = True
    answered = chat.message(message.reply_to)
    if answered is not None and replies:
        shown["reply_to_message"] = message_object(world, answered, bot, replies=False)
    shown.update(message.content)
    if message.media is not None:
        shown.update(media_object(world, message.media, bot))
    if message.inline:
        shown["reply_markup"] = {"inline_keyboard": message.inline}
    return shown


def media_object(world: World, media: Json, bot: int) -> Json:
    """The field that carries a message's files."""
    files = [world.files.known[key] for key in media["files"]]
    if media["kind"] == "photo":
        return {"photo": [_photo_size(world, stored, bot) for stored in files]}
    return {"document": _document(world, files[0], bot)}


def inaccessible(world: World, chat: Chat, message_id: int) -> Json:
    """A message of which only the number is left."""
    return {"chat": chat_object(world, chat), "message_id": message_id, "date": 0}


def _names(world: World, stored: StoredFile, bot: int) -> Json:
    file_id = world.files.file_id(bot, stored.key)
    return {"file_id": file_id, "file_unique_id": stored.key, "file_size": stored.size}


def _photo_size(world: World, stored: StoredFile, bot: int) -> Json:
    return {**_names(world, stored, bot), "width": stored.width, "height": stored.height}


def _document(world: World, stored: StoredFile, bot: int) -> Json:
    shown: dict[str, Any] = _names(world, stored, bot)
    if stored.name:
        shown["file_name"] = stored.name
    if stored.mime:
        shown["mime_type"] = stored.mime
    return shown


def sight(world: World, message: Message, person: int) -> Json:
    """A message as it stands on a person's phone, for the control API."""
    chat = world.chats[message.chat]
    sender = world.accounts[message.sender]
    files = [world.files.known[key] for key in message.media["files"]] if message.media else []
    content = message.content
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
        "keyboard": key_rows(message),
        "reply_to": message.reply_to,
        "media_group_id": message.album,
        "file_name": files[-1].name if files else None,
        "file_size": files[-1].size if files else None,
        "location": content.get("location"),
        "service": content if message.kind == "service" else {},
        "deleted": message.deleted,
    }


def key_rows(message: Message) -> list[list[str]]:
    """The reply keyboard a message brought, as texts."""
    markup = message.reply_markup or {}
    return [[key["text"] for key in row] for row in markup.get("keyboard", []) if row]


def _button(button: Json) -> Json:
    data, url = button.get("callback_data"), button.get("url")
    return {"text": button["text"], "data": data, "url": url}
