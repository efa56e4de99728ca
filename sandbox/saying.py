"""What people say: texts, links pressed, edits and removals, and how it reaches the bots."""

from __future__ import annotations

import re
from typing import Any

from sandbox import topics
from sandbox.accounts import ANONYMOUS_ADMIN, Account
from sandbox.chats import Chat, Json, Message
from sandbox.delivery import message_arrived
from sandbox.entities import found, trimmed
from sandbox.markup import units
from sandbox.membership import Impossible, check_writable, may, unblocks
from sandbox.screens import sight
from sandbox.world import World

# Where a phone cuts a long text into several messages, and a caption off, in UTF-16 units.
TEXT_MAX = 4096
CAPTION_MAX = 1024
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
ENTITY_FIELDS = ("entities", "caption_entities")


def starts(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Press Start, with the deep link's payload if there was one."""
    payload = body.get("payload")
    if payload and not PAYLOAD.fullmatch(payload):
        raise Impossible("a link's payload has 1 to 64 of the signs A-Z a-z 0-9 _ -")
    text = f"/start {payload}" if payload else "/start"
    return said(world, person, chat, {"text": text})


def says(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a text, as oneself or hidden behind the group; a long one in parts, as phones do."""
    text = body["text"].strip()
    if not text:
        raise Impossible("a phone sends no empty text")
    about: Json = {"sender_chat": bool(body.get("anonymous")), **place(body)}
    return [said(world, person, chat, {"text": part}, **about) for part in _parts(text)][-1]


def edits(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Change an own text or caption."""
    message = _own(person, chat, body)
    field = "text" if "text" in message.content else "caption"
    kept = {n: v for n, v in message.content.items() if n not in (field, *ENTITY_FIELDS)}
    message.content = _with_entities({**kept, field: body["text"]})
    message.edit_date = world.clock.date()
    world.touch_message(message)
    message_arrived(world, message, "edited_message")
    world.journal.note("edited", chat=chat.key, person=person.id, message_id=message.id)
    return sight(world, message)


def deletes(world: World, person: Account, chat: Chat, body: Json) -> None:
    """Remove a message for everybody: an own one, or as administrator, or in private."""
    message = _existing(chat, body)
    allowed = chat.private or may(chat, person.id, "can_delete_messages")
    if message.sender != person.id and not allowed:
        raise Impossible("only an administrator removes what others wrote")
    removed(world, message)


def removed(world: World, message: Message) -> None:
    """Take a message away; phones see it go, bots are not told."""
    message.deleted = True
    chat = world.chats[message.chat]
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
        world.touch("chat", chat.key)
    world.touch_message(message)
    world.journal.note("deleted", chat=chat.key, message_id=message.id)


def place(body: Json) -> Json:
    """Where a message goes inside its chat: what it answers, and the topic."""
    return {"reply_to": body.get("reply_to"), "thread": body.get("thread")}


def said(
    world: World,
    person: Account,
    chat: Chat,
    content: Json,
    *,
    late: bool = False,
    sender: int = 0,
    sender_chat: bool = False,
    **about: Any,
) -> Json:
    """Put a message of somebody into a chat and tell the bots, unless it comes `late`.

    Bots see `sender` as the one who wrote it, the person unless another account is named.
    """
    check_writable(person, chat)
    answered = chat.message(about.get("reply_to"))
    about["thread"] = about.get("thread") or (answered.thread if answered else None)
    objection = topics.objection(chat, person.id, about["thread"])
    if objection:
        raise Impossible(f"nobody can write there: {objection}")
    if units(content.get("caption", "")) > CAPTION_MAX:
        raise Impossible(f"a phone takes no caption longer than {CAPTION_MAX}")
    if chat.private:
        _open(world, person, chat)
    sender = ANONYMOUS_ADMIN if sender_chat else sender or person.id
    body = _with_entities(content)
    message = world.add_message(chat, sender, body, sender_chat=sender_chat, **about)
    if late:
        world.late.setdefault(person.id, []).append((chat.key, message.id))
        world.touch("late", person.id)
    else:
        message_arrived(world, message)
    world.journal.note("said", chat=chat.key, person=person.id, message_id=message.id)
    return sight(world, message)


def _open(world: World, person: Account, chat: Chat) -> None:
    """Writing to a bot starts it, and unblocks it as well."""
    if not chat.started:
        chat.started = True
        world.touch("chat", chat.key)
    if chat.blocked:
        unblocks(world, person, chat, {})


def _parts(text: str) -> list[str]:
    """A text in pieces a message can hold."""
    pieces, piece, length = [], "", 0
    for letter in text:
        if length + units(letter) > TEXT_MAX:
            pieces.append(piece)
            piece, length = "", 0
        piece, length = piece + letter, length + units(letter)
    return [*pieces, piece]


def _with_entities(content: Json) -> Json:
    for name, field in (("text", "entities"), ("caption", "caption_entities")):
        if name in content:
            text, _ = trimmed(content[name], [])
            entities = found(text)
            return {**content, name: text, **({field: entities} if entities else {})}
    return content


def _own(person: Account, chat: Chat, body: Json) -> Message:
    message = _existing(chat, body)
    if message.sender != person.id:
        raise Impossible("a phone edits its owner's messages only")
    return message


def _existing(chat: Chat, body: Json) -> Message:
    message = chat.message(body["message_id"])
    if message is None:
        raise Impossible(f"the message {body['message_id']} is gone")
    return message
