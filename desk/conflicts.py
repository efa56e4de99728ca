"""Officers who stepped back from a report, and may not work on it although on others."""

from sqlalchemy import bindparam, func
from sqlalchemy import select as core_select
from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from desk.rights import Person
from storage.statements import Statement, columns
from storage.tables import Report, SteppedBack

_c = columns(SteppedBack)
_NUMBER = Statement(lambda _: core_select(func.count()).where(_c.report_id == bindparam("report")))


class Conflicted(Exception):
    """This officer stepped back from the report; it is for others now."""


def refuse_conflicted(session: Session, by: Person, report: Report) -> None:
    """Raises Conflicted if `by` stepped back from this report."""
    if by.account is not None and session.get(SteppedBack, (report.id, by.account)) is not None:
        raise Conflicted(report.code)


def stepped_back(session: Session, report: Report) -> int:
    """How many officers stepped back from a report; who they are is nobody's business."""
    return sum(number for (number,) in _NUMBER.all(session, report=report.id))


def stepped_back_from(by: Person) -> SelectOfScalar[int]:
    """To leave out by: the reports that `by` stepped back from."""
    return select(SteppedBack.report_id).where(SteppedBack.account_id == by.account)
