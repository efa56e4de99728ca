"""A sandbox per test, over real HTTP, with a bare line to it for exact questions."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.client import BotAccount, Group, Person, Sandbox
from sandbox.running import serve
from tests.sandbox.receiving import Receiver, receiving


class Line:
    """Bot API calls of one bot without any library between."""

    def __init__(self, url: str, bot: BotAccount) -> None:
        self.bot = bot
        self.http = httpx.AsyncClient(base_url=f"{url}/bot{bot.token}/", timeout=10)

    async def answer(self, method: str, **given: Any) -> dict[str, Any]:
        """The whole envelope."""
        envelope: dict[str, Any] = (await self.http.post(method, json=given)).json()
        return envelope

    async def result(self, method: str, **given: Any) -> Any:
        """The result of a call that has to work."""
        envelope = await self.answer(method, **given)
        assert envelope["ok"], envelope
        return envelope["result"]

    async def refusal(self, method: str, **given: Any) -> str:
        """Code and description of a call that must not work."""
        envelope = await self.answer(method, **given)
        assert not envelope["ok"], envelope
        return f"{envelope['error_code']} {envelope['description']}"


async def written(sandbox: Sandbox, directory: Path, kind: str, key: object) -> None:
    """Return once the row of this kind and key is on disk."""
    with contextlib.closing(sqlite3.connect(directory / "play.sqlite")) as disk:
        for _ in range(100):
            kept = disk.execute("SELECT key FROM play WHERE kind = ?", (kind,)).fetchall()
            if (str(key),) in kept:
                return
            await sandbox.wait(await sandbox.sequence(), within=0.01)
    raise AssertionError("not written within a second")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with serve(seed=7) as running:
        yield running


@pytest.fixture
def public(sandbox: Sandbox) -> BotAccount:
    return sandbox.bots[0]


@pytest.fixture
def private(sandbox: Sandbox) -> BotAccount:
    return sandbox.bots[1]


@pytest.fixture
async def line(sandbox: Sandbox, public: BotAccount) -> AsyncIterator[Line]:
    line = Line(sandbox.url, public)
    async with line.http:
        yield line


@pytest.fixture
async def other_line(sandbox: Sandbox, private: BotAccount) -> AsyncIterator[Line]:
    line = Line(sandbox.url, private)
    async with line.http:
        yield line


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def budi(sandbox: Sandbox, public: BotAccount) -> Person:
    """Somebody who started the public bot, with nothing left to fetch."""
    person = await sandbox.person("Budi", username="budi_inhil")
    await person.start(public)
    return person


@pytest.fixture
async def sari(sandbox: Sandbox) -> Person:
    """Somebody who never met a bot."""
    return await sandbox.person("Sari", language_code=None)


@pytest.fixture
async def desk(
    sandbox: Sandbox, budi: Person, sari: Person, public: BotAccount, private: BotAccount
) -> Group:
    """A group with both people; the private bot is an administrator, the public one is not."""
    return await sandbox.group("Meja", [budi, sari], [public], admins=[private])
