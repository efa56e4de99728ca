"""The clock: every half minute, whatever is due. What was done is the database's to know."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from bot.purging import Purging
from bot.room import warn_scarce
from bot.sealing import seal
from desk import asktimes, deadlines, drafts, evidence, invites, opening, standing, taking
from desk.house import House
from digests import editions
from storage import outbox, pacer, poison, seen
from storage.database import Database
from storage.dying import Point, passes
from storage.epoch import Epoch, Overtaken
from storage.files.store import FileStore

log = structlog.get_logger()
TICK = 30  # seconds
UNITS = 1000  # of one duty in one tick; what is left then waits for the next
ENDS_WITHIN = 1.5  # seconds for the unit in hand when the program stops, of the ten it has
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
        epoch: Epoch,
        lost: Callable[[Overtaken], None],
    ) -> None:
        self._epoch, self._lost = epoch, lost
        self._storing = storing
        self._database, self._house, self._files = database, house, files
        self._bots, self._now = bots, clock
        self._purging = Purging(database, house)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._turn = asyncio.Lock()
        self._stopping = False
        self.ticked = asyncio.Event()  # set once the first tick is over

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

    async def stop(self) -> None:
        """No more ticks. The one in hand ends after the unit it is at, or is left to itself
        when that takes too long: what a unit did not commit, the next start does again."""
        self._end()
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN), self._turn:
                pass
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _end(self) -> None:
        self._stopping = True
        self.pause()

    def pause(self) -> None:
        """No more ticks but those that somebody calls."""
        self._scheduler.remove_all_jobs()

    def _scheduler_now(self) -> datetime:
        return datetime.now(self._scheduler.timezone)

    async def tick(self) -> None:
        """Do everything that is due, in units of its own each; one failure stops no other.

        Nothing is done once another program has taken over; `lost` is told. One tick at a time.
        """
        async with self._turn:
            try:
                await self._tick(self._now())
            finally:
                self.ticked.set()

    async def _tick(self, now: datetime) -> None:
        for name, unit in self._duties(now):
            if self._stopping:
                return
            try:
                done = await self._done(partial(self._held, unit=unit))
            except Overtaken as error:
                self._end()
                self._lost(error)
                return
            except Exception:
                log.exception("duty_failed", duty=name)
                continue
            if done:
                log.info("duty_done", duty=name, count=done)
        for last in (partial(self._seal, now), partial(self._purge, now), self._sweep):
            if not self._stopping:
                await last()

    async def _done(self, duty: Callable[[Session], int | None]) -> int:
        """Run a duty until it says that it did nothing: each time it does a little, so that
        nobody who writes waits for long. How much it did altogether."""
        altogether = 0
        for _ in range(UNITS):
            done = await self._database.run(duty)
            passes(Point.DUTY_DONE)
            altogether += done or 0
            if not done or self._stopping:
                break
        return altogether

    async def _seal(self, now: datetime) -> None:
        """Sign the day's log, beside the loop: it reads what a day has brought."""
        try:
            number = await asyncio.to_thread(seal, self._database, self._house, now)
        except Exception:
            log.exception("duty_failed", duty="log_head")
            return
        passes(Point.DUTY_DONE)
        if number:
            log.info("log_signed", number=number)

    def _held(self, session: Session, unit: Callable[[Session], int | None]) -> int | None:
        self._epoch.holds(session)
        return unit(session)

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
        identities = timedelta(days=office.retention.identities)
        return [
            ("digests", lambda session: editions.prepare_due(session, office, now)),
            ("questions", lambda session: asktimes.wake(session, now)),
            ("expired_drafts", lambda session: drafts.expire(session, now)),
            ("reminders", lambda session: drafts.remind(session, now)),
            (
                "dead_claims",
                lambda session: outbox.recover(session, self._bots, now, all_of_them=False),
            ),
            ("overdue", lambda session: deadlines.remind(session, office, now)),
            ("held", lambda session: taking.expire(session, now)),
            ("seen", lambda session: seen.forget(session, now)),
            ("pace", lambda session: pacer.forget(session, now)),
            ("poison", lambda session: poison.forget(session, now)),
            ("outbox", lambda session: outbox.forget(session, now)),
            ("askings", lambda session: opening.expire(session, now)),
            ("old_askings", lambda session: opening.forget(session, now - identities)),
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
