"""What happened, numbered, so that a test can wait for the next thing instead of sleeping."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

# Enough for any test; a sandbox that runs for days forgets the oldest.
KEPT = 20_000


class Journal:
    """Events, Bot API calls and breaches share one sequence of numbers."""

    def __init__(self) -> None:
        self.sequence = 0
        self.events: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.calls: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.breaches: list[dict[str, Any]] = []
        self._bell = asyncio.Event()
        self._closed = False

    def note(self, event: str, **about: Any) -> int:
        """Number an event and wake everybody who waits."""
        self.sequence += 1
        self.events.append({"sequence": self.sequence, "event": event, **about})
        self.ring()
        return self.sequence

    def call(self, record: dict[str, Any]) -> None:
        """Keep a finished Bot API call."""
        number = self.note("call", bot=record["bot"], method=record["method"], ok=record["ok"])
        self.calls.append({"sequence": number, **record})

    def breach(self, bot: str, method: str, complaint: str) -> None:
        """Keep a breach of the field list or of an official limit."""
        number = self.note("breach", bot=bot, method=method)
        self.breaches.append(
            {"sequence": number, "bot": bot, "method": method, "complaint": complaint}
        )

    def ring(self) -> None:
        """Wake whoever waits for anything at all."""
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    def close(self) -> None:
        """Let nobody wait any more."""
        self._closed = True
        self.ring()

    @property
    def closed(self) -> bool:
        """Whether the sandbox is about to stop."""
        return self._closed

    async def rung(self, until: float) -> bool:
        """Wait for the bell; False when it did not ring before `until` (loop time)."""
        left = until - asyncio.get_running_loop().time()
        if left <= 0 or self._closed:
            return False
        bell = self._bell
        try:
            async with asyncio.timeout(left):
                await bell.wait()
        except TimeoutError:
            return False
        return True

    async def newer(self, since: int, within: float) -> list[dict[str, Any]]:
        """Events after `since`, waiting for the first of them at most `within` seconds."""
        until = asyncio.get_running_loop().time() + within
        while self.sequence <= since and await self.rung(until):
            pass
        found: list[dict[str, Any]] = []
        for event in reversed(self.events):
            if event["sequence"] <= since:
                break
            found.append(event)
        return found[::-1]
