"""Entities: the ones a sender names, the ones Telegram finds by itself, and trimming."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.markup import parse_html, units
from sandbox.refusal import bad

FOUND = [
    ("url", re.compile(r"(?<![\w@.])(?:https?://|(?:[\w-]+\.)+(?:com|org|net|id|me)\b)[^\s<>]*")),
    ("email", re.compile(r"(?<!\w)[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b")),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])"),
    ),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
]
RAW_BYTES_MAX = 32_768
PARSE_MODES = {"html", "markdown", "markdownv2"}

# The person behind a number, for mentions; None when there is nobody.
Who = Callable[[int], dict[str, Any] | None]


def formatted(
    text: str, mode: str | None, given: list[dict[str, Any]] | None, who: Who
) -> tuple[str, list[dict[str, Any]]]:
    """What is shown of a text, and its entities, trimmed as Telegram does.

    Markdown is not read: it is refused as something the sandbox does not know.
    """
    if len(text.encode()) > RAW_BYTES_MAX:
        raise bad("text is too long")
    entities: list[dict[str, Any]] = []
    if mode:
        if mode.lower() not in PARSE_MODES:
            raise bad("unsupported parse_mode")
        if mode.lower() != "html":
            raise bad("sandbox: only HTML is read, not Markdown")
        text, entities = parse_html(text)
    elif given:
        entities = [checked(text, entity) for entity in given]
    named = [entity for entity in entities if _nameable(entity, who)]
    text, named = trimmed(_clean(text), named)
    return text, merged(text, named)


def found(text: str) -> list[dict[str, Any]]:
    """Links, commands, mentions and hashtags that need no marking."""
    entities: list[dict[str, Any]] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            offset = units(text[: match.start()])
            entities.append({"type": kind, "offset": offset, "length": units(match.group())})
    return sorted(_apart(entities), key=lambda entity: entity["offset"])


def merged(text: str, named: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sender's entities and those found outside code and links of theirs."""
    solid = [e for e in named if e["type"] in {"code", "pre", "text_link", "text_mention"}]
    extra = [one for one in found(text) if not any(_overlap(one, other) for other in solid)]
    return sorted([*named, *extra], key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without white space around it; entities moved, cut, or dropped when nothing is left."""
    lead = len(text) - len(text.lstrip())
    short = text.strip()
    end = units(short)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return short, kept


def checked(text: str, entity: dict[str, Any]) -> dict[str, Any]:
    """An entity given by its place. Refused when the place is not in the text."""
    raw = text.encode("utf-16-le")
    offset, length = entity["offset"], entity["length"]
    if length <= 0 or offset < 0 or (offset + length) * 2 > len(raw):
        raise bad("can't parse entities: entity is out of the text's bounds")
    for edge in (offset, offset + length):
        pair = raw[edge * 2 : edge * 2 + 2]
        if len(pair) == 2 and 0xDC <= pair[1] <= 0xDF:
            beginning = "beginning" if edge == offset else "end"
            where = f"entity {beginning} is in the middle of a UTF-16 symbol at byte offset {edge}"
            raise bad(f"can't parse entities: {where}")
    if "user" in entity:
        plain = {key: value for key, value in entity.items() if key != "user"}
        return {**plain, "user_id": entity["user"]["id"]}
    return dict(entity)


def _nameable(entity: dict[str, Any], who: Who) -> bool:
    """Fill in whom a mention means; a mention of nobody known is dropped."""
    if entity["type"] != "text_mention":
        return True
    user = who(entity.pop("user_id"))
    if user is not None:
        entity["user"] = user
    return user is not None


def _clean(text: str) -> str:
    """Without carriage returns; other control letters become spaces of the same length."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text.replace("\r", " "))


def _apart(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for entity in entities:
        if not any(_overlap(entity, other) for other in kept):
            kept.append(entity)
    return kept


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )
