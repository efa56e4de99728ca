"""How a chat and its messages look to a bot: Bot API objects with that bot's file ids."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat, Json, Message
from sandbox.filekinds import KINDS
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
    forum = {"is_forum": True} if chat.is_forum else {}
    return {"id": chat.id, "type": chat.kind, "title": chat.title, **forum}


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
    if message.thread:
        shown |= {"message_thread_id": message.thread, "is_topic_message": True}
    # In a topic, what answers nothing answers the topic's first message.
    answered = chat.message(message.reply_to or _topic_start(message))
    if answered is not None and replies:
        shown["reply_to_message"] = message_object(world, answered, bot, replies=False)
    shown.update(message.content)
    shown.update(message.marks)
    if "pinned_message" in message.content:
        pinned = chat.messages[message.content["pinned_message"]]
        shown["pinned_message"] = message_object(world, pinned, bot, replies=False)
    if message.media is not None:
        shown.update(media_object(world, message.media, bot))
    if message.inline:
        shown["reply_markup"] = {"inline_keyboard": message.inline}
    return shown


def _topic_start(message: Message) -> int | None:
    return message.thread if message.thread != message.id else None


def media_object(world: World, media: Json, bot: int) -> Json:
    """The field that carries a message's files."""
    shown = [_file_object(world, world.files.known[key], bot) for key in media["files"]]
    if media["kind"] == "photo":
        return {"photo": shown}
    if media["kind"] == "animation":
        # For bots from before there were animations.
        names = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type")
        older = {name: shown[0][name] for name in names if name in shown[0]}
        return {"animation": shown[0], "document": older}
    return {media["kind"]: shown[0]}


def inaccessible(world: World, chat: Chat, message_id: int) -> Json:
    """A message of which only the number is left."""
    return {"chat": chat_object(world, chat), "message_id": message_id, "date": 0}


def _file_object(world: World, stored: StoredFile, bot: int) -> Json:
    told: dict[str, Any] = {
        "width": stored.width,
        "height": stored.height,
        "length": stored.width,
        "duration": stored.duration,
        "file_name": stored.name or None,
        "mime_type": stored.mime or None,
        **stored.extra,
    }
    shows = KINDS[stored.kind].shows
    return {
        "file_id": world.files.file_id(bot, stored.key),
        "file_unique_id": stored.key,
        "file_size": stored.size,
        **{name: told[name] for name in shows if told.get(name) is not None},
    }
