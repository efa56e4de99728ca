"""Faults, raw updates and the clock, as the control API asks for them."""

from __future__ import annotations

from starlette.requests import Request

from sandbox.chats import Json
from sandbox.faults import Fault
from sandbox.world import World


def fault(world: World, request: Request, body: Json) -> None:
    body["parameters"] = body["parameters"] or {}
    world.faults.waiting.append(Fault(**body))


def heal(world: World, request: Request, body: Json) -> None:
    world.faults.waiting.clear()
    world.faults.down = False
    world.limits.release()
    world.journal.ring()


def down(world: World, request: Request, body: Json) -> None:
    world.faults.down = body["down"]
    for mailbox in world.mailboxes.values():
        mailbox.end()
    world.journal.ring()


def duplicate(world: World, request: Request, body: Json) -> None:
    for bot in world.bots.values():
        if body["bot"] in (None, bot.username):
            world.mailboxes[bot.id].duplicate_next()


def raw(world: World, request: Request, body: Json) -> int:
    bot = next(bot for bot in world.bots.values() if bot.username == body["bot"])
    number = world.mailboxes[bot.id].put_raw(body["update"])
    world.touch("bot", bot.id)
    world.journal.note("update", bot=bot.username, kind="raw", update_id=number)
    return number


def limits(world: World, request: Request, body: Json) -> None:
    figures = {name: body.get(name) for name in ("burst", "group", "overall")}
    world.limits.switch(body["on"], **figures)


def hold(world: World, request: Request, body: Json) -> None:
    until = world.clock.now() + body["seconds"]
    for bot in world.bots.values():
        if body["bot"] in (None, bot.username):
            world.limits.hold(bot.id, body["chat"], until)


def clock(world: World, request: Request, body: Json) -> None:
    if body.get("stop"):
        world.clock.stop()
    world.clock.advance(body.get("advance", 0))
    world.touch("clock", "clock")
    for mailbox in world.mailboxes.values():
        mailbox.expire()
    world.journal.ring()
