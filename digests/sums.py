"""How many reports a span and the one before it have, of each kind.

The whole days of UTC in a span come from the counts the database keeps; what a span has of a day
beside them, at most a day at both ends, is counted report by report from an index.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, select, union_all
from sqlmodel import Session, col

from digests.periods import Span
from storage.daycounts import DISTRICT, DayDecided, DayPlace, DaySubmitted
from storage.tables import Report

DAY = timedelta(days=1)
DISTRICT_OF = func.substr(col(Report.region), 1, DISTRICT)


class Decided(NamedTuple):
    """What decided reports share; `""` is no grade."""

    status: str
    urgency: str
    source: str
    information: str


@dataclass
class Sums:
    """The reports submitted in a span by each of four marks, and those decided in it."""

    categories: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    urgencies: Counter[str] = field(default_factory=Counter)
    districts: Counter[str] = field(default_factory=Counter)
    decided: Counter[Decided] = field(default_factory=Counter)

    def decisions(self, status: str) -> int:
        """How many were decided so."""
        return sum(number for one, number in self.decided.items() if one.status == status)


@dataclass(frozen=True)
class Pieces:
    """A span as whole days of UTC, `first` up to, without, `last`, and what is beside them."""

    first: date
    last: date
    beside: tuple[tuple[datetime, datetime], ...]


def pieces(span: Span) -> Pieces:
    """The pieces of a span; of one shorter than a day of UTC there may be no whole one."""
    start, end = span.start.astimezone(UTC), span.end.astimezone(UTC)
    first, last = _midnight(start + DAY - timedelta.resolution), _midnight(end)
    if first >= last:
        return Pieces(first.date(), first.date(), ((start, end),))
    beside = tuple(one for one in ((start, first), (last, end)) if one[0] < one[1])
    return Pieces(first.date(), last.date(), beside)


def sums(session: Session, spans: Iterable[Span]) -> tuple[Sums, ...]:
    """The sums of each of the spans, in five queries for all of them; writes nothing."""
    parts = [pieces(span) for span in spans]
    found = tuple(Sums() for _ in parts)
    for at, category, status, urgency, number in _days(session, parts, DaySubmitted):
        _submitted(found[at], category, status, urgency, number)
    for at, district, number in _days(session, parts, DayPlace):
        found[at].districts[district] += number
    for at, *decided, number in _days(session, parts, DayDecided):
        found[at].decided[Decided(*decided)] += number
    kinds = [col(one) for one in (Report.category, Report.status, Report.urgency)]
    for at, category, status, urgency, district, number in _beside(
        session, parts, col(Report.submitted_at), [*kinds, DISTRICT_OF]
    ):
        _submitted(found[at], category, status, urgency, number)
        found[at].districts[district] += number
    grades = [func.coalesce(one, "") for one in (Report.grade_source, Report.grade_information)]
    marks = [col(Report.status), col(Report.urgency), *grades]
    for at, *decided, number in _beside(session, parts, col(Report.decided_at), marks):
        found[at].decided[Decided(*decided)] += number
    return found


def _submitted(into: Sums, category: str, status: str, urgency: str, number: int) -> None:
    into.categories[category] += number
    into.states[status] += number
    into.urgencies[urgency] += number


def _days(session: Session, parts: list[Pieces], table: type[Any]) -> Iterable[Any]:
    """Of each part's whole days: which part, every column of the key but the day, the number."""
    columns = [one for one in table.__table__.c if one.name not in ("day", "number")]
    day = table.__table__.c.day
    number = func.sum(table.__table__.c.number)
    return _all(
        session,
        [
            select(literal(at), *columns, number)
            .where(day >= one.first, day < one.last)
            .group_by(*columns)
            for at, one in enumerate(parts)
            if one.first < one.last
        ],
    )


def _beside(
    session: Session, parts: list[Pieces], moment: Any, columns: Sequence[Any]
) -> Iterable[Any]:
    """Of the reports beside each part's whole days: which part, the columns, their number."""
    return _all(
        session,
        [
            select(literal(at), *columns, func.count())
            .where(moment >= start, moment < end)
            .group_by(*columns)
            for at, one in enumerate(parts)
            for start, end in one.beside
        ],
    )


def _all(session: Session, queries: list[Select[Any]]) -> Iterable[Any]:
    return session.execute(union_all(*queries)) if queries else ()


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
