"""Fetches evidence from Telegram into the store, with retries, while words go on."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from desk import evidence, fetching, refusing
from desk.fetching import Fetched
from desk.house import House
from storage.database import Database
from storage.dying import Point, passes
from storage.files.kinds import Refused, examine
from storage.files.store import SCARCE, FileStore
from storage.tables import Evidence

log = structlog.get_logger()
DATABASE_AWAY = 5.0  # seconds until a database that failed is asked again
LOOK = 2.0  # seconds between looks when nothing was announced
LARGEST = 20 * 1024 * 1024  # bytes that Telegram lets a bot download
TIMEOUT = 60.0  # seconds for one file on a bad line


class Downloader:
    """Fetches one file after the other. Fetching twice is harmless: the store knows by content."""

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        bots: Mapping[str, Bot],
        files: FileStore,
        storing: asyncio.Lock,
        clock: Callable[[], datetime],
    ) -> None:
        self._storing, self._house = storing, house
        self._database, self._bots, self._files, self._clock = database, bots, files, clock
        self._wake = asyncio.Event()
        loop = asyncio.get_running_loop()

        def woken(topics: frozenset[str]) -> None:
            if evidence.TOPIC in topics and not loop.is_closed():
                loop.call_soon_threadsafe(self._wake.set)

        database.listen(woken)

    def wake(self) -> None:
        """Look again now."""
        self._wake.set()

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            try:
                await self._round()
            except SQLAlchemyError as error:
                log.error("downloader_waits", error=type(error).__name__)
                await asyncio.sleep(DATABASE_AWAY)

    async def _round(self) -> None:
        """Fetch what is due, or wait for it."""
        self._wake.clear()
        rows = await self._database.read(partial(fetching.to_fetch, now=self._clock()))
        for row in rows:
            try:
                await self._fetch(row)
            except SQLAlchemyError:
                raise
            except Exception as error:  # one odd file must not stop the others
                log.error("fetch_broke", evidence=row.id, error=type(error).__name__)
                await self._fail(row.id or 0, type(error).__name__)
        if not rows:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):  # wait_for can swallow a cancel
                    await self._wake.wait()

    async def _fetch(self, row: Evidence) -> None:
        row_id = row.id or 0
        if self._files.free() < SCARCE:
            await self._refuse(row_id, "no_room")
            return
        if row.size is not None and row.size > LARGEST:
            await self._refuse(row_id, "too_big")
            return
        try:
            bot = self._bots[row.bot]
            remote = await bot.get_file(row.file_id, read_timeout=TIMEOUT)
            data = bytes(await remote.download_as_bytearray(read_timeout=TIMEOUT))
        except TelegramError as error:
            if isinstance(error, BadRequest) and "too big" in str(error).lower():
                await self._refuse(row_id, "too_big")
                return
            log.info("fetch_failed", evidence=row_id, attempt=row.attempts + 1)
            await self._fail(row_id, type(error).__name__)
            return
        await self._keep(row_id, data)

    async def _keep(self, row_id: int, data: bytes) -> None:
        passes(Point.DOWNLOADED)
        found = await asyncio.to_thread(examine, data, None, None)
        if isinstance(found, Refused):
            await self._refuse(row_id, found.reason.value)
            return
        async with self._storing:  # else the clock could remove the file before its row is kept
            try:
                kept = await asyncio.to_thread(self._files.keep, data)
            except OSError as error:
                log.error("store_failed", error=type(error).__name__)
                await self._fail(row_id, "disk")
                return
            passes(Point.STORED)
            file = Fetched(kept.sha256, kept.size, found.media_type, found.extension)
            now = self._clock()
            await self._database.run(
                lambda session: fetching.fetched(session, row_id, file, now=now)
            )
            passes(Point.NOTED)

    async def _refuse(self, row_id: int, reason: str) -> None:
        now = self._clock()
        await self._database.run(
            lambda session: refusing.refused(session, self._house, row_id, reason, now=now)
        )

    async def _fail(self, row_id: int, why: str) -> None:
        now = self._clock()
        await self._database.run(
            lambda session: refusing.failed(session, self._house, row_id, why, now=now)
        )
