"""What every command needs: the office opened, a line in the shell's language, a refusal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.desktop import Desktop
    from words import Library, Words

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


class Refused(Exception):
    """What was asked for can not be done, in one sentence."""


@contextmanager
def desk() -> "Iterator[Desktop]":
    """The office opened for one command."""
    from bot.desktop import Desktop
    from bot.settings import load

    opened = Desktop(load())
    try:
        yield opened
    finally:
        opened.close()


def language() -> str:
    """The shell's: Indonesian or, for any other, English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "id" if (spoken or "").startswith("id") else "en"


def worded(key: str, zone: "tuple[tzinfo, str] | None" = None, /, **values: Any) -> str:
    """A text in the language of the shell; moments in the office's `zone`."""
    from zoneinfo import ZoneInfo

    where, label = zone or (ZoneInfo("UTC"), "UTC")
    return _library(where, label).in_(language()).text(key, **values)


def spoken() -> "Words":
    """The words of the shell's language, outside an office's zone."""
    from zoneinfo import ZoneInfo

    return _library(ZoneInfo("UTC"), "UTC").in_(language())


@cache
def _library(zone: "tzinfo", label: str) -> "Library":
    from words import Library

    return Library(zone, label)


def say(key: str, zone: "tuple[tzinfo, str] | None" = None, /, **values: Any) -> None:
    """Print one `worded` text."""
    show(worded(key, zone, **values))


def show(text: str) -> None:
    """Print `text` as it is."""
    typer.echo(text)
