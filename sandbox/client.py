"""Drive a running sandbox: people who chat, groups, faults, and what the bots did about it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import httpx

from sandbox.attachments import Video
from sandbox.groups import Group, Topic
from sandbox.handset import Chat
from sandbox.injector import Injector
from sandbox.phones import Person
from sandbox.presses import Press
from sandbox.sights import Breach, Button, Call, News, Shown, Toast
from sandbox.wire import NOW, BotAccount, SandboxRefused, Wire

__all__ = [
    "BotAccount",
    "Breach",
    "Button",
    "Call",
    "Chat",
    "Group",
    "News",
    "Person",
    "Press",
    "Sandbox",
    "SandboxRefused",
    "Shown",
    "Toast",
    "Topic",
    "Video",
]


class Sandbox(Injector):
    """The whole of a sandbox, seen from outside. Use it as an async context manager.

    `url` is also what a bot library takes as its server: `<url>/bot<token>/<method>`.
    """

    def __init__(self, url: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._wire = Wire(url, transport)
        self.url = self._wire.url
        self.bots: list[BotAccount] = []

    async def __aenter__(self) -> Sandbox:
        await self.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def connect(self) -> None:
        """Fill `bots`; entering the context does it."""
        self.bots = [BotAccount(**bot) for bot in await self._wire.get("bots")]

    async def close(self) -> None:
        """Give the connections back; the server stays."""
        await self._wire.close()

    def bot(self, wanted: str | int) -> BotAccount:
        """A bot by username, token or id. LookupError when there is none."""
        for bot in self.bots:
            if wanted in (bot.username, bot.token, bot.id):
                return bot
        raise LookupError(f"no bot {wanted!r} among {[bot.username for bot in self.bots]}")

    # -- people and groups -------------------------------------------------------------------

    async def person(
        self,
        name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "id",
        id: int | None = None,
    ) -> Person:
        """A new account, or the one with this id. Every second id made up exceeds 32 bits."""
        body = {"first_name": name, "last_name": last_name, "username": username}
        account = await self._wire.post("people", **body, language_code=language_code, id=id)
        return Person(self._wire, account)

    async def people(self) -> list[Person]:
        """Everybody with a phone."""
        return [Person(self._wire, account) for account in await self._wire.get("people")]

    async def group(
        self,
        title: str,
        members: Iterable[Person] = (),
        bots: Iterable[BotAccount] = (),
        *,
        admins: Iterable[Person | BotAccount] = (),
        kind: str = "supergroup",
    ) -> Group:
        """A new group. `admins` need not be named in `members` or `bots` again."""
        several = {"members": [one.id for one in members], "bots": [bot.id for bot in bots]}
        body = {"title": title, "kind": kind, "admins": [one.id for one in admins]}
        return Group(self._wire, **await self._wire.post("groups", **several, **body))

    async def groups(self) -> list[Group]:
        """Every group there is."""
        return [Group(self._wire, **group) for group in await self._wire.get("groups")]

    # -- what the bots did -------------------------------------------------------------------

    async def calls(
        self,
        since: int = 0,
        *,
        method: str | None = None,
        bot: BotAccount | None = None,
        polls: bool = False,
    ) -> list[Call]:
        """Bot API calls newer than a sequence number; getUpdates only with `polls`."""
        query = {"method": method, "bot": bot.username if bot else None}
        found = await self._wire.get("calls", since=since, polls=int(polls), **query)
        return [Call(**call) for call in found]

    async def breaches(self) -> list[Breach]:
        """What the field list or an official limit forbids and a bot did all the same."""
        return [Breach(**breach) for breach in await self._wire.get("breaches")]

    async def updates_waiting(self) -> dict[str, list[dict[str, Any]]]:
        """Per bot (by username) the updates its offset has not confirmed yet."""
        waiting: dict[str, list[dict[str, Any]]] = await self._wire.get("waiting")
        return waiting

    async def sequence(self) -> int:
        """The number of the newest event, to wait from."""
        return (await self.wait(NOW, within=0)).sequence

    async def wait(self, since: int, *, within: float = 5) -> News:
        """Return once something newer than `since` happened, or after `within` seconds."""
        return News(**await self._wire.get("wait", since=since, timeout=within))

    async def settled(self, *bots: BotAccount, within: float = 5) -> None:
        """Return once every update of these bots (of all, when none is named) is confirmed.

        TimeoutError, naming what is left, when that takes longer than `within` seconds.
        """
        names = {bot.username for bot in bots or self.bots}
        end = asyncio.get_running_loop().time() + within
        while True:
            since = await self.sequence()
            waiting = await self.updates_waiting()
            left = {name: waiting[name] for name in names if waiting[name]}
            if not left:
                return
            seconds = end - asyncio.get_running_loop().time()
            if seconds <= 0:
                raise TimeoutError(f"not confirmed: {left}")
            await self.wait(since, within=seconds)
