"""Packs lines into messages that Telegram takes, split between lines and never in a tag."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from words import Html

LIMIT = 4000  # UTF-16 units of one message without its tags: Telegram's 4096, less a note's room
ENTITIES = 100  # Telegram shows no more per message; the rest would appear unformatted
SHORT = LIMIT // 4  # a block up to here is not torn apart
MOST = 99  # parts a head has room to count

_TAG = re.compile(r"<(/?)[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading; each line may hold line breaks of its own and stays whole.

    A `folded` block lies in a quotation that opens at a touch.
    """

    lines: tuple[Html, ...]
    heading: Html | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    block: int
    heading: Html | None
    text: Html
    folded: bool


def length(text: Html) -> int:
    """How long Telegram counts `text`: in UTF-16 code units, without tags."""
    return len(unescape(_TAG.sub("", text)).encode("utf-16-le")) // 2


def entities(text: Html) -> int:
    """How many formatted stretches `text` has."""
    return sum(not closing for closing in _TAG.findall(text))


def pack(blocks: list[Block], head: Callable[[int, int], Html]) -> tuple[Html, ...]:
    """The messages, each beginning with `head(part, parts)`.

    A heading stays with its first line, and a short block stays together. A line that is too long
    alone would stay so: whoever makes lines cuts what a person wrote.
    """
    widest = head(MOST, MOST)
    bodies: list[list[_Line]] = [[]]
    for unit in _units(blocks):
        if bodies[-1] and not _fits(_message(widest, [*bodies[-1], *unit])):
            bodies.append([])
        bodies[-1].extend(unit)
    return tuple(
        _message(head(part, len(bodies)), body) for part, body in enumerate(bodies, start=1)
    )


def _fits(message: Html) -> bool:
    return length(message) <= LIMIT and entities(message) <= ENTITIES


def _units(blocks: list[Block]) -> Iterator[list[_Line]]:
    """What must not be torn apart: a short block, or else a line."""
    for number, block in enumerate(blocks):
        lines = [
            _Line(number, None if position else block.heading, text, block.folded)
            for position, text in enumerate(block.lines)
        ]
        whole = _message(Html(""), lines)
        if length(whole) <= SHORT and entities(whole) <= ENTITIES // 4:
            yield lines
        else:
            yield from ([line] for line in lines)


def _message(head: Html, lines: list[_Line]) -> Html:
    parts: list[str] = [head]
    for _, group in groupby(lines, key=lambda line: line.block):
        block = list(group)
        text = "\n".join(line.text for line in block)
        if block[0].folded:
            text = f"<blockquote expandable>{text}</blockquote>"
        heading = block[0].heading
        parts.append(f"{heading}\n{text}" if heading else text)
    return Html("\n\n".join(parts))
