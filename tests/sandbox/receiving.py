"""A bot's end of a webhook: a server that writes down what comes and answers as told."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.client import Sandbox

if TYPE_CHECKING:
    from tests.sandbox.conftest import Line

SECRET_HEADER = "x-telegram-bot-api-secret-token"
CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


@dataclass(frozen=True)
class Received:
    """One delivery; `body` as it was written."""

    headers: dict[str, str]
    body: str

    @property
    def update(self) -> dict[str, Any]:
        update: dict[str, Any] = json.loads(self.body)
        return update

    @property
    def kind(self) -> str:
        return next(name for name in self.update if name != "update_id")


@dataclass
class Receiver:
    """Answers 200 unless `answers` has something else: a status, or an object to answer with.

    While `open` is cleared, deliveries stay under way. With a `secret` it refuses what comes
    without it, as a bot should.
    """

    url: str = ""
    secret: str = ""
    retry_after: str = "0"
    received: list[Received] = field(default_factory=list)
    answers: deque[int | dict[str, Any]] = field(default_factory=deque)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def has(self, count: int) -> list[Received]:
        """So many deliveries, however they were answered."""
        async with self.changed, asyncio.timeout(5):
            await self.changed.wait_for(lambda: len(self.received) >= count)
        return self.received

    @property
    def numbers(self) -> list[int]:
        return [one.update["update_id"] for one in self.received]

    @property
    def kinds(self) -> list[str]:
        return [one.kind for one in self.received]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
            headers = {name.lower(): value for name, value in (row.split(": ", 1) for row in head)}
            body = (await reader.readexactly(int(headers["content-length"]))).decode()
            async with self.changed:
                self.received.append(Received(headers, body))
                self.changed.notify_all()
            await self.open.wait()
            writer.write(self._answer(headers.get(SECRET_HEADER, "")))
        finally:
            writer.close()

    def _answer(self, secret: str) -> bytes:
        told = self.answers.popleft() if self.answers else 200
        if self.secret and secret != self.secret:
            told = 403
        status, body = (told, "") if isinstance(told, int) else (200, json.dumps(told))
        head = f"HTTP/1.1 {status} Told\r\nContent-Length: {len(body)}\r\nConnection: close"
        head += f"\r\nRetry-After: {self.retry_after}" if status != 200 else ""
        return f"{head}\r\n\r\n{body}".encode()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on a free port of this machine, open."""
    receiver = Receiver()
    receiver.open.set()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        receiver.open.set()
        server.close()
        await server.wait_closed()


async def quiet(sandbox: Sandbox, line: Line) -> None:
    """Nothing left to fetch."""
    await line.result("getUpdates", offset=-1)
    await line.result("deleteWebhook", drop_pending_updates=True)


async def undelivered(sandbox: Sandbox, index: int) -> float:
    """The pause after the try with this index, once the sandbox has written it down."""
    since = await sandbox.sequence()
    while True:
        events = (await sandbox.wait(0)).events
        pauses = [event["pause"] for event in events if event["event"] == "undelivered"]
        if len(pauses) > index:
            return float(pauses[index])
        since = (await sandbox.wait(since)).sequence
