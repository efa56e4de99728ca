"""Sends what the outbox holds: order per chat, urgent first, within Telegram's limits."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from telegram import Bot

from bot.claims import Claimed, claim
from bot.delivery import Delivery
from desk.house import House
from storage import outbox
from storage.database import Database
from storage.dying import Point, passes
from storage.epoch import Epoch
from storage.files.store import FileStore
from storage.pacer import Asides, Limits
from words import Library

log = structlog.get_logger()
AT_ONCE = 12  # chats written to side by side
LOOK = 1.0  # seconds: rows of another process (the command line) are found this late at most
GRACE = 8.0  # seconds that sendings under way may take when the program stops
DATABASE_AWAY = 5.0  # seconds until a database that failed is asked again


class Courier:
    """One per bot token. A row is claimed (and the claim committed) before it is sent.

    If the process dies between claim and mark, the row is found `sending` at the next start and
    becomes `unsure`: it is sent once more, cards, receipts, outcomes and digests marked as
    repeated; only reminders, small notices and files for the group are not sent again. Once
    another program has taken over, it claims nothing more and `run` raises Overtaken.
    """

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        library: Library,
        bots: Mapping[str, Bot],
        files: FileStore,
        group: tuple[int, int | None],
        limits: Limits,
        clock: Callable[[], datetime],
        epoch: Epoch,
        asides: Asides,
    ) -> None:
        self._epoch, self._asides = epoch, asides
        self._database, self._bots = database, tuple(bots)
        self._limits, self._clock = limits, clock
        self._delivery = Delivery(
            database=database,
            house=house,
            library=library,
            bots=bots,
            files=files,
            group=group,
            clock=clock,
            epoch=epoch,
        )
        self._wake = asyncio.Event()
        self._idle = False
        self._under_way: dict[str, asyncio.Task[None]] = {}
        loop = asyncio.get_running_loop()

        def woken(topics: frozenset[str]) -> None:
            if outbox.TOPIC in topics and not loop.is_closed():
                loop.call_soon_threadsafe(self._wake.set)

        database.listen(woken)

    async def run(self) -> None:
        """Send until cancelled; what is under way then gets eight seconds."""
        found = await self._database.run(self._recover)
        passes(Point.RECOVERED)
        if found:
            log.info("unsure_after_restart", rows=found)
        try:
            while True:
                try:
                    await self._round()
                except SQLAlchemyError as error:
                    log.error("courier_waits", error=type(error).__name__)
                    await asyncio.sleep(DATABASE_AWAY)
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=GRACE)

    def _recover(self, session: Session) -> int:
        self._epoch.holds(session)
        return outbox.recover(session, self._bots, self._clock(), all_of_them=True)

    def wake(self) -> None:
        """Look again now."""
        self._idle = False
        self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether the last look found nothing that may go now, and nothing is under way."""
        return self._idle and not self._under_way

    async def _round(self) -> None:
        self._wake.clear()
        self._idle = False
        free = AT_ONCE - len(self._under_way)
        claimed = Claimed((), None)
        if free > 0:
            busy = set(self._under_way)
            asides = {bot: self._asides.made(bot) for bot in self._bots}
            unit = partial(self._claim, busy=busy, free=free, asides=asides)
            claimed = await self._database.run(unit)
        for parcel in claimed.parcels:
            self._asides.promised(parcel.bot)
            task = asyncio.create_task(self._delivery.deliver(parcel))
            self._under_way[parcel.recipient] = task
            task.add_done_callback(partial(self._landed, parcel.recipient))
        self._idle = not claimed.parcels
        if len(claimed.parcels) < free or not free:  # nothing else may go now
            await self._pause(claimed.look_at)

    def _landed(self, recipient: str, task: "asyncio.Task[None]") -> None:
        self._under_way.pop(recipient, None)
        if not task.cancelled() and task.exception() is not None:
            log.error("delivery_broke", error=repr(task.exception()))
        self._wake.set()

    async def _pause(self, look_at: datetime | None) -> None:
        seconds = LOOK
        if look_at is not None:
            seconds = min(LOOK, max(0.0, (look_at - self._clock()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0.01)):  # wait_for can swallow a cancel
                await self._wake.wait()

    def _claim(
        self, session: Session, busy: set[str], free: int, asides: dict[str, list[datetime]]
    ) -> Claimed:
        self._epoch.holds(session)
        return claim(session, self._bots, self._limits, busy, free, self._clock(), asides)
