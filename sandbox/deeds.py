"""What people do with their phones, as it changes the world and reaches the bots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from sandbox import attaching, guises, membership, saying
from sandbox.accounts import Account
from sandbox.chats import Chat, Json
from sandbox.delivery import message_arrived
from sandbox.membership import Impossible
from sandbox.taps import presses
from sandbox.world import World

Deed: TypeAlias = Callable[[World, Account, Chat, Json], Any]

DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        saying.starts,
        saying.says,
        saying.edits,
        saying.deletes,
        guises.forwards,
        guises.says_via,
        guises.says_as_channel,
        attaching.sends_files,
        attaching.photographs,
        attaching.sends_document,
        attaching.sends_location,
        attaching.shares_contact,
        presses,
        membership.blocks,
        membership.unblocks,
        membership.joins,
        membership.leaves,
    )
}
# These may be done from outside a group.
FROM_OUTSIDE = {"joins"}


def do(world: World, person: Account, deed: str, body: Json) -> Any:
    """Do a deed in the chat its body names: a bot's number or a group's."""
    chat = chat_of(world, person, body["chat"])
    if not chat.private and deed not in FROM_OUTSIDE and not chat.present(person.id):
        raise Impossible(f"{person.name} is not in {chat.title!r}")
    return DEEDS[deed](world, person, chat, body)


def chat_of(world: World, person: Account, number: int) -> Chat:
    """The chat that goes by this number on somebody's phone."""
    chat = world.on_phone(number, person.id)
    if chat is None:
        raise Impossible(f"there is no bot and no group {number}")
    return chat


def deliver_late(world: World, person: Account) -> int:
    """Send the updates of album parts held back."""
    held = world.late.pop(person.id, [])
    for key, message_id in held:
        message_arrived(world, world.chats[key].messages[message_id])
    world.touch("late", person.id)
    return len(held)
