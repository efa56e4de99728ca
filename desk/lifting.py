"""What stands against a source is lifted, and the source is told."""

from datetime import datetime

from sqlmodel import Session

from desk import notices, standing
from desk.decisions import OwnReport, find_for_decision
from desk.lifecycle import Status, note, record
from desk.rights import Person, Right, require
from desk.sanctions import SourceGone, redrawn, source_for
from storage.locks import locked
from storage.tables import BlockedLookup, Report, Sanction, Source


class NothingStands(Exception):
    """There is nothing to lift, or it was lifted already, or is over."""


def lift(session: Session, by: Person, report_id: int, version: int, *, now: datetime) -> str:
    """Lift what stands against the source of a report, who is told; returns the codename.

    The caller commits. Raises as `find_for_decision` does, SourceGone, AdminsOnly, NothingStands.
    """
    report = find_for_decision(
        session, by, report_id, version, within=frozenset(Status), held=False
    )
    source = source_for(session, by, report)
    stands = standing.in_force(session, source.id, now)
    row = session.get(Sanction, stands.number) if stands else None
    if row is None:
        raise NothingStands(source.codename)
    _lifted(session, by, row, source, report, now)
    return source.codename


def lift_one(session: Session, by: Person, number: int, *, now: datetime) -> str:
    """`lift` by an administrator from the list. The caller commits.

    Raises NotAllowed, OwnReport, SourceGone, NothingStands.
    """
    require(by, Right.MANAGE_PEOPLE)
    row = locked(session, Sanction, number)
    if row is None or row.lifted_at is not None or row.until is None or row.until <= now:
        raise NothingStands(number)
    source = session.get(Source, row.source_id)
    if source is None or source.erased_at is not None:
        raise SourceGone(number)
    if source.id in by.sources:
        raise OwnReport(source.codename)
    report = session.get(Report, row.report_id) if row.report_id else None
    _lifted(session, by, row, source, report, now)
    return source.codename


def lift_carried(session: Session, by: Person, number: int, *, now: datetime) -> None:
    """Lift what outlives an erased source, of whom nothing is known. The caller commits.

    Raises NotAllowed, NothingStands. Nobody can be told.
    """
    require(by, Right.MANAGE_PEOPLE)
    row = locked(session, BlockedLookup, number)
    if row is None or row.until <= now:
        raise NothingStands(number)
    session.delete(row)
    note(session, actor=by.actor, event="sanction_lifted", now=now, details={"carried": number})


def _lifted(
    session: Session,
    by: Person,
    row: Sanction,
    source: Source,
    report: Report | None,
    now: datetime,
) -> None:
    row.lifted_at, row.lifted_by = now, by.account
    session.add(row)
    details = {"sanction": row.id}
    if report is None:
        entry = note(session, actor=by.actor, event="sanction_lifted", now=now, details=details)
    else:
        entry = record(
            session, report, actor=by.actor, event="sanction_lifted", now=now, details=details
        )
        redrawn(session, report, now)
    notices.tell_lifted(session, source, row, because=entry, now=now)
