"""Fingers on buttons: callback queries."""

from __future__ import annotations

from sandbox.accounts import Account
from sandbox.chats import Chat, Json
from sandbox.delivery import queue
from sandbox.membership import Impossible, check_writable
from sandbox.rendering import inaccessible, message_object
from sandbox.world import World


def presses(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send callback data to the bot whose message it is."""
    check_writable(person, chat)
    message = chat.messages.get(body["message_id"])
    if message is None or message.sender not in world.bots:
        raise Impossible("only a bot's message has buttons to press")
    bot = world.bots[message.sender]
    about = {"chat": chat.key, "message_id": message.id, "old": body["old"]}
    press = world.add_press(bot.id, person.id, body["data"], **about)
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
