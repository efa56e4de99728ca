"""Groups, as the control API makes and moves them."""

from __future__ import annotations

from starlette.requests import Request

from sandbox import saying
from sandbox.chats import Chat, Json
from sandbox.control.request import sights
from sandbox.membership import move, standing_changed
from sandbox.world import World


def groups(world: World, request: Request, body: Json) -> list[Json]:
    return [_group_object(chat) for chat in world.groups()]


def new_group(world: World, request: Request, body: Json) -> Json:
    people = dict.fromkeys([*body["members"], *body["admins"]])
    standings = {n: "administrator" if n in body["admins"] else "member" for n in people}
    chat = world.add_group(body["title"], body["kind"], standings)
    founder = next(iter(people), next(iter(world.accounts)))
    for bot in dict.fromkeys([*body["bots"], *[n for n in people if n in world.bots]]):
        status = "administrator" if bot in body["admins"] else "member"
        chat.members[str(bot)] = status
        standing_changed(world, chat, bot, "left", status, by=founder)
    return _group_object(chat)


def _group_object(chat: Chat) -> Json:
    return {"id": chat.id, "title": chat.title, "kind": chat.kind}


def _group(world: World, request: Request) -> Chat:
    chat = world.group(int(request.path_params["id"]))
    if chat is None:
        raise KeyError(request.path_params["id"])
    return chat


def group_chat(world: World, request: Request, body: Json) -> list[Json]:
    return sights(world, _group(world, request), request)


def group_deed(world: World, request: Request, body: Json) -> None:
    chat = _group(world, request)
    leader = _leader(world, chat)
    match request.path_params["deed"]:
        case "adds":
            status = "administrator" if body["admin"] else "member"
            move(world, chat, body["who"], status, by=leader)
        case "kicks":
            move(world, chat, body["who"], "kicked", by=leader)
        case "mutes":
            move(world, chat, body["who"], "muted" if body["muted"] else "member", by=leader)
        case "deletes":
            saying.deletes(world, world.accounts[leader], chat, body)
        case unknown:
            raise KeyError(unknown)


def _leader(world: World, chat: Chat) -> int:
    """Who acts for the group: an administrator, else anybody in it, else anybody at all."""
    people = [int(n) for n in chat.members if int(n) not in world.bots]
    first = [n for n in people if chat.status(n) == "administrator"]
    return next(iter([*first, *people, *world.accounts]))
