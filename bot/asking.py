"""Asks the Bot API a question now, without a bot library: for the command line."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

import httpx

PATIENCE = 10.0  # seconds for an answer of Telegram


class NoAnswer(Exception):
    """Telegram did not answer as it should: look at the connection, then try again."""


class Objection(Exception):
    """Telegram refuses what was asked."""

    def __init__(self, code: int, description: str, moved_to: int | None = None) -> None:
        super().__init__(description)
        self.code, self.moved_to = code, moved_to


class BotApi:
    """One bot, asked one thing at a time; leaving the context closes the connection.

    No exception of it holds the address, for the token is a part of that. `date` is what
    Telegram's clock showed at the last answer.
    """

    def __init__(self, address: str, token: str) -> None:
        self._http = httpx.Client(base_url=f"{address}/bot{token}/", timeout=PATIENCE)
        self.date: datetime | None = None

    def __enter__(self) -> "BotApi":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def ask(self, method: str, *, hold: int = 0, **parameters: Any) -> Any:
        """The result. Raises NoAnswer and Objection; `hold` seconds are waited for longer."""
        try:
            answer = self._http.post(method, json=parameters, timeout=PATIENCE + hold)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoAnswer(NoAnswer.__doc__) from error.with_traceback(None)
        self.date = _date(answer.headers.get("date"))
        if not isinstance(body, dict) or "ok" not in body:
            raise NoAnswer(NoAnswer.__doc__)
        if body["ok"]:
            return body["result"]
        moved = (body.get("parameters") or {}).get("migrate_to_chat_id")
        raise Objection(int(body.get("error_code", 0)), str(body.get("description", "")), moved)


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None
