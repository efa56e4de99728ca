"""What a bot says about itself: getMe, commands, name, descriptions, menu button."""

from __future__ import annotations

import json
import re

from sandbox.chats import Json
from sandbox.methods.call import Call, Method, method
from sandbox.refusal import bad

COMMANDS_MAX = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION_MAX = 256
# set method: (parameter, the longest it may be)
TEXTS = {
    "MyName": ("name", 64),
    "MyDescription": ("description", 512),
    "MyShortDescription": ("short_description", 120),
}

SCOPES: dict[object, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
"""Whom commands can be meant for, and what must be told of each."""


@method("getMe")
def get_me(call: Call) -> Json:
    """The bot's own account."""
    return {
        **call.world.accounts[call.bot.id].user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """The commands shown in the menu, per scope and language."""
    commands = call.given["commands"]
    if len(commands) > COMMANDS_MAX:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= DESCRIPTION_MAX:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return _keep(call, _scope(call), commands)


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """The commands of one scope and language."""
    found: list[Json] = call.bot.profile.get(_scope(call), [])
    return found


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """No commands for one scope and language."""
    return _keep(call, _scope(call), [])


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    """The button beside the text field; for one chat or for all."""
    button = call.get("menu_button", {"type": "default"})
    return _keep(call, f"menu {call.get('chat_id', '')}", button)


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    """The button beside the text field."""
    found: Json = call.bot.profile.get(f"menu {call.get('chat_id', '')}", {"type": "commands"})
    return found


def _text_methods(subject: str, name: str, most: int) -> tuple[Method, Method]:
    def change(call: Call) -> bool:
        text = call.get(name, "")
        if len(text) > most:
            raise bad(f"{name.upper()}_TOO_LONG")
        return _keep(call, f"{subject} {call.get('language_code', '')}", text)

    def tell(call: Call) -> Json:
        return {name: call.bot.profile.get(f"{subject} {call.get('language_code', '')}", "")}

    return change, tell


for _subject, (_name, _most) in TEXTS.items():
    _change, _tell = _text_methods(_subject, _name, _most)
    method(f"set{_subject}")(_change)
    method(f"get{_subject}")(_tell)


def _scope(call: Call) -> str:
    """For whom commands are meant; a chat that is named the bot must know."""
    scope = call.get("scope") or {"type": "default"}
    needed = SCOPES.get(scope.get("type"))
    if needed is None:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    for name in needed:
        if not str(scope.get(name, "")).removeprefix("-").isdecimal():
            raise bad(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    scope = {"type": scope["type"], **{name: int(scope[name]) for name in needed}}
    if "chat_id" in scope:
        call.found(scope["chat_id"])
    return f"commands {json.dumps(scope, sort_keys=True)} {call.get('language_code', '')}"


def _keep(call: Call, key: str, value: object) -> bool:
    call.bot.profile[key] = value
    call.world.touch("bot", call.bot.id)
    return True
