"""A leader asks for a digest out of turn."""

import secrets
from datetime import datetime

from sqlmodel import Session

from desk.house import House
from desk.rights import Person, Right, require
from digests.editions import enter, kept
from digests.periods import Period, last_complete, running


def ask(
    session: Session, by: Person, house: House, period: Period | None, *, now: datetime
) -> None:
    """Put the last complete `period` (None: the running day) out to `by` alone.

    The caller commits. Asked for before the schedule, it is the one of the schedule; asked for
    after that, it is a copy, for whoever lost the chat. Raises NotAllowed.
    """
    require(by, Right.READ_DIGEST)
    zone = house.office.zone
    span = running(Period.DAILY, now, zone) if period is None else last_complete(period, now, zone)
    edition = kept(session, span, now, house.office)
    if not enter(session, edition, by.actor, 1, now):
        enter(session, edition, by.actor, 1, now, copy=secrets.token_hex(4))
