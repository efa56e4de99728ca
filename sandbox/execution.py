"""One Bot API call done and written down, whichever way it came."""

from __future__ import annotations

import inspect
from typing import Any

from sandbox.accounts import Bot
from sandbox.fieldlist import official
from sandbox.methods import (  # noqa: F401 - each enters its methods into the table
    chats,
    deleting,
    editing,
    media,
    polling,
    profile,
    sending,
    topics,
    webhooks,
)
from sandbox.methods.call import METHODS, Call
from sandbox.parameters import Parameters
from sandbox.refusal import Breach, Refusal, bad
from sandbox.world import World


async def execute(world: World, bot: Bot, name: str, parameters: Parameters) -> Any:
    """The result of a call; the list of calls has it either way. Raises Refusal."""
    try:
        result = await _result(world, bot, name, parameters)
    except Refusal as refusal:
        if isinstance(refusal, Breach):
            world.journal.breach(bot.username, name, refusal.complaint)
        keep(world, bot, name, parameters, refusal=refusal)
        raise
    # Nobody hears of what a server did while it went down: a poll it ended, mostly.
    if not world.faults.down:
        keep(world, bot, name, parameters, result=result)
    return result


def keep(
    world: World,
    bot: Bot,
    name: str,
    parameters: Parameters,
    *,
    result: Any = None,
    refusal: Refusal | None = None,
) -> None:
    """Enter a call into the list of calls."""
    world.journal.call(
        {
            "at": world.clock.now(),
            "bot": bot.username,
            "method": name,
            "parameters": parameters.shown(),
            "ok": refusal is None,
            "error_code": refusal.code if refusal else None,
            "error": refusal.description if refusal else None,
            "result": result,
        }
    )


async def _result(world: World, bot: Bot, name: str, parameters: Parameters) -> Any:
    if name not in official().methods:
        raise Refusal(404, "Not Found: method not found")
    if name not in METHODS:
        raise Refusal(501, f"Not Implemented: the sandbox does not know {name}")
    fields = official().methods[name]
    beside = {n: u for n, u in parameters.uploads.items() if n in fields}
    given = official().read(name, {**parameters.fields, **beside})
    try:
        return await _limited(Call(world, bot, name, given, parameters.uploads))
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None


async def _limited(call: Call) -> Any:
    """What a call comes to, if its bot has not sent too much already."""
    limits, now, about = call.world.limits, call.world.clock.now(), (call.method, call.given)
    try:
        limits.check(call.bot.id, *about, now)
    except Refusal as flood:
        about_flood = {"chat_id": call.get("chat_id"), **flood.parameters}
        call.world.journal.note("flood", bot=call.bot.username, **about_flood)
        raise
    result = METHODS[call.method](call)
    result = await result if inspect.isawaitable(result) else result
    limits.spend(call.bot.id, *about, now)
    return result
