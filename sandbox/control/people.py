"""People, as the control API makes and moves them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from sandbox import deeds
from sandbox.accounts import Account
from sandbox.chats import Json
from sandbox.control.request import sights
from sandbox.screens import key_rows, key_texts, keys_under
from sandbox.world import World


def bots(world: World, request: Request, body: Json) -> list[Json]:
    return [
        {
            "id": bot.id,
            "username": bot.username,
            "token": bot.token,
            "title": world.accounts[bot.id].first_name,
            "privacy": bot.privacy,
        }
        for bot in world.bots.values()
    ]


def people(world: World, request: Request, body: Json) -> list[Json]:
    return [_account(one) for one in world.accounts.values() if not one.is_bot]


def new_person(world: World, request: Request, body: Json) -> Json:
    known = len(world.accounts)
    account = world.add_person(body.pop("id", None), **body)
    if len(world.accounts) > known:
        world.journal.note("person", person=account.id)
    return _account(account)


def _account(account: Account) -> Json:
    names = ("id", "first_name", "last_name", "username", "language_code")
    return {name: getattr(account, name) for name in names}


def _person(world: World, request: Request) -> Account:
    return world.accounts[request.path_params["id"]]


def deed(world: World, request: Request, body: Json) -> Any:
    deed = request.path_params["deed"]
    if deed not in deeds.DEEDS:
        raise KeyError(deed)
    return deeds.do(world, _person(world, request), deed, body)


def delivers_late(world: World, request: Request, body: Json) -> int:
    return deeds.deliver_late(world, _person(world, request))


def deactivates(world: World, request: Request, body: Json) -> None:
    person = _person(world, request)
    person.deactivated, person.first_name = True, ""
    person.last_name = person.username = None
    world.touch("account", person.id)


def renames(world: World, request: Request, body: Json) -> None:
    person = _person(world, request)
    person.first_name, person.username = body["first_name"], body["username"]
    world.touch("account", person.id)


def chat(world: World, request: Request, body: Json) -> list[Json]:
    person = _person(world, request)
    chat = deeds.chat_of(world, person, int(request.query_params["chat"]))
    return sights(world, chat, request)


def keyboard(world: World, request: Request, body: Json) -> list[list[str]]:
    chat = deeds.chat_of(world, _person(world, request), int(request.query_params["chat"]))
    return key_texts(keys_under(chat))


def keys(world: World, request: Request, body: Json) -> Json:
    """The reply keyboard with what each key gives away, and the words in the empty field."""
    chat = deeds.chat_of(world, _person(world, request), int(request.query_params["chat"]))
    markup = keys_under(chat)
    options = {name: bool(markup.get(name)) for name in ("resize_keyboard", "one_time_keyboard")}
    placeholder = markup.get("input_field_placeholder")
    return {"rows": key_rows(markup), "placeholder": placeholder, **options}


def unanswered(world: World, request: Request, body: Json) -> list[Json]:
    """The presses that still spin on somebody's phone."""
    person = request.path_params["id"]
    names = ("id", "bot", "chat", "message_id", "data", "at")
    spinning = [p for p in world.presses.values() if p.person == person and not p.toast]
    return [{name: getattr(press, name) for name in names} for press in spinning]


def toasts(world: World, request: Request, body: Json) -> list[Json]:
    person = request.path_params["id"]
    return [p.toast for p in world.presses.values() if p.person == person and p.toast]
