"""Messages a bot sends: text, photo, document, album, place."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat, Json, Message
from sandbox.methods.call import Call, method
from sandbox.methods.media import media_from
from sandbox.methods.texts import caption_of, common, text_of
from sandbox.refusal import bad
from sandbox.rendering import message_object

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


@method("sendPhoto")
def send_photo(call: Call) -> Json:
    """A photo with or without a caption."""
    return _send_file(call, "photo")


@method("sendDocument")
def send_document(call: Call) -> Json:
    """A file with or without a caption."""
    return _send_file(call, "document")


@method("sendLocation")
def send_location(call: Call) -> Json:
    """A point on the map."""
    chat = call.chat(write=True)
    latitude, longitude = call.given["latitude"], call.given["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("invalid location specified")
    content = {"location": {"latitude": latitude, "longitude": longitude}}
    return _sent(call, chat, content, kind="location", **common(call, chat))


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
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad(f"{min(kinds & {'document', 'audio'})} can't be mixed with other media types")
    about = common(call, chat)
    ready = [
        (caption_of(call, item), media_from(call, item["type"], item["media"])) for item in items
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
    """The "typing…" line; nothing is kept of it."""
    call.chat(write=True)
    if call.given["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def _send_file(call: Call, kind: str) -> Json:
    chat = call.chat(write=True)
    wording = caption_of(call, call.given)
    about = common(call, chat)
    media = media_from(call, kind, call.given[kind])
    words = {"raw": wording.raw, "parse_mode": wording.parse_mode}
    return _sent(call, chat, wording.content, kind=kind, media=media, **words, **about)


def _sent(call: Call, chat: Chat, content: Json, **about: Any) -> Json:
    message: Message = call.world.add_message(chat, call.bot.id, content, **about)
    note = {"bot": call.bot.username, "chat": chat.key, "message_id": message.id}
    call.world.journal.note("message", **note)
    return message_object(call.world, message, call.bot.id)
