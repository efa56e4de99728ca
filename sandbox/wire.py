"""The client's HTTP line to the control API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

# A sequence number later than any: asking from here tells the present one and no events.
NOW = 2**62


class SandboxRefused(Exception):
    """The control API would not do this; the text says why."""


@dataclass(frozen=True, slots=True)
class BotAccount:
    """A bot the sandbox knows."""

    id: int
    username: str
    token: str
    title: str
    privacy: bool


class Wire:
    """One HTTP client to one sandbox.

    With `transport` the calls need no socket: an in-process server hands its own in.
    """

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.url = url.rstrip("/")
        # Long polls outlive any ordinary patience; the server ends them itself.
        patience = httpx.Timeout(10, read=70)
        self._http = httpx.AsyncClient(
            base_url=self.url,
            transport=transport,
            timeout=patience,
            trust_env=False,
            verify=not self.url.startswith("http:"),  # certificates take 20 ms to read
        )

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON at this path; a parameter of None is left out."""
        given = {name: value for name, value in query.items() if value is not None}
        return _read(await self._http.get(f"/sandbox/{path}", params=given))

    async def post(self, path: str, **body: Any) -> Any:
        """The JSON answer to this JSON body."""
        return _read(await self._http.post(f"/sandbox/{path}", json=body))

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()


def _read(answer: httpx.Response) -> Any:
    body = answer.json()
    if answer.is_error:
        raise SandboxRefused(body["error"])
    return body
