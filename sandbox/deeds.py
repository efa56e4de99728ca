"""What people do with their phones, as it changes the world and reaches the bots."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from sandbox.accounts import ANONYMOUS_ADMIN, Account
from sandbox.chats import Chat, Json, Message
from sandbox.delivery import message_arrived
from sandbox.entities import found, trimmed
from sandbox.markup import units
from sandbox.membership import Impossible, blocks, check_writable, joins, leaves, unblocks
from sandbox.methods.media import stored_media
from sandbox.parameters import Upload
from sandbox.rendering import sight
from sandbox.taps import presses
from sandbox.world import World

# Where a phone cuts a long text into several messages, and a caption off, in UTF-16 units.
TEXT_MAX = 4096
CAPTION_MAX = 1024
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")

Deed: TypeAlias = Callable[[World, Account, Chat, Json], Any]


# -- saying things -------------------------------------------------------------------------------


def starts(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Press Start, with the deep link's payload if there was one."""
    payload = body.get("payload")
    if payload and not PAYLOAD.fullmatch(payload):
        raise Impossible("a link's payload has 1 to 64 of the signs A-Z a-z 0-9 _ -")
    text = f"/start {payload}" if payload else "/start"
    return _said(world, person, chat, {"text": text})


def says(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a text, as oneself or hidden behind the group; a long one in parts, as phones do."""
    text = body["text"].strip()
    if not text:
        raise Impossible("a phone sends no empty text")
    hidden, reply_to = bool(body.get("anonymous")), body.get("reply_to")
    about: Json = {"sender_chat": hidden, "reply_to": reply_to}
    return [_said(world, person, chat, {"text": part}, **about) for part in _parts(text)][-1]


def photographs(world: World, person: Account, chat: Chat, body: Json) -> list[Json]:
    """Send photos, one by one or as an album; late parts wait for `delivers_late`."""
    album = world.new_album() if body["album"] else None
    shown = []
    for place, encoded in enumerate(body["photos"]):
        upload = Upload("photo.jpg", "image/jpeg", base64.b64decode(encoded))
        media = stored_media(world, "photo", upload)
        content = {"caption": body["caption"]} if body.get("caption") and not place else {}
        late = place in body.get("late", [])
        about: Json = {"media": media, "album": album}
        shown.append(_said(world, person, chat, content, late=late, kind="photo", **about))
    return shown


def sends_document(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a file under a name and type of the sender's choosing."""
    upload = Upload(body["name"], body["mime"], base64.b64decode(body["content"]))
    media = stored_media(world, "document", upload, body.get("claimed_size"))
    content = {"caption": body["caption"]} if body.get("caption") else {}
    return _said(world, person, chat, content, kind="document", media=media)


def sends_location(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a point on the map."""
    place = {"latitude": body["latitude"], "longitude": body["longitude"]}
    return _said(world, person, chat, {"location": place}, kind="location")


def shares_contact(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Share somebody's number; whose it is shows in the contact's user_id."""
    owner = world.accounts[body["of"]]
    contact: Json = {"phone_number": body["phone"], "first_name": owner.first_name}
    if owner.last_name:
        contact["last_name"] = owner.last_name
    contact["user_id"] = owner.id
    return _said(world, person, chat, {"contact": contact}, kind="contact")


def edits(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Change an own text or caption."""
    message = _own(person, chat, body)
    field = "text" if "text" in message.content else "caption"
    kept = {n: v for n, v in message.content.items() if n not in (field, *ENTITY_FIELDS)}
    message.content = _with_entities({**kept, field: body["text"]})
    message.edit_date = world.clock.date()
    world.touch_message(message)
    message_arrived(world, message, "edited_message")
    return sight(world, message, person.id)


def deletes(world: World, person: Account, chat: Chat, body: Json) -> None:
    """Remove a message for everybody."""
    message = _existing(chat, body)
    message.deleted = True
    world.touch_message(message)


DEEDS: dict[str, Deed] = {
    deed.__name__: deed
    for deed in (
        starts,
        says,
        photographs,
        sends_document,
        sends_location,
        shares_contact,
        edits,
        deletes,
        presses,
        blocks,
        unblocks,
        joins,
        leaves,
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
    if number in world.bots:
        return world.private(number, person.id)
    group = world.group(number)
    if group is None:
        raise Impossible(f"there is no bot and no group {number}")
    return group


def deliver_late(world: World, person: Account) -> int:
    """Send the updates of album parts held back."""
    held = world.late.pop(person.id, [])
    for key, message_id in held:
        message_arrived(world, world.chats[key].messages[message_id])
    world.touch("late", person.id)
    return len(held)


# -- below ---------------------------------------------------------------------------------------

ENTITY_FIELDS = ("entities", "caption_entities")


def _said(
    world: World,
    person: Account,
    chat: Chat,
    content: Json,
    *,
    late: bool = False,
    sender_chat: bool = False,
    **about: Any,
) -> Json:
    check_writable(person, chat)
    if units(content.get("caption", "")) > CAPTION_MAX:
        raise Impossible(f"a phone takes no caption longer than {CAPTION_MAX}")
    if chat.private:
        _open(world, person, chat)
    sender = ANONYMOUS_ADMIN if sender_chat else person.id
    body = _with_entities(content)
    message = world.add_message(chat, sender, body, sender_chat=sender_chat, **about)
    if late:
        world.late.setdefault(person.id, []).append((chat.key, message.id))
        world.touch("late", person.id)
    else:
        message_arrived(world, message)
    world.journal.note("said", chat=chat.key, person=person.id, message_id=message.id)
    return sight(world, message, person.id)


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
