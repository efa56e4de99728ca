"""Faults, raw updates and the clock, as the control API asks for them."""

from __future__ import annotations

import httpx
from starlette.requests import Request

from sandbox.accounts import Bot
from sandbox.chats import Json
from sandbox.faults import Fault
from sandbox.webhook import posted
from sandbox.world import World


def fault(world: World, request: Request, body: Json) -> None:
    body["parameters"] = body["parameters"] or {}
    world.faults.waiting.append(Fault(**body))


def faults(world: World, request: Request, body: Json) -> Json:
    """Whether Telegram is down, and how many faults are still to happen."""
    return {"down": world.faults.down, "waiting": len(world.faults.waiting)}


def heal(world: World, request: Request, body: Json) -> None:
    world.faults.waiting.clear()
    world.faults.down = False
    world.limits.release()
    for mailbox in world.mailboxes.values():
        mailbox.calm()
    world.journal.ring()


def down(world: World, request: Request, body: Json) -> None:
    world.faults.down = body["down"]
    for mailbox in world.mailboxes.values():
        mailbox.end()
    world.journal.ring()


def duplicate(world: World, request: Request, body: Json) -> None:
    for bot in _bots(world, body):
        world.mailboxes[bot.id].duplicate_next()


def swap(world: World, request: Request, body: Json) -> None:
    for bot in _bots(world, body):
        world.mailboxes[bot.id].swap_next()


def second_poller(world: World, request: Request, body: Json) -> None:
    for bot in _bots(world, body):
        world.mailboxes[bot.id].end("other")


def cut(world: World, request: Request, body: Json) -> int:
    """How many updates were lost."""
    lost = 0
    for bot in _bots(world, body):
        mailbox = world.mailboxes[bot.id]
        lost += len(mailbox.waiting)
        mailbox.forget(list(mailbox.waiting))
        mailbox.renumber()
        world.touch("bot", bot.id)
    world.journal.note("cut", count=lost)
    return lost


async def forge(world: World, request: Request, body: Json) -> Json:
    """Post to a bot's webhook as somebody would who learnt its address."""
    [bot] = _bots(world, body)
    if not bot.webhook:
        raise ValueError(f"@{bot.username} has no webhook")
    async with httpx.AsyncClient(trust_env=False) as line:
        webhook = {**bot.webhook, "secret_token": body["secret"] or ""}
        answer, why = await posted(line, webhook, body["update"])
    return {"status": answer.status_code if answer is not None else None, "why": why}


def lose(world: World, request: Request, body: Json) -> None:
    for key in body["keys"]:
        world.files.known[key].vanished = True
        world.files.fresh.add(key)


def raw(world: World, request: Request, body: Json) -> int:
    [bot] = _bots(world, body)
    number = world.mailboxes[bot.id].put_raw(body["update"])
    world.touch("bot", bot.id)
    world.journal.note("update", bot=bot.username, kind="raw", update_id=number)
    return number


def limits(world: World, request: Request, body: Json) -> None:
    figures = {name: body.get(name) for name in ("burst", "group", "overall")}
    world.limits.switch(body["on"], **figures)


def hold(world: World, request: Request, body: Json) -> None:
    until = world.clock.now() + body["seconds"]
    for bot in _bots(world, body):
        world.limits.hold(bot.id, body["chat"], until)


def clock(world: World, request: Request, body: Json) -> None:
    if body.get("stop"):
        world.clock.stop()
    world.clock.advance(body.get("advance", 0))
    world.touch("clock", "clock")
    for mailbox in world.mailboxes.values():
        mailbox.expire()
    world.journal.ring()


def _bots(world: World, body: Json) -> list[Bot]:
    """The bot named by its username, or all."""
    return [bot for bot in world.bots.values() if body["bot"] in (None, bot.username)]
