"""Fingers on buttons: callback queries, and the keyboard that lies under a chat."""

from __future__ import annotations

from sandbox.accounts import Account
from sandbox.chats import Chat, Json
from sandbox.delivery import queue
from sandbox.membership import Impossible, check_writable
from sandbox.rendering import inaccessible, key_rows, message_object
from sandbox.world import World


def presses(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send callback data to the bot whose message it is."""
    check_writable(person, chat)
    message = chat.messages.get(body["message_id"])
    if message is None or message.sender not in world.bots:
        raise Impossible("only a bot's message has buttons to press")
    bot = world.bots[message.sender]
    press = world.add_press(bot.id, person.id, body["data"], old=body["old"])
    if body.get("inaccessible") or message.deleted:
        shown = inaccessible(world, chat, message.id)
    else:
        shown = message_object(world, message, bot.id)
    query = {
        "id": press.id,
        "from": person.user(),
        "message": shown,
        "chat_instance": chat.instance,
        "data": press.data,
    }
    queue(world, bot, "callback_query", query)
    return {"query_id": press.id}


def keyboard_of(world: World, chat: Chat) -> list[list[str]]:
    """The reply keyboard under a chat: the newest that was not taken away."""
    for message in reversed(list(chat.messages.values())):
        markup = message.reply_markup or {}
        if "remove_keyboard" in markup:
            return []
        if "keyboard" in markup:
            return key_rows(message)
    return []
