"""Files in a call: uploaded beside it, or named by the bot's own file id; and getFile."""

from __future__ import annotations

from typing import Any

from sandbox import images
from sandbox.chats import Json
from sandbox.filekinds import KINDS
from sandbox.files import DOWNLOAD_MAX, PHOTO_MAX, StoredFile
from sandbox.methods.call import Call, method
from sandbox.parameters import Upload
from sandbox.refusal import bad
from sandbox.world import World

SIDES_MAX = 10_000
RATIO_MAX = 20
EXTRA = {"audio": ("performer", "title"), "sticker": ("emoji",)}
STICKER = {"type": "regular", "is_animated": False, "is_video": False}
# What libraries say of a file they know nothing about; the server then goes by the kind.
UNTOLD = "application/octet-stream"
NONSENSE = "wrong remote file identifier specified: Wrong padding in the string"


def media_from(call: Call, kind: str, given: Any, about: Json) -> Json:
    """What a message keeps of a file: its kind and its sizes' keys.

    `about` holds the fields beside the file, such as a video's duration.
    """
    if kind not in KINDS:
        raise bad(f"sandbox: {kind} is not known yet")
    upload = _upload(call, given)
    if upload is not None:
        if not upload.content:
            raise bad("file must be non-empty")
        kind = kind if KINDS[kind].takes(upload.content) else "document"
        return stored_media(call.world, kind, upload, about)
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    stored = call.world.files.find(call.bot.id, given, nonsense=NONSENSE)
    if stored.kind != kind:
        was, wanted = KINDS[stored.kind].title, KINDS[kind].title
        raise bad(f"can't use file of type {was} as {wanted}")
    return {"kind": kind, "files": stored.family or [stored.key]}


def stored_media(
    world: World, kind: str, upload: Upload, about: Json, size: int | None = None
) -> Json:
    """Take an uploaded file in. A photo loses its metadata and is offered in several sizes."""
    if kind == "photo":
        return {"kind": kind, "files": _photo_keys(world, upload.content)}
    world.born += 1
    stored = world.files.add(
        kind,
        upload.content,
        world.born,
        name=upload.name,
        mime=upload.mime if upload.mime != UNTOLD else KINDS[kind].mime,
        measures=(about.get("width") or about.get("length") or 0, about.get("height") or 0),
        duration=about.get("duration") or 0,
        size=size,
        **{name: about[name] for name in EXTRA.get(kind, ()) if about.get(name)},
        **STICKER if kind == "sticker" else {},
    )
    return {"kind": kind, "files": [stored.key]}


def _photo_keys(world: World, content: bytes) -> list[str]:
    if len(content) > PHOTO_MAX:
        raise bad("file is too big")
    measures = images.measure(content)
    if measures is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = measures
    if min(measures) < 1 or sum(measures) > SIDES_MAX or max(measures) > min(measures) * RATIO_MAX:
        raise bad("PHOTO_INVALID_DIMENSIONS")
    plain = images.without_metadata(content)
    keys: list[str] = []
    for _, wide, high in images.sizes(width, height):
        world.born += 1
        stored = world.files.add("photo", plain, world.born, measures=(wide, high))
        keys.append(stored.key)
        stored.family = list(keys)
    return keys


def _upload(call: Call, given: Any) -> Upload | None:
    if isinstance(given, Upload):
        return given
    if isinstance(given, str) and given.startswith("attach://"):
        name = given.removeprefix("attach://")
        if name not in call.uploads:
            raise bad(f'file "{name}" is not attached')
        return call.uploads[name]
    return None


@method("getFile")
def get_file(call: Call) -> Json:
    """A path to download from; above 20 MB there is none."""
    stored = call.world.files.find(call.bot.id, call.given["file_id"])
    if stored.size > DOWNLOAD_MAX:
        raise bad("file is too big")
    return {
        "file_id": call.given["file_id"],
        "file_unique_id": stored.key,
        "file_size": stored.size,
        "file_path": path_of(stored),
    }


def path_of(stored: StoredFile) -> str:
    """Where a file is downloaded from; the sender's name for it is lost, its ending stays."""
    kind = KINDS[stored.kind]
    return f"{kind.folder}/{stored.key}{kind.ending or _ending(stored.name or '')}"


def _ending(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return f".{ending}" if dot and ending.isalnum() else ""
