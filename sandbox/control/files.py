"""Stored files, as a browser may show them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from sandbox.chats import Json
from sandbox.filekinds import KINDS
from sandbox.images import PNG
from sandbox.world import World

# What a browser shows without running anything; all else is offered for saving. The type is
# the sender's word: a page or a drawing with a script in it must stay a file.
SHOWN = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
    "audio/webm",
    "audio/wav",
    "text/plain",
}
GUARD = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=3600",
}


def stored(world: World, request: Request, body: Json) -> Response:
    """A file by its key, whichever bot or person sent it."""
    file = world.files.known[request.path_params["key"]]
    if file.vanished:
        raise KeyError(file.key)
    content = world.files.content(file)
    mime = (file.mime or KINDS[file.kind].mime).partition(";")[0].strip().lower()
    if file.kind == "photo" and content.startswith(PNG):
        mime = "image/png"
    shown = mime in SHOWN
    name = quote(file.name or f"{file.key}{KINDS[file.kind].ending}")
    place = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"
    headers = {**GUARD, "Content-Disposition": place}
    kind = mime if shown else "application/octet-stream"
    return Response(content, media_type=kind, headers=headers)
