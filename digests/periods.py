"""Local days, ISO weeks and months as spans of UTC, and when each falls due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from offices.office import DigestHours


class Period(StrEnum):
    """How long a stretch of time a digest covers."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


CATCH_UP = {Period.DAILY: 7, Period.WEEKLY: 4, Period.MONTHLY: 2}
"""How many missed periods still go out after a downtime; older news helps nobody."""


@dataclass(frozen=True, slots=True)
class Span:
    """A local day, ISO week or month from `start` up to, without, `end`, both in UTC.

    A span that ends before its day, week or month does is a running one.
    """

    period: Period
    start: datetime
    end: datetime
    zone: tzinfo

    @property
    def first_day(self) -> date:
        return self.start.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        """The last local day of the whole period, also while it is running."""
        return _next(self.period, self.first_day) - timedelta(days=1)

    @property
    def complete(self) -> bool:
        """Whether the span reaches to the end of its day, week or month."""
        return self.end >= _utc(_next(self.period, self.first_day), time(), self.zone)

    @property
    def key(self) -> str:
        """`daily:2026-11-21`, `weekly:2026-W47`, `monthly:2026-10`; running: and the second."""
        first = self.first_day
        match self.period:
            case Period.DAILY:
                name = first.isoformat()
            case Period.WEEKLY:
                year, week, _ = first.isocalendar()
                name = f"{year}-W{week:02}"
            case Period.MONTHLY:
                name = f"{first:%Y-%m}"
        moment = "" if self.complete else f"@{self.end.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f"{self.period}:{name}{moment}"

    def before(self) -> "Span":
        """The period before; of a running one only as long a beginning, so that both compare."""
        whole = containing(self.period, self.first_day - timedelta(days=1), self.zone)
        if self.complete:
            return whole
        end = min(whole.start + (self.end - self.start), whole.end)
        return Span(self.period, whole.start, end, self.zone)


class Due(NamedTuple):
    """A complete period and the moment from which its digest may go out."""

    span: Span
    at: datetime


def containing(period: Period, day: date, zone: tzinfo) -> Span:
    """The whole period in which the local `day` lies."""
    first = _first(period, day)
    return Span(period, _utc(first, time(), zone), _utc(_next(period, first), time(), zone), zone)


def last_complete(period: Period, now: datetime, zone: tzinfo) -> Span:
    """The latest period that is over; at the very midnight the one that has just ended."""
    return containing(period, _first(period, _local_day(now, zone)) - timedelta(days=1), zone)


def running(period: Period, now: datetime, zone: tzinfo) -> Span:
    """The present period from its beginning until `now`."""
    whole = containing(period, _local_day(now, zone), zone)
    return Span(period, whole.start, now.astimezone(UTC), zone)


def due(hours: DigestHours, zone: tzinfo, now: datetime, since: datetime) -> list[Due]:
    """What fell due after `since` and not after `now`, oldest first, within the catch-up limits.

    A period falls due at its local hour on the day after its end, so an hour is never in it.
    """
    found = [one for period in Period for one in _latest(period, hours, zone, now)]
    order = list(Period)
    found.sort(key=lambda one: (one.at, order.index(one.span.period)))
    return [one for one in found if since < one.at]


def _latest(period: Period, hours: DigestHours, zone: tzinfo, now: datetime) -> Iterator[Due]:
    """The newest periods that are due by `now`, at most as many as are caught up with."""
    hour = {
        Period.DAILY: hours.daily,
        Period.WEEKLY: hours.weekly,
        Period.MONTHLY: hours.monthly,
    }[period]
    span = last_complete(period, now, zone)
    found = 0
    while found < CATCH_UP[period]:
        at = _utc(_local_day(span.end, zone), hour, zone)
        if at <= now:
            found += 1
            yield Due(span, at)
        span = span.before()


def _first(period: Period, day: date) -> date:
    match period:
        case Period.DAILY:
            return day
        case Period.WEEKLY:
            return day - timedelta(days=day.weekday())
        case Period.MONTHLY:
            return day.replace(day=1)


def _next(period: Period, first: date) -> date:
    match period:
        case Period.DAILY:
            return first + timedelta(days=1)
        case Period.WEEKLY:
            return first + timedelta(days=7)
        case Period.MONTHLY:
            return (first + timedelta(days=31)).replace(day=1)


def _local_day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _utc(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
