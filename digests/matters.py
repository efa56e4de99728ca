"""Which approved reports a leader must see first."""

from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlmodel import Session, col

from desk.lifecycle import Status, Urgency
from digests.periods import Period, Span
from offices.office import Office
from storage.tables import Report

LIMITS = {Period.DAILY: 10, Period.WEEKLY: 10, Period.MONTHLY: 15}

# "Not judged" (F, 6) is worse than the third step, but better than the outright doubtful ones.
SOURCE_RANKS = {letter: rank for rank, letter in enumerate("ABCFDE")}
INFORMATION_RANKS = {number: rank for rank, number in enumerate("123645")}


def most_important(session: Session, span: Span, office: Office) -> tuple[int, ...]:
    """Ids of what was approved in `span`, the gravest first, within the period's limit."""
    query = (
        select(col(Report.id))
        .where(
            col(Report.status) == Status.APPROVED,
            col(Report.erased_at).is_(None),  # it is counted, and tells nothing
            col(Report.decided_at) >= span.start,
            col(Report.decided_at) < span.end,
        )
        .order_by(*_order(office))
        .limit(LIMITS[span.period])
    )
    return tuple(one for one in session.execute(query).scalars() if one is not None)


def _order(office: Office) -> tuple[ColumnElement[Any], ...]:
    """Urgent first, then credibility, then the category's weight, then the newest.

    Credibility is the sum of both ranks, so that a doubtful tale of a reliable source does not
    pass a confirmed one of a stranger; of equal sums the better information comes first.
    """
    source = _rank(Report.grade_source, SOURCE_RANKS)
    information = _rank(Report.grade_information, INFORMATION_RANKS)
    return (
        case((col(Report.urgency) == Urgency.URGENT, 0), else_=1),
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
