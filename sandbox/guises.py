"""Messages in a guise: passed on, written through a bot, or in a channel's name."""

from __future__ import annotations

from zlib import crc32

from sandbox.accounts import CHANNEL_BOT, Account
from sandbox.chats import Chat, Json, Message
from sandbox.membership import Impossible
from sandbox.rendering import chat_object
from sandbox.saying import place, said
from sandbox.world import SUPERGROUP, World

# Who hands on the posts of the channel linked to a group.
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def forwards(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Pass a message on; with `hidden` its writer's account stays untold, the name does not."""
    source = world.on_phone(body["from"], person.id)
    message = source.message(body["message_id"]) if source else None
    if message is None or message.kind == "service" or message.protected:
        raise Impossible("a phone passes on what is there and not protected")
    marks = {"forward_origin": _origin(world, message, bool(body.get("hidden")))}
    about: Json = {"kind": message.kind, "media": message.media, "marks": marks}
    return said(world, person, chat, dict(message.content), **about, **place(body))


def says_via(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a text that an inline bot offered."""
    marks = {"via_bot": world.accounts[body["via"]].user()}
    return said(world, person, chat, {"text": body["text"]}, marks=marks, **place(body))


def says_as_channel(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a text in a group as a channel; with `linked` it is the group's own channel's post."""
    title, linked = body["title"], bool(body.get("linked"))
    number = SUPERGROUP - crc32(title.encode())
    channel: Json = {"id": number, "type": "channel", "title": title}
    marks: Json = {"sender_chat": channel}
    if linked:
        origin = {"type": "channel", "date": world.clock.date(), "chat": channel, "message_id": 1}
        marks |= {"from": TELEGRAM, "is_automatic_forward": True, "forward_origin": origin}
    about: Json = {"sender": CHANNEL_BOT, "marks": marks, **place(body)}
    return said(world, person, chat, {"text": body["text"]}, **about)


def _origin(world: World, message: Message, hidden: bool) -> Json:
    writer = world.accounts[message.sender]
    if "forward_origin" in message.marks:
        origin: Json = message.marks["forward_origin"]
        return origin
    if hidden:
        return {"type": "hidden_user", "date": message.date, "sender_user_name": writer.name}
    if message.sender_chat:
        group = chat_object(world, world.chats[message.chat])
        return {"type": "chat", "date": message.date, "sender_chat": group}
    return {"type": "user", "date": message.date, "sender_user": writer.user()}
