"""A leader asks for a digest out of turn."""

from datetime import datetime

from sqlmodel import Session

from desk.house import House
from desk.people import Person, Right, require
from digests.editions import enter, kept
from digests.periods import Period, last_complete, running


def ask(
    session: Session, by: Person, house: House, period: Period | None, *, now: datetime
) -> bool:
    """Put the last complete `period` (None: the running day) out to `by` alone.

    The caller commits. False when this person has had that period: it goes to each leader once,
    asked for or not. Raises NotAllowed.
    """
    require(by, Right.READ_DIGEST)
    zone = house.office.zone
    span = running(Period.DAILY, now, zone) if period is None else last_complete(period, now, zone)
    edition = kept(session, span, now, house.office)
    return enter(session, edition, by.address, 1, now)
