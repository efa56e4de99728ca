"""Signs the log once a day and tells the administrators, who could tell if its end were gone."""

from datetime import date, datetime

from sqlmodel import Session

from desk import staffnews
from desk.enrolment import holders
from desk.house import House
from desk.rights import Role
from storage import chain, heads
from storage.database import Database
from storage.tables import LogHead


def begin(database: Database, house: House, now: datetime) -> None:
    """At the first start: bind what is older than the chain, and sign where it begins.

    In small units; done twice, or by two processes at once, it changes nothing.
    """
    if database.look(heads.latest) is not None:
        return
    while database.submit(chain.bind_old).result():
        pass
    _sign(database, house, None, _day(house, now), now)


def seal(database: Database, house: House, now: datetime) -> int:
    """Sign what came since the last head, from the hour of the daily digest on, once a day.

    Returns the number of the head, 0 when none is due. Days without the program have none. Blocks
    while the log of that time is read.
    """
    before = database.look(heads.latest)
    local = now.astimezone(house.office.zone)
    if before is None or local.date() <= before.day:
        return 0
    if local.time() < house.office.digest_hours.daily:
        return 0
    return _sign(database, house, before, local.date(), now)


def _sign(
    database: Database, house: House, before: LogHead | None, day: date, now: datetime
) -> int:
    start = before.last_id if before else 0
    end = max(start, database.submit(heads.end_of_log).result())
    gathered = database.look(lambda session: heads.gather(session, start, end))

    def unit(session: Session) -> int:
        head = heads.enter(session, house.vault.chain, before, gathered, end, day=day, now=now)
        if head is None:
            return 0
        if head.entries:
            for admin in holders(session, Role.ADMIN):
                staffnews.tell_head(session, admin, head.number, now=now)
        return head.number

    return database.submit(unit).result()


def _day(house: House, now: datetime) -> date:
    return now.astimezone(house.office.zone).date()
