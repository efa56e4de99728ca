"""Telegram's updates over HTTP: heard with the secret only, accepted once they are kept."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from storage.dying import Point, passes
from storage.plainjson import parsed

HEADER = "x-telegram-bot-api-secret-token"
BODY_MAX = 1_048_576  # bytes; Telegram keeps no update above half of that
AGAIN_AFTER = "2"  # seconds until Telegram brings an update again that could not be kept

Accept: TypeAlias = Callable[[dict[str, Any]], Awaitable[bool]]


@dataclass(frozen=True)
class Door:
    """Where one bot's updates come in. `accept` returns once an update is kept, or False."""

    secret: str
    accept: Accept


def routes(doors: Mapping[str, Door]) -> list[Route]:
    """`POST /telegram/<bot>`: 200 only after the commit.

    503 when the update could not be kept now, so that Telegram brings it again; 401 without the
    secret, and then nothing of the body was read; 400 and 413 for what is no update.
    """

    async def receive(request: Request) -> Response:
        door = doors.get(request.path_params["bot"])
        if door is None or not _knows(request, door.secret):
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        if await door.accept(update):
            passes(Point.ACCEPTED)
            return Response(status_code=200)
        return Response(status_code=503, headers={"Retry-After": AGAIN_AFTER})

    return [Route("/telegram/{bot}", receive, methods=["POST"])]


def _knows(request: Request, secret: str) -> bool:
    given = request.headers.get(HEADER, "")
    return hmac.compare_digest(given.encode(), secret.encode())


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too long, whatever its length was said to be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = parsed(body)
    except ValueError:
        return None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return None
    return update
