"""Removing messages, and pinning them."""

from __future__ import annotations

from sandbox.chats import Chat, Message
from sandbox.membership import may, service
from sandbox.methods.call import Call, method
from sandbox.refusal import bad
from sandbox.saying import removed

DELETE_SECONDS_MAX = 172_800
SEVERAL_MAX = 100


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Remove a message of the last 48 hours; others' only in private or as administrator."""
    chat, message = call.own("deleted")
    _check(call, chat, message)
    removed(call.world, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Remove several; those already gone are passed over."""
    chat, numbers = call.chat(), call.given["message_ids"]
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > SEVERAL_MAX:
        raise bad("too many message identifiers specified")
    there = [one for n in numbers if (one := chat.message(n)) is not None]
    for message in there:
        _check(call, chat, message)
    for message in there:
        removed(call.world, message)
    return True


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """Hang a message at the top of the chat, with a service message that says so."""
    chat = _pinning(call)
    message = chat.message(call.given["message_id"])
    if message is None or message.kind == "service":
        raise bad("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        thread = message.thread
        service(call.world, chat, call.bot.id, {"pinned_message": message.id}, thread=thread)
        call.world.touch("chat", chat.key)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    """Take a message down, the newest of those pinned unless it is named."""
    chat = _pinning(call)
    wanted = call.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    call.world.touch("chat", chat.key)
    return True


def _check(call: Call, chat: Chat, message: Message) -> None:
    age = call.world.clock.date() - message.date
    own = message.sender == call.bot.id
    allowed = own or chat.private or may(chat, call.bot.id, "can_delete_messages")
    if age > DELETE_SECONDS_MAX or not allowed:
        raise bad("message can't be deleted")


def _pinning(call: Call) -> Chat:
    chat = call.chat(write=True)
    if not chat.private and not may(chat, call.bot.id, "can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat
