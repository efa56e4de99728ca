"""What the control API reads from a request."""

from __future__ import annotations

from starlette.requests import Request

from sandbox.chats import Chat, Json
from sandbox.screens import sight
from sandbox.world import World

WAIT_SECONDS_MAX = 50


def sights(world: World, chat: Chat, request: Request) -> list[Json]:
    """The messages of a chat, oldest first.

    The query may ask for the `only` one, for those `after` a number, for those `by_bot`, for a
    `tail` of so many of them, for those of a `thread` (0 is the General topic), and for `deleted`
    ones as well.
    """
    asked = {name: int(value) for name, value in request.query_params.items()}
    if "only" in asked:
        messages = [chat.messages[n] for n in (asked["only"],) if n in chat.messages]
    else:
        messages = [one for n, one in chat.messages.items() if n > asked.get("after", 0)]
    if not asked.get("deleted"):
        messages = [one for one in messages if not one.deleted]
    if "thread" in asked:
        messages = [one for one in messages if (one.thread or 0) == asked["thread"]]
    if asked.get("by_bot"):
        messages = [one for one in messages if one.sender in world.bots]
    if "tail" in asked:
        messages = messages[-asked["tail"] :]
    return [sight(world, one) for one in messages]


def seconds(request: Request) -> float:
    """How long the caller wants to wait."""
    return min(float(request.query_params.get("timeout", 0)), WAIT_SECONDS_MAX)
