"""Who hears of what: from something that happened to updates in the bots' queues."""

from __future__ import annotations

from sandbox.accounts import Bot
from sandbox.chats import Chat, Json, Message
from sandbox.rendering import message_object
from sandbox.world import World


def message_arrived(world: World, message: Message, kind: str = "message") -> None:
    """Tell every bot that may see it of a message, or of its edit.

    A bot hears nothing of what it says itself, only of the service messages it causes.
    """
    chat = world.chats[message.chat]
    for bot in listeners(world, chat):
        own = bot.id == message.sender and message.kind != "service"
        if not own and sees(world, bot, chat, message):
            queue(world, bot, kind, message_object(world, message, bot.id))


def queue(world: World, bot: Bot, kind: str, body: Json) -> None:
    """Put an update into a bot's queue, if it wants its kind."""
    number = world.mailboxes[bot.id].put(kind, body)
    if number is not None:
        world.touch("bot", bot.id)
        world.journal.note("update", bot=bot.username, kind=kind, update_id=number)


def listeners(world: World, chat: Chat) -> list[Bot]:
    """The bots in a chat."""
    if chat.private:
        return [world.bots[chat.bot]] if chat.bot in world.bots else []
    return [bot for bot in world.bots.values() if chat.present(bot.id)]


def sees(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    """Privacy mode: in a group a plain member bot sees what is meant for it, an administrator
    or a bot without privacy sees all. What bots say is never told, so it never comes here."""
    if chat.private:
        return True
    if message.kind == "service":
        return True
    if not bot.privacy or chat.status(bot.id) == "administrator":
        return True
    if message.marks.get("via_bot", {}).get("id") == bot.id:
        return True
    answered = chat.message(message.reply_to)
    if answered is not None and answered.sender == bot.id:
        return True
    return _commanded(world, bot, chat, message)


def _commanded(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    """A command with this bot's name, or without a name while no other bot spoke since it."""
    text = message.text
    if not text.startswith("/"):
        return False
    command = text.split(maxsplit=1)[0]
    _, at, name = command.partition("@")
    if at:
        return name.lower() == bot.username.lower()
    return chat.last_bot in (0, bot.id) or chat.last_bot not in world.bots
