"""Messages a bot sends: texts, files, albums, places, contacts."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat, Json, Message
from sandbox.filekinds import ALBUM_KINDS, KINDS
from sandbox.methods.call import Call, Method, method
from sandbox.methods.media import media_from
from sandbox.methods.texts import caption_of, common, text_of
from sandbox.refusal import bad
from sandbox.rendering import message_object
from sandbox.topics import objection

ALBUM_MIN, ALBUM_MAX = 2, 10
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


@method("sendMessage")
def send_message(call: Call) -> Json:
    """A text."""
    chat = call.chat(write=True)
    wording = text_of(call)
    about = {"raw": wording.raw, "parse_mode": wording.parse_mode}
    return _sent(call, chat, wording.content, **about, **common(call, chat))


@method("sendLocation")
def send_location(call: Call) -> Json:
    """A point on the map."""
    chat = call.chat(write=True)
    latitude, longitude = call.given["latitude"], call.given["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("invalid location specified")
    content = {"location": {"latitude": latitude, "longitude": longitude}}
    return _sent(call, chat, content, kind="location", **common(call, chat))


@method("sendContact")
def send_contact(call: Call) -> Json:
    """A phone number with a name; whose account it is, the bot can not say."""
    chat = call.chat(write=True)
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.given[name] for name in names if call.get(name)}
    if not {"phone_number", "first_name"} <= contact.keys():
        raise bad("contact phone number and first name must be non-empty")
    return _sent(call, chat, {"contact": contact}, kind="contact", **common(call, chat))


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[Json]:
    """An album: every item is a message of its own; one that does not fit stops them all."""
    chat = call.chat(write=True)
    items: list[dict[str, Any]] = call.given["media"]
    if len(items) > ALBUM_MAX:
        raise bad("too many messages to send as an album")
    if len(items) < ALBUM_MIN:
        raise bad("there must be at least two messages to send as an album")
    kinds = {item["type"] for item in items}
    if not kinds <= ALBUM_KINDS:
        raise bad(f"sandbox: {min(kinds - ALBUM_KINDS)} is not known in albums yet")
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad(f"{min(kinds & {'document', 'audio'})} can't be mixed with other media types")
    about = common(call, chat)
    ready = [
        (caption_of(call, item), media_from(call, item["type"], item["media"], item))
        for item in items
    ]
    album = call.world.new_album()
    sent = []
    for wording, media in ready:
        item_about = {"raw": wording.raw, "parse_mode": wording.parse_mode, "album": album}
        kind = media["kind"]
        content = wording.content
        sent.append(_sent(call, chat, content, kind=kind, media=media, **item_about, **about))
    return sent


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """The "typing…" line: an event for whoever looks on, nothing is kept of it."""
    chat = call.chat(write=True)
    action = call.given["action"]
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    thread = call.get("message_thread_id")
    if wrong := objection(chat, call.bot.id, thread):
        raise bad(wrong)
    where = {"chat": chat.key, "person": chat.person, "thread": thread}
    call.world.journal.note("action", bot=call.bot.username, action=action, **where)
    return True


def _file_method(kind: str) -> Method:
    """The method that sends one file of a kind, with or without a caption."""

    def send(call: Call) -> Json:
        chat = call.chat(write=True)
        wording = caption_of(call, call.given)
        about = common(call, chat)
        media = media_from(call, kind, call.given[kind], call.given)
        words = {"raw": wording.raw, "parse_mode": wording.parse_mode}
        kept = {"kind": media["kind"], "media": media}
        return _sent(call, chat, wording.content, **kept, **words, **about)

    return send


for _kind in KINDS:
    method("send" + _kind.title().replace("_", ""))(_file_method(_kind))


def _sent(call: Call, chat: Chat, content: Json, **about: Any) -> Json:
    message: Message = call.world.add_message(chat, call.bot.id, content, **about)
    note = {"bot": call.bot.username, "chat": chat.key, "message_id": message.id}
    call.world.journal.note("message", **note)
    return message_object(call.world, message, call.bot.id)
