"""Reports of one event: they are decided together, and lists name the oldest of them, the head."""

from sqlmodel import Session, col, or_, select

from storage.locks import locking
from storage.tables import Report


def joined(session: Session, report: Report, *, lock: bool = False) -> list[Report]:
    """The other reports of the same event, the oldest first; with `lock` nobody else changes
    them before this unit ends."""
    head = report.merged_into or report.id
    query = select(Report).where(
        or_(col(Report.id) == head, col(Report.merged_into) == head), Report.id != report.id
    )
    query = query.order_by(col(Report.id))
    if lock:
        query = locking(query)
    return list(session.exec(query))


def join(session: Session, report: Report, other: Report) -> list[Report]:
    """Make one event of two, with everything either was joined to; returns all of its reports.

    The caller commits. Joined again, nothing changes.
    """
    every = {one.id or 0: one for side in (report, other) for one in _event(session, side)}
    _headed(session, list(every.values()))
    return [every[number] for number in sorted(every)]


def leave(session: Session, report: Report) -> list[Report]:
    """Take a report out of its event; returns the reports that remain. The caller commits."""
    others = joined(session, report, lock=True)
    _headed(session, others)
    _headed(session, [report])
    return others


def _event(session: Session, report: Report) -> list[Report]:
    return [report, *joined(session, report, lock=True)]


def _headed(session: Session, reports: list[Report]) -> None:
    head = min((one.id or 0 for one in reports), default=0)
    for one in reports:
        one.merged_into = None if one.id == head else head
        session.add(one)
    session.flush()
