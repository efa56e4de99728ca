"""What is kept about a person, for that person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk import reports, standing
from desk.erasing import NothingKept, mine
from desk.house import House
from desk.lifecycle import Status
from desk.rights import PUBLIC, Person
from desk.standing import Standing
from storage.tables import Draft, Evidence, Report, Source


@dataclass(frozen=True)
class Kept:
    """Everything kept about one source, counted."""

    codename: str
    agent: bool
    since: datetime
    record: dict[Status, int]
    drafts: int
    files: int
    warnings: int
    stands: Standing | None


def somebody(session: Session, by: Person, *, now: datetime) -> Person:
    """`by`, if they are a source of the bot spoken to. Raises NothingKept."""
    if mine(by) is None:
        raise NothingKept(NothingKept.__doc__)
    return by


def kept(session: Session, by: Person, house: House, *, now: datetime) -> Kept:
    """What is kept about `by` as a source of the bot spoken to. Raises NothingKept."""
    source_id = mine(by)
    source = session.get(Source, source_id) if source_id else None
    if source is None:
        raise NothingKept(NothingKept.__doc__)
    drafts = select(func.count()).select_from(Draft).where(Draft.owner == f"source:{source.id}")
    files = (
        select(func.count())
        .select_from(Evidence)
        .join(Report, col(Report.id) == col(Evidence.report_id))
        .where(Report.source_id == source.id)
    )
    return Kept(
        source.codename,
        by.bot != PUBLIC,
        source.created_at,
        reports.record_of(session, source.id),
        session.exec(drafts).one(),
        session.exec(files).one(),
        standing.warnings(session, source.id),
        standing.in_force(session, source.id, now),
    )
