"""The office opened for one command, without Telegram."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import httpx
from sqlmodel import Session

from bot.opening import open_house
from bot.settings import Settings
from storage.database import Database

T = TypeVar("T")


PATIENCE = 10  # seconds for an answer of Telegram


class TelegramAway(Exception):
    """Telegram did not say the private bot's name: check PRIVATE_BOT_TOKEN, then try again."""


class Desktop:
    """A database, the house and the words; close it afterwards. The program may run meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self.now = datetime.now(UTC)
        self._settings = settings
        self._database = Database(settings.database_url)
        try:
            self.house, self.library = open_house(settings, self._database, self.now)
        except BaseException:
            self._database.close()
            raise

    def do(self, unit: Callable[[Session], T]) -> T:
        """Run a unit and commit it; a running program finds its messages within a second."""
        return self._database.submit(unit).result()

    def look(self, unit: Callable[[Session], T]) -> T:
        """Run a unit that only reads."""
        return self._database.look(unit)

    def private_username(self) -> str:
        """The private bot's username, asked of Telegram. Raises TelegramAway."""
        api, token = self._settings.telegram_api_url, self._settings.private_bot_token
        try:
            answer = httpx.get(f"{api}/bot{token}/getMe", timeout=PATIENCE).json()
            return str(answer["result"]["username"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise TelegramAway(TelegramAway.__doc__) from error

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
