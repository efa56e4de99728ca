"""Officers who stepped back from a report, and may not work on it although on others."""

from sqlmodel import Session, func, select
from sqlmodel.sql.expression import SelectOfScalar

from desk.rights import Person
from storage.tables import Report, SteppedBack


class Conflicted(Exception):
    """This officer stepped back from the report; it is for others now."""


def refuse_conflicted(session: Session, by: Person, report: Report) -> None:
    """Raises Conflicted if `by` stepped back from this report."""
    if by.account is not None and session.get(SteppedBack, (report.id, by.account)) is not None:
        raise Conflicted(report.code)


def stepped_back(session: Session, report: Report) -> int:
    """How many officers stepped back from a report; who they are is nobody's business."""
    query = select(func.count()).where(SteppedBack.report_id == report.id)
    return session.exec(query).one()


def stepped_back_from(by: Person) -> SelectOfScalar[int]:
    """To leave out by: the reports that `by` stepped back from."""
    return select(SteppedBack.report_id).where(SteppedBack.account_id == by.account)
