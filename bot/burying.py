"""Steps over an update that no handler can digest, so that it does not stop those behind it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlmodel import Session

from bot.rawupdates import inside
from desk.house import House
from desk.rights import PUBLIC
from storage import poison, seen
from storage.database import Database
from storage.dying import Point, passes
from words import Library


class Burying:
    """The poisonous updates of one bot."""

    def __init__(
        self, name: str, *, bot: Bot, house: House, library: Library, database: Database
    ) -> None:
        self._name, self._bot, self._database = name, bot, database
        self._house, self._library = house, library

    async def bury(self, raw: dict[str, Any], trace: str, now: datetime) -> None:
        """Store a poisonous update sealed, then tell its sender kindly; once, however often it
        comes. Raises what the database raises."""
        update_id = int(raw.get("update_id", 0))
        about = f"poison|{self._name}|{update_id}"
        sealed = self._house.vault.seal({"update": raw, "trace": trace}, about)

        def unit(session: Session) -> bool:
            fresh = seen.first_time(session, self._name, update_id, now)
            if fresh:
                poison.bury(session, self._name, update_id, sealed, now)
            return fresh

        fresh = await self._database.run(unit)
        passes(Point.BURIED)
        if fresh:
            await self._apologise(raw)

    async def _apologise(self, raw: dict[str, Any]) -> None:
        words = self._library.in_(self._house.office.language)
        numbers = tuple(one.number for one in self._house.office.emergency)
        text = (
            words.html("citizen.trouble", numbers=numbers)
            if self._name == PUBLIC
            else words.html("staff.trouble")
        )
        tapped = inside(raw, "callback_query", "id")
        if isinstance(tapped, str):
            with suppress(AiogramError):
                await self._bot.answer_callback_query(tapped, words.text("form.trouble_toast"))
        chat = inside(raw, "message", "chat", "id")
        if isinstance(chat, int) and inside(raw, "message", "chat", "type") == "private":
            with suppress(AiogramError):
                await self._bot.send_message(chat, text, parse_mode="HTML")
