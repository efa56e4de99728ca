"""A finger on a button, and the answer it waits for."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sandbox.sights import Shown, Toast
from sandbox.wire import Wire


class Press:
    """A button pressed; the answer may still be under way."""

    def __init__(self, wire: Wire, query_id: str, said: Shown | None = None) -> None:
        self._wire = wire
        self.query_id = query_id
        self.said = said

    async def toast(self, *, within: float = 5) -> Toast:
        """What the bot answered. TimeoutError when it does not `within` these seconds."""
        answer = await self._wire.get(f"presses/{self.query_id}", timeout=within)
        if answer is None:
            raise TimeoutError(f"nobody answered the press {self.query_id}")
        return Toast(**answer)

    def __await__(self) -> Generator[Any, None, Toast]:
        return self.toast().__await__()
