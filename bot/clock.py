"""The clock: every half minute, whatever is due. What was done is the database's to know."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from bot.purging import Purging
from bot.room import warn_scarce
from desk import drafts, evidence, invites, standing, taking
from desk.house import House
from digests import editions
from storage import outbox, pacer, poison, seen
from storage.database import Database
from storage.dying import Point, passes
from storage.files.store import FileStore

log = structlog.get_logger()
TICK = 30  # seconds
STALE = timedelta(hours=1)  # after which a half-written file belongs to nobody


class Clock:
    """Ticks with APScheduler, which knows nothing: a missed tick is made up for by the next."""

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        files: FileStore,
        bots: tuple[str, ...],
        storing: asyncio.Lock,
        clock: Callable[[], datetime],
    ) -> None:
        self._storing = storing
        self._database, self._house, self._files = database, house, files
        self._bots, self._now = bots, clock
        self._purging = Purging(database, house)
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Tick now and from here on."""
        self._scheduler.add_job(
            self.tick,
            IntervalTrigger(seconds=TICK, timezone="UTC"),
            next_run_time=self._scheduler_now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _scheduler_now(self) -> datetime:
        return datetime.now(self._scheduler.timezone)

    async def tick(self) -> None:
        """Do everything that is due, each in a unit of its own; one failure stops no other."""
        now = self._now()
        for name, unit in self._duties(now):
            try:
                done = await self._database.run(unit)
            except Exception:
                log.exception("duty_failed", duty=name)
                continue
            passes(Point.DUTY_DONE)
            if done:
                log.info("duty_done", duty=name, count=done)
        await self._purge(now)
        await self._sweep()

    async def _purge(self, now: datetime) -> None:
        """Erase what was asked for or is too old; what fails is tried again by the next tick."""
        try:
            done = await self._purging.run(now)
        except Exception:
            log.exception("duty_failed", duty="purge")
            return
        passes(Point.DUTY_DONE)
        if done:
            log.info("duty_done", duty="purge", count=done)

    def _duties(self, now: datetime) -> list[tuple[str, Callable[[Session], int | None]]]:
        office, free = self._house.office, self._files.free()
        return [
            ("digests", lambda session: editions.prepare_due(session, office, now)),
            ("reminders", lambda session: drafts.remind(session, now)),
            ("expired_drafts", lambda session: drafts.expire(session, now)),
            (
                "dead_claims",
                lambda session: outbox.recover(session, self._bots, now, all_of_them=False),
            ),
            ("held", lambda session: taking.expire(session, now)),
            ("seen", lambda session: seen.forget(session, now)),
            ("pace", lambda session: pacer.forget(session, now)),
            ("poison", lambda session: poison.forget(session, now)),
            ("outbox", lambda session: outbox.forget(session, now)),
            ("blocks", lambda session: standing.forget(session, now)),
            ("invites", lambda session: invites.forget(session, now)),
            ("room", lambda session: warn_scarce(session, self._house, free, now)),
        ]

    async def _sweep(self) -> None:
        """Remove files and rows of evidence that belongs to nothing any more."""
        async with self._storing:
            ids, hashes = await self._database.read(evidence.orphans)
            for sha256 in hashes:
                self._files.drop(sha256)
            passes(Point.SWEPT)
            if ids:
                await self._database.run(lambda session: evidence.forget(session, ids))
        self._files.sweep(self._now() - STALE)
