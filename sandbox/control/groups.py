"""Groups, as the control API makes and moves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from starlette.requests import Request

from sandbox import migrating, saying, topics
from sandbox.chats import Chat, Json
from sandbox.control.request import sights
from sandbox.membership import Impossible, grant, move, rights, standing_changed
from sandbox.world import World

Deed: TypeAlias = Callable[[World, Chat, Json, int], Any]


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


def group_chat(world: World, request: Request, body: Json) -> list[Json]:
    return sights(world, _group(world, request), request)


def group_members(world: World, request: Request, body: Json) -> list[Json]:
    """Everybody who is, or was, in the group."""
    chat = _group(world, request)
    return [
        {"id": int(n), "status": status, "rights": rights(chat, int(n))}
        for n, status in chat.members.items()
    ]


def group_topics(world: World, request: Request, body: Json) -> list[Json]:
    """The topics there are, the General one without a number."""
    found = _group(world, request).topics
    there = {n: topic for n, topic in found.items() if not topic["deleted"]}
    return [{"thread": None if n == topics.GENERAL else int(n), **t} for n, t in there.items()]


def group_deed(world: World, request: Request, body: Json) -> Any:
    chat = _group(world, request)
    return DEEDS[request.path_params["deed"]](world, chat, body, _leader(world, chat))


def _adds(world: World, chat: Chat, body: Json, leader: int) -> None:
    move(world, chat, body["who"], "administrator" if body["admin"] else "member", by=leader)


def _promotes(world: World, chat: Chat, body: Json, leader: int) -> None:
    grant(world, chat, body["who"], list(body["rights"]), by=leader)


def _demotes(world: World, chat: Chat, body: Json, leader: int) -> None:
    move(world, chat, body["who"], "member", by=leader)


def _kicks(world: World, chat: Chat, body: Json, leader: int) -> None:
    move(world, chat, body["who"], "kicked", by=leader)


def _mutes(world: World, chat: Chat, body: Json, leader: int) -> None:
    move(world, chat, body["who"], "muted" if body["muted"] else "member", by=leader)


def _deletes(world: World, chat: Chat, body: Json, leader: int) -> None:
    message = chat.message(body["message_id"])
    if message is None:
        raise Impossible(f"the message {body['message_id']} is gone")
    saying.removed(world, message)


def _becomes_supergroup(world: World, chat: Chat, body: Json, leader: int) -> Json:
    return _group_object(migrating.becomes_supergroup(world, chat, by=leader))


def _becomes_forum(world: World, chat: Chat, body: Json, leader: int) -> Json:
    forum = body.get("forum", True)
    return _group_object(migrating.becomes_forum(world, chat, by=leader, forum=forum))


def _opens_topic(world: World, chat: Chat, body: Json, leader: int) -> Json:
    if not chat.is_forum:
        raise Impossible(f"{chat.title!r} has no topics")
    return topics.opened(world, chat, leader, body["name"])


def _closes_topic(world: World, chat: Chat, body: Json, leader: int) -> bool:
    return topics.closed(world, chat, leader, body["thread"], body.get("shut", True))


def _renames_topic(world: World, chat: Chat, body: Json, leader: int) -> bool:
    return topics.renamed(world, chat, leader, body["thread"], body["name"])


def _deletes_topic(world: World, chat: Chat, body: Json, leader: int) -> None:
    topics.removed(world, chat, body["thread"])


DEEDS: dict[str, Deed] = {
    deed.__name__[1:]: deed
    for deed in (
        _adds,
        _promotes,
        _demotes,
        _kicks,
        _mutes,
        _deletes,
        _becomes_supergroup,
        _becomes_forum,
        _opens_topic,
        _closes_topic,
        _renames_topic,
        _deletes_topic,
    )
}


def _group_object(chat: Chat) -> Json:
    names = ("id", "title", "kind", "is_forum", "migrated_to")
    return {name: getattr(chat, name) for name in names}


def _group(world: World, request: Request) -> Chat:
    chat = world.group(int(request.path_params["id"]))
    if chat is None:
        raise KeyError(request.path_params["id"])
    return chat


def _leader(world: World, chat: Chat) -> int:
    """Who acts for the group: an administrator, else anybody in it, else anybody at all."""
    people = [int(n) for n in chat.members if int(n) not in world.bots]
    first = [n for n in people if chat.status(n) == "administrator"]
    return next(iter([*first, *people, *world.accounts]))
