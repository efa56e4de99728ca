"""What people attach: photos, videos, voice, documents, albums of them, places and contacts."""

from __future__ import annotations

import base64

from sandbox.accounts import Account
from sandbox.chats import Chat, Json
from sandbox.filekinds import ALBUM_KINDS, KINDS
from sandbox.membership import Impossible
from sandbox.methods.media import stored_media
from sandbox.parameters import Upload
from sandbox.saying import place, said
from sandbox.world import World

# These a phone sends without any words below.
WORDLESS = {"sticker", "video_note"}


def sends_files(world: World, person: Account, chat: Chat, body: Json) -> list[Json]:
    """Send files, one by one or as an album; late parts wait for `delivers_late`.

    Each of `files` has a kind and its content in base64, and may have a name, a mime type,
    width, height, length, duration, title, performer, emoji and a claimed_size.
    """
    files, album = body["files"], world.new_album() if body.get("album") else None
    _check(files, body)
    shown = []
    for position, file in enumerate(files):
        content = {"caption": body["caption"]} if body.get("caption") and not position else {}
        media = _stored(world, file)
        late = position in (body.get("late") or [])
        about: Json = {"kind": file["kind"], "media": media, "album": album, "late": late}
        shown.append(said(world, person, chat, content, **place(body), **about))
    return shown


def photographs(world: World, person: Account, chat: Chat, body: Json) -> list[Json]:
    """Send photos, one by one or as an album."""
    files = [{"kind": "photo", "content": content} for content in body["photos"]]
    return sends_files(world, person, chat, {**body, "files": files})


def sends_document(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a file under a name and type of the sender's choosing."""
    names = ("content", "name", "mime", "claimed_size")
    file = {"kind": "document", **{name: body[name] for name in names if name in body}}
    return sends_files(world, person, chat, {**body, "files": [file]})[0]


def sends_location(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Send a point on the map."""
    point = {"latitude": body["latitude"], "longitude": body["longitude"]}
    return said(world, person, chat, {"location": point}, kind="location", **place(body))


def shares_contact(world: World, person: Account, chat: Chat, body: Json) -> Json:
    """Share a number: with user_id that of the account `of`, without one that of a stranger."""
    contact: Json = {"phone_number": body["phone"]}
    owner = world.accounts[body["of"]] if body.get("of") else None
    contact["first_name"] = owner.first_name if owner else body["first_name"]
    last_name = owner.last_name if owner else body.get("last_name")
    if last_name:
        contact["last_name"] = last_name
    if owner:
        contact["user_id"] = owner.id
    return said(world, person, chat, {"contact": contact}, kind="contact", **place(body))


def _check(files: list[Json], body: Json) -> None:
    kinds = {file["kind"] for file in files}
    if not files or not kinds <= KINDS.keys():
        raise Impossible(f"a phone sends files of {sorted(KINDS)}, not {sorted(kinds)}")
    if body.get("caption") and kinds & WORDLESS:
        raise Impossible(f"a phone puts no words under a {min(kinds & WORDLESS)}")
    if not body.get("album"):
        return
    if not kinds <= ALBUM_KINDS or (len(kinds) > 1 and kinds & {"document", "audio"}):
        raise Impossible(f"a phone makes no album of {sorted(kinds)}")


def _stored(world: World, file: Json) -> Json:
    kind = file["kind"]
    named = kind in ("document", "audio", "video", "animation")
    name = file.get("name") or (f"{kind}.bin" if kind == "document" else "")
    mime = file.get("mime") or KINDS[kind].mime
    upload = Upload(name if named else "", mime, base64.b64decode(file["content"]))
    return stored_media(world, kind, upload, file, file.get("claimed_size"))
