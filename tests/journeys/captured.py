"""Bot API calls as the sandbox kept them, against the official list and Telegram's limits."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.client import Call
from sandbox.fieldlist import official
from sandbox.refusal import Breach

TEXT, CAPTION, TOAST = 4096, 1024, 200  # UTF-16 units, tags not counted
DATA, BUTTONS = 64, 100  # bytes of a button, buttons of a message
ALL_IN_A_SECOND, GROUP_IN_A_MINUTE, CHAT_IN_A_MINUTE = 30, 20, 60
WRITING = re.compile(r"send(?!ChatAction)|edit|copy|forward")


def complaints(calls: Iterable[Call]) -> list[str]:
    """Everything the calls break, one sentence each."""
    every = list(calls)
    found = [f"{call.method}: {one}" for call in every for one in _of_one(call)]
    return found + list(_of_pace([call for call in every if WRITING.match(call.method)]))


def _of_one(call: Call) -> Iterator[str]:
    given = _without_attachments(call.parameters)
    try:
        official().read(call.method, given)
    except Breach as breach:
        yield breach.complaint
    yield from _too_long("text", call, TOAST if call.method == "answerCallbackQuery" else TEXT)
    yield from _too_long("caption", call, CAPTION)
    for part in given.get("media") or ():
        if _length(part.get("caption", ""), part.get("parse_mode")) > CAPTION:
            yield "the caption of a part is too long"
    markup = given.get("reply_markup") or {}
    buttons = [one for row in markup.get("inline_keyboard") or () for one in row]
    keys = [one for row in markup.get("keyboard") or () for one in row]
    if len(buttons) + len(keys) > BUTTONS:
        yield f"{len(buttons) + len(keys)} buttons"
    for button in buttons:
        if len(button.get("callback_data", "x").encode()) > DATA:
            yield f"too much in the button {button['text']!r}"


def _too_long(name: str, call: Call, most: int) -> Iterator[str]:
    length = _length(str(call.parameters.get(name, "")), call.parameters.get("parse_mode"))
    if length > most:
        yield f"{name} of {length}"


def _length(text: str, mode: str | None) -> int:
    plain = html.unescape(re.sub(r"<[^>]+>", "", text)) if mode == "HTML" else text
    return len(plain.encode("utf-16-le")) // 2


def _without_attachments(parameters: dict[str, Any]) -> dict[str, Any]:
    """Files travel beside the parameters under names that these mention as `attach://name`."""
    mentioned = set(re.findall(r"attach://(\w+)", str(parameters)))
    return {name: value for name, value in parameters.items() if name not in mentioned}


def _of_pace(calls: list[Call]) -> Iterator[str]:
    """In each rolling second and minute, by each bot and into each chat; an album counts its
    parts."""
    by_bot: dict[str, list[float]] = defaultdict(list)
    by_chat: dict[tuple[str, int], list[float]] = defaultdict(list)
    for call in calls:
        moments = [call.at] * len(call.parameters.get("media") or "1")
        by_bot[call.bot] += moments
        by_chat[call.bot, int(call.parameters["chat_id"])] += moments
    for bot, moments in by_bot.items():
        if most(moments, 1) > ALL_IN_A_SECOND:
            yield f"{bot} wrote {most(moments, 1)} messages in a second"
    for (bot, chat), moments in by_chat.items():
        allowed = GROUP_IN_A_MINUTE if chat < 0 else CHAT_IN_A_MINUTE
        if most(moments, 60) > allowed:
            yield f"{bot} wrote {most(moments, 60)} messages to {chat} in a minute"


def most(moments: list[float], seconds: float) -> int:
    """The most moments in any span of so many seconds."""
    ordered = sorted(moments)
    first, found = 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= seconds:
            first += 1
        found = max(found, last - first + 1)
    return found
