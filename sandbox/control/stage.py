"""The stage and its errands, and a whole screen at once, as the page asks for them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from sandbox import deeds
from sandbox.accounts import Account, Bot
from sandbox.chats import Chat, Json
from sandbox.control.request import sights
from sandbox.screens import key_rows, keys_under
from sandbox.stage import Stage
from sandbox.world import World


def stage(world: World, request: Request, body: Json) -> Json:
    """Who plays whom and what to try."""
    return _stage(request).shown()


async def errand(world: World, request: Request, body: Json) -> Json:
    """Run an errand to its end."""
    return await _stage(request).errand(request.path_params["name"]).run(body["language"])


def chats(world: World, request: Request, body: Json) -> list[Json]:
    """The list of chats on somebody's phone: every bot, and the groups the person is in."""
    person = world.accounts[request.path_params["id"]]
    private = [world.private(bot, person.id) for bot in world.bots]
    shared = [chat for chat in world.groups() if chat.present(person.id) and not chat.migrated_to]
    return [_entry(world, chat) for chat in (*private, *shared)]


def screen(world: World, request: Request, body: Json) -> Json:
    """One chat as it lies open on a phone: its messages, keys, and presses that still spin.

    `waiting` are the numbers of the messages no bot has fetched yet.
    """
    person = world.accounts[request.path_params["id"]]
    chat = deeds.chat_of(world, person, int(request.query_params["chat"]))
    messages = sights(world, chat, request)
    markup = keys_under(chat)
    return {
        **_entry(world, chat),
        **_standing(world, chat, person),
        "messages": messages,
        "first": next(iter(chat.messages), 0),
        "keys": key_rows(markup),
        "placeholder": markup.get("input_field_placeholder"),
        "one_time": bool(markup.get("one_time_keyboard")),
        "waiting": _waiting(world, chat),
        "spinning": _spinning(world, chat, person),
    }


def _entry(world: World, chat: Chat) -> Json:
    account = world.accounts.get(chat.bot)
    there = [one for one in chat.messages.values() if not one.deleted]
    newest = there[-1] if there else None
    return {
        "id": chat.bot if chat.private else chat.id,
        "title": account.first_name if account and chat.private else chat.title,
        "username": account.username if account and chat.private else None,
        "kind": chat.kind,
        "newest": newest and {"id": newest.id, "date": newest.date, "kind": newest.kind},
        "preview": newest.text[:80] if newest else "",
    }


def _standing(world: World, chat: Chat, person: Account) -> Json:
    bot = world.bots.get(chat.bot)
    present = chat.present(person.id) if not chat.private else True
    return {
        "started": chat.started or not chat.private,
        "blocked": chat.blocked,
        "present": present and not person.deactivated,
        "migrated_to": chat.migrated_to,
        "members": sum(chat.present(int(n)) for n in chat.members),
        "about": bot.profile if bot and not chat.started else {},
        "commands": _commands(world, chat, person),
    }


def _commands(world: World, chat: Chat, person: Account) -> list[Json]:
    """The bot's menu, the most particular scope first, in the person's language or the default."""
    if not chat.private:
        return _in_group(world, chat, person)
    bot = world.bots.get(chat.bot)
    return _listed(bot, person, person.id, "all_private_chats") if bot else []


def _in_group(world: World, chat: Chat, person: Account) -> list[Json]:
    """Those of every bot in the group, each with its bot's name behind it."""
    return [
        {**one, "command": f"{one['command']}@{world.accounts[bot.id].username}"}
        for bot in world.bots.values()
        if chat.present(bot.id)
        for one in _listed(bot, person, chat.id, "all_group_chats")
    ]


def _listed(bot: Bot, person: Account, chat: int, all_such: str) -> list[Json]:
    scopes = (
        f'{{"chat_id": {chat}, "type": "chat"}}',
        f'{{"type": "{all_such}"}}',
        '{"type": "default"}',
    )
    for scope in scopes:
        for language in (person.language_code or "", ""):
            if found := bot.profile.get(f"commands {scope} {language}"):
                return list(found)
    return []


def _waiting(world: World, chat: Chat) -> list[int]:
    number = chat.person if chat.private else chat.id
    bots = [chat.bot] if chat.private else [n for n in world.bots if chat.present(n)]
    found: set[int] = set()
    for bot in bots:
        for update, _ in world.mailboxes[bot].waiting.values():
            message: dict[str, Any] = update.get("message") or {}
            if message.get("chat", {}).get("id") == number:
                found.add(message["message_id"])
    return sorted(found)


def _spinning(world: World, chat: Chat, person: Account) -> list[Json]:
    mine = [p for p in world.presses.values() if p.person == person.id and p.chat == chat.key]
    names = ("id", "message_id", "data", "at")
    return [{name: getattr(p, name) for name in names} for p in mine if not p.toast]


def _stage(request: Request) -> Stage:
    stage: Stage = request.app.state.stage
    return stage
