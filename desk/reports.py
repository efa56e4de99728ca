"""What may happen to a report once sent: an officer decides, its source takes it back."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from desk import exchanges
from desk.lifecycle import Status, Urgency
from desk.rights import Person, Right, require
from storage.tables import Report


class ReportGone(Exception):
    """No such report, or it is not this person's."""


def own(session: Session, by: Person, *, now: datetime, limit: int = 8) -> list[Report]:
    """The latest reports of `by`, newest first; rows are detached values to read."""
    if by.reporter is None:
        return []
    query = (
        select(Report)
        .where(Report.source_id == by.reporter)
        .order_by(col(Report.id).desc())
        .limit(limit)
    )
    return list(session.exec(query))


def own_by_code(session: Session, by: Person, code: str, *, now: datetime) -> Report:
    """The report with this code if it is of `by`; ReportGone else, the same for a foreign one."""
    report = session.exec(select(Report).where(Report.code == code)).first()
    if report is None or report.source_id != by.reporter:
        raise ReportGone(code)
    return report


def own_by_id(session: Session, by: Person, report_id: int, *, now: datetime) -> Report:
    """The report with this id if it is of `by`. Raises ReportGone, the same for a foreign one."""
    report = session.get(Report, report_id)
    if report is None or report.source_id != by.reporter:
        raise ReportGone(report_id)
    return report


def waiting(
    session: Session, by: Person, *, now: datetime, limit: int = 15
) -> tuple[int, list[Report]]:
    """How many wait for a decision, and the first of them: the most urgent, then the oldest;
    those whose reporter is being asked after the others.

    Raises NotAllowed.
    """
    require(by, Right.VERIFY)
    open_ones = select(func.count()).select_from(Report).where(Report.status == Status.WAITING)
    return session.exec(open_ones).one(), first_waiting(session, limit)


def first_waiting(session: Session, limit: int) -> list[Report]:
    """The first reports that wait: the most urgent, then the oldest; those whose reporter is
    being asked after the others."""
    query = select(Report).where(Report.status == Status.WAITING)
    in_order = query.order_by(by_urgency(), exchanges.being_asked(), col(Report.id))
    return list(session.exec(in_order.limit(limit)))


RANKS = {urgency.value: rank for rank, urgency in enumerate(reversed(Urgency))}
"""The most urgent is 0."""


def by_urgency() -> ColumnElement[int]:
    """To order reports by: the most urgent first."""
    return case(RANKS, value=col(Report.urgency), else_=len(RANKS))


def record_of(session: Session, source_id: str) -> dict[Status, int]:
    """What became of a source's reports so far: how many stand where."""
    query = (
        select(Report.status, func.count())
        .where(Report.source_id == source_id)
        .group_by(Report.status)
    )
    return {Status(status): count for status, count in session.exec(query)}
