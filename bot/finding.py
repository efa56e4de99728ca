"""Finds a group's number, or a person's, by waiting until somebody writes there."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.asking import BotApi

LOOK = 1.5  # seconds between two looks
KINDS = ("message", "edited_message", "my_chat_member", "channel_post")


@dataclass(frozen=True)
class Place:
    """A chat somebody wrote in: its number, what it is called, and the topic, if any."""

    chat: int
    title: str
    private: bool
    topic: int | None = None


def wait_for(
    bot: BotApi, *, private: bool, patience: float, pause: Callable[[float], None] = time.sleep
) -> Place | None:
    """The newest place of this sort in which the bot was written to; None after `patience`.

    Confirms nothing: the program finds every update later. Raises NoAnswer and Objection.
    """
    end = time.monotonic() + patience
    while True:
        found = [one for one in places(bot.ask("getUpdates", limit=100)) if one.private is private]
        if found:
            return found[-1]
        if time.monotonic() + LOOK > end:
            return None
        pause(LOOK)


def places(updates: list[dict[str, Any]]) -> Iterator[Place]:
    """Where each update came from, oldest first."""
    for update in updates:
        for kind in KINDS:
            if body := update.get(kind):
                yield _place(body)


def _place(body: dict[str, Any]) -> Place:
    chat = body["chat"]
    topic = body.get("message_thread_id") if body.get("is_topic_message") else None
    title = chat.get("title") or chat.get("first_name") or ""
    number = body.get("migrate_to_chat_id") or chat["id"]
    return Place(int(number), str(title), chat["type"] == "private", topic)
