"""Who reported about the day: so that "nothing happened" and "nobody said anything" differ."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.rights import Role
from digests.periods import Span
from storage.daycounts import DISTRICT
from storage.tables import Account, AccountRole, Daily


@dataclass(frozen=True, slots=True)
class Dailies:
    """Daily reports expected (a kecamatan with an agent, a day) and how many came of each kind.

    `silent` are the kecamatan with an agent from which nothing came in the whole span.
    """

    expected: int = 0
    eventful: int = 0
    nihil: int = 0
    silent: tuple[str, ...] = ()


def count_dailies(session: Session, span: Span) -> Dailies:
    """Count the days of `span` that have begun, in two queries; nothing without agents."""
    areas = _areas(session)
    first, last = _days(span)
    came = {
        (kecamatan, day): eventful
        for kecamatan, day, eventful in _came(session, first, last)
        if kecamatan in areas
    }
    heard = {kecamatan for kecamatan, _ in came}
    eventful = sum(came.values())
    days = (last - first).days + 1
    return Dailies(len(areas) * days, eventful, len(came) - eventful, tuple(sorted(areas - heard)))


def _areas(session: Session) -> set[str]:
    """The kecamatan for which somebody is enrolled to report now."""
    query = (
        select(col(AccountRole.region))
        .join(Account, col(Account.id) == col(AccountRole.account_id))
        .where(
            col(AccountRole.role) == Role.AGENT,
            col(Account.removed_at).is_(None),
            col(Account.paused_at).is_(None),
        )
    )
    found = session.execute(query).scalars()
    return {one[:DISTRICT] for one in found if one and len(one) >= DISTRICT}


def _days(span: Span) -> tuple[date, date]:
    """The first local day and the last one that has begun."""
    last = (span.end - timedelta(microseconds=1)).astimezone(span.zone).date()
    return span.first_day, max(last, span.first_day)


def _came(session: Session, first: date, last: date) -> list[tuple[str, date, bool]]:
    """Each kecamatan and day of which something was said, and whether anything happened."""
    kecamatan = func.substr(col(Daily.region), 1, DISTRICT)
    query = (
        select(kecamatan, col(Daily.day), col(Daily.nihil))
        .where(col(Daily.day) >= first, col(Daily.day) <= last)
        .distinct()
    )
    eventful: dict[tuple[str, date], bool] = {}
    for code, day, nihil in session.execute(query):
        eventful[code, day] = eventful.get((code, day), False) or not nihil
    return [(code, day, happened) for (code, day), happened in eventful.items()]
