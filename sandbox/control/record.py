"""What happened so far, and waiting for what happens next."""

from __future__ import annotations

import asyncio
from itertools import takewhile

from starlette.requests import Request

from sandbox.chats import Json
from sandbox.control.request import seconds
from sandbox.world import World


def calls(world: World, request: Request, body: Json) -> list[Json]:
    query = request.query_params
    since, method, bot = int(query.get("since", 0)), query.get("method"), query.get("bot")
    polls = query.get("polls", "0") != "0" or method == "getUpdates"
    newer = takewhile(lambda call: call["sequence"] > since, reversed(world.journal.calls))
    found = [
        call
        for call in newer
        if method in (None, call["method"])
        and bot in (None, call["bot"])
        and (polls or call["method"] != "getUpdates")
    ]
    return found[::-1]


def breaches(world: World, request: Request, body: Json) -> list[Json]:
    return world.journal.breaches


def waiting(world: World, request: Request, body: Json) -> Json:
    waiting = {}
    for bot in world.bots.values():
        mailbox = world.mailboxes[bot.id]
        mailbox.expire()
        queued = [update for update, _ in mailbox.waiting.values()]
        waiting[bot.username] = [*queued, *(u for u in mailbox.again if u not in queued)]
    return waiting


async def wait(world: World, request: Request, body: Json) -> Json:
    since = int(request.query_params.get("since", 0))
    events = await world.journal.newer(since, seconds(request))
    return {"sequence": world.journal.sequence, "events": events}


async def press(world: World, request: Request, body: Json) -> Json | None:
    press = world.presses[request.path_params["id"]]
    until = asyncio.get_running_loop().time() + seconds(request)
    while press.toast is None and await world.journal.rung(until):
        pass
    return press.toast
