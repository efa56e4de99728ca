"""Reads docs/authority.md: who may do what."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from tests.authority.people import Row

PAGE = Path(__file__).parent.parent.parent / "docs" / "authority.md"
BOTS = {"At the private bot": "private", "At the public bot": "public"}
EVERYBODY = "anybody"


class Verdict(StrEnum):
    """What a cell says."""

    YES = "yes"
    OWN = "own"
    OTHER = "another's"
    NO = "–"


Line = Mapping[Row, Verdict]
Tables = Mapping[str, Mapping[str, Mapping[str, Line]]]


class Unreadable(Exception):
    """The page says something that is no table of people, or no verdict."""


def tables(text: str | None = None) -> Tables:
    """By bot, heading and action, what each person may."""
    found: dict[str, dict[str, dict[str, Line]]] = {bot: {} for bot in BOTS.values()}
    for bot, heading, people, action, cells in _lines(text or PAGE.read_text(encoding="utf-8")):
        lines = found[bot].setdefault(heading, {})
        if action in lines:
            raise Unreadable(f"{heading}: {action} stands there twice")
        lines[action] = _verdicts(heading, action, people, cells)
    return found


def _lines(text: str) -> Iterator[tuple[str, str, list[str], str, list[str]]]:
    bot, heading, people = "", "", list[str]()
    for line in text.splitlines():
        if line.startswith("# "):
            bot = BOTS.get(line.removeprefix("# "), "")
        elif line.startswith("## "):
            heading, people = line.removeprefix("## "), []
        elif line.startswith("|") and bot and not line.startswith("|---"):
            first, *cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not people:
                people = cells
                continue
            for action in re.findall(r"`([^`]+)`", first):
                yield bot, heading, people, action, cells


def _verdicts(heading: str, action: str, people: list[str], cells: list[str]) -> Line:
    rows = list(Row) if people == [EVERYBODY] else [Row(one) for one in people]
    said = cells * len(rows) if people == [EVERYBODY] else cells
    if set(rows) != set(Row) or len(said) != len(rows):
        raise Unreadable(f"{heading}: {action} leaves somebody out")
    return {row: Verdict(one) for row, one in zip(rows, said, strict=True)}
