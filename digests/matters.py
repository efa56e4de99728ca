"""Which approved reports a leader must see first."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlmodel import Session, col

from desk.lifecycle import Status
from desk.reports import RANKS, by_urgency
from digests.periods import Period, Span
from digests.sums import Decided
from offices.office import Office
from storage.tables import Report

WIDER = (
    10  # times as many reports are looked through, when too few of them are events of their own
)
LIMITS = {Period.DAILY: 10, Period.WEEKLY: 10, Period.MONTHLY: 15}

# "Not judged" (F, 6) is worse than the third step, but better than the outright doubtful ones.
SOURCE_RANKS = {letter: rank for rank, letter in enumerate("ABCFDE")}
INFORMATION_RANKS = {number: rank for rank, number in enumerate("123645")}


def most_important(
    session: Session, span: Span, office: Office, decided: Counter[Decided]
) -> tuple[int, ...]:
    """Ids of what was approved in `span`, the gravest first, within the period's limit.

    Of the reports of one event only the oldest is named. `decided` are the numbers of the span:
    only the reports of the few gravest kinds are read; of more of them where those are of few
    events.
    """
    limit = wanted = LIMITS[span.period]
    approved = sum(number for kind, number in decided.items() if kind.status == Status.APPROVED)
    found: tuple[int, ...] = ()
    while approved:
        found = _first(session, span, office, _gravest(decided, wanted), limit)
        if len(found) >= limit or wanted >= approved:
            break
        wanted *= WIDER
    return found


def _first(
    session: Session, span: Span, office: Office, kinds: Iterator[Decided], limit: int
) -> tuple[int, ...]:
    query = (
        select(col(Report.id))
        .where(
            _looked_at(col(Report.erased_at).is_(None)),  # it is counted, and tells nothing
            col(Report.decided_at) >= span.start,
            col(Report.decided_at) < span.end,
            _looked_at(col(Report.merged_into).is_(None)),
            or_(*map(_of, kinds)),
        )
        .order_by(*_order(office))
        .limit(limit)
    )
    return tuple(one for one in session.execute(query).scalars() if one is not None)


def _looked_at(true_of_most: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same, in a form that leads to no index: SQLite, without statistics, would take the one
    on what nearly every report fulfils, and read them all for a single day."""
    return case((true_of_most, 1), else_=0) == 1


def _gravest(decided: Counter[Decided], limit: int) -> Iterator[Decided]:
    """The kinds of approved reports that may be among the first `limit`: whole ranks of them."""
    ranks: dict[tuple[int, int, int], list[Decided]] = {}
    for kind, number in decided.items():
        if kind.status == Status.APPROVED and number:
            ranks.setdefault(_rank_of(kind), []).append(kind)
    reached = 0
    for rank in sorted(ranks):
        if reached >= limit:
            return
        yield from ranks[rank]
        reached += sum(decided[kind] for kind in ranks[rank])


def _rank_of(kind: Decided) -> tuple[int, int, int]:
    """What `_order` begins with."""
    source = SOURCE_RANKS.get(kind.source, SOURCE_RANKS["F"])
    information = INFORMATION_RANKS.get(kind.information, INFORMATION_RANKS["6"])
    return RANKS[kind.urgency], source + information, information


def _of(kind: Decided) -> ColumnElement[bool]:
    grade = ((Report.grade_source, kind.source), (Report.grade_information, kind.information))
    return and_(
        col(Report.status) == kind.status,
        col(Report.urgency) == kind.urgency,
        *(col(column) == value if value else col(column).is_(None) for column, value in grade),
    )


def _order(office: Office) -> tuple[ColumnElement[Any], ...]:
    """The most urgent first, then credibility, then the category's weight, then the newest.

    Credibility is the sum of both ranks, so that a doubtful tale of a reliable source does not
    pass a confirmed one of a stranger; of equal sums the better information comes first.
    """
    source = _rank(Report.grade_source, SOURCE_RANKS)
    information = _rank(Report.grade_information, INFORMATION_RANKS)
    return (
        by_urgency(),
        source + information,
        information,
        _weight(office).desc(),
        col(Report.submitted_at).desc(),
        col(Report.id).desc(),
    )


def _rank(column: Any, ranks: dict[str, int]) -> ColumnElement[int]:
    """A report without this half of the grade counts as not judged."""
    return case(ranks, value=col(column), else_=ranks.get("F", ranks.get("6")))


def _weight(office: Office) -> ColumnElement[int]:
    usual = office.category("").weight  # of a category that the profile no longer has
    weights = {category.key: category.weight for category in office.categories}
    return case(weights, value=col(Report.category), else_=usual)
