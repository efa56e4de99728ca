"""A group that becomes a supergroup, and a supergroup that becomes a forum."""

from __future__ import annotations

from sandbox.chats import Chat
from sandbox.delivery import listeners
from sandbox.membership import Impossible, service, standing_changed
from sandbox.world import World


def becomes_supergroup(world: World, chat: Chat, *, by: int) -> Chat:
    """The supergroup that takes a group's place: another number, message numbers from 1.

    Bots hear of it by a service message in each of the two, and of their standing in the new
    one only.
    """
    if chat.kind != "group" or chat.migrated_to:
        raise Impossible(f"{chat.title!r} is no plain group")
    members = {int(account): status for account, status in chat.members.items()}
    new = world.add_group(chat.title, "supergroup", members)
    new.rights = dict(chat.rights)
    chat.migrated_to = new.id
    world.touch("chat", chat.key)
    service(world, chat, by, {"migrate_to_chat_id": new.id})
    for bot in listeners(world, new):
        standing_changed(world, new, bot.id, "left", new.status(bot.id), by=by)
    service(world, new, by, {"migrate_from_chat_id": chat.id})
    return new


def becomes_forum(world: World, chat: Chat, *, by: int, forum: bool = True) -> Chat:
    """Turn topics on or off; a plain group becomes a supergroup first, without a warning."""
    if forum and chat.kind == "group":
        chat = becomes_supergroup(world, chat, by=by)
    chat.is_forum = forum
    world.touch("chat", chat.key)
    return chat
