"""Erasures under way, and what the office keeps no longer: in small units, between others."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from sqlmodel import Session

from desk import erasing, retention
from desk.house import House
from storage.database import Database

log = structlog.get_logger()
AT_MOST = 500  # units a tick: others wait for none of them longer than 20 ms


class Purging:
    """Finds on a reading connection, erases one thing a unit. Killed anywhere, it goes on."""

    def __init__(self, database: Database, house: House) -> None:
        self._database, self._house = database, house

    async def run(self, now: datetime) -> int:
        """Go on as far as one tick may; how much was done. A day's round is done once."""
        done = await self._erasures(now)
        office = self._house.office
        over = await self._database.read(lambda session: retention.done_for(session, office, now))
        while not over and done < AT_MOST:
            units = await self._due(now)
            failed = [unit for unit in units if not await self._worked(unit)]
            done += len(units) - len(failed)
            if failed:  # the next tick tries again; the others did not wait for it
                break
            if not units:
                await self._database.run(lambda session: retention.finish(session, office, now))
                over = True
        return done

    async def _worked(self, unit: Callable[[Session], None]) -> bool:
        try:
            await self._database.run(unit)
        except Exception:
            log.exception("purge_failed")
            return False
        return True

    async def _erasures(self, now: datetime) -> int:
        done = 0
        while done < AT_MOST and await self._database.read(erasing.pending):
            await self._database.run(lambda session: erasing.go_on(session, self._house, now))
            done += 1
        return done

    async def _due(self, now: datetime) -> list[Callable[[Session], None]]:
        house = self._house
        due = await self._database.read(lambda session: retention.due(session, house.office, now))
        reports = [
            partial(retention.erase_report, house=house, report_id=one, now=now)
            for one in due.reports
        ]
        files = [
            partial(retention.drop_files, house=house, report_id=one, now=now)
            for one in due.evidence
        ]
        silent = [
            partial(retention.forget_silent, house=house, source_id=one, now=now)
            for one in due.identities
        ]
        return [*reports, *files, *silent]
