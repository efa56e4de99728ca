"""The administrator's list: which sources are muted or blocked, by whom, until when."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from desk import reports, standing
from desk.lifecycle import Status
from desk.rights import PRIVATE, Person, Right, require
from desk.sanctions import SourceGone
from desk.standing import Standing
from storage.tables import Account, BlockedLookup, Sanction, Source

MOST = 200  # lines of the list; an office with more looks a codename up


@dataclass(frozen=True)
class Listed:
    """A line of the list; without a codename it is what outlives an erased source."""

    number: int
    kind: str
    until: datetime
    by: str
    at: datetime | None = None
    codename: str = ""
    agent: bool = False


@dataclass(frozen=True)
class Judged:
    """One source as an administrator sees it before taking a measure."""

    source_id: str
    codename: str
    agent: bool
    record: dict[Status, int]
    warnings: int
    stands: Standing | None


def listing(session: Session, by: Person, *, now: datetime) -> list[Listed]:
    """What stands now, the next to end first. Raises NotAllowed."""
    require(by, Right.MANAGE_PEOPLE)
    query = (
        select(Sanction, Source, Account)
        .join(Source, col(Source.id) == col(Sanction.source_id))
        .join(Account, col(Account.id) == col(Sanction.by), isouter=True)
        .where(col(Sanction.until) > now, col(Sanction.lifted_at).is_(None))
        .order_by(col(Sanction.until), col(Sanction.id))
        .limit(MOST)
    )
    found = [_line(row, source, account) for row, source, account in session.exec(query)]
    carried = (
        select(BlockedLookup, Account)
        .join(Account, col(Account.id) == col(BlockedLookup.by), isouter=True)
        .where(col(BlockedLookup.until) > now)
        .order_by(col(BlockedLookup.until))
        .limit(MOST)
    )
    for lookup, account in session.exec(carried):
        name = account.name if account else ""
        found.append(Listed(lookup.id or 0, lookup.kind, lookup.until, name))
    return found


def one(session: Session, by: Person, number: int, carried: bool, *, now: datetime) -> Listed:
    """One line of the list. Raises NotAllowed, SourceGone when it stands no longer."""
    for line in listing(session, by, now=now):
        if line.number == number and bool(line.codename) != carried:
            return line
    raise SourceGone(number)


def by_codename(session: Session, by: Person, codename: str, *, now: datetime) -> Judged:
    """The source of this codename, for an administrator. Raises NotAllowed, SourceGone."""
    require(by, Right.MANAGE_PEOPLE)
    written = codename.strip().capitalize()
    return _judged(session, select(Source).where(Source.codename == written), now)


def by_source(session: Session, by: Person, source_id: str, *, now: datetime) -> Judged:
    """The source of this id, for an administrator. Raises NotAllowed, SourceGone."""
    require(by, Right.MANAGE_PEOPLE)
    return _judged(session, select(Source).where(Source.id == source_id), now)


def _judged(session: Session, query: SelectOfScalar[Source], now: datetime) -> Judged:
    source = session.exec(query).first()
    if source is None or source.erased_at is not None:
        raise SourceGone(SourceGone.__doc__)
    return Judged(
        source.id,
        source.codename,
        source.bot == PRIVATE,
        reports.record_of(session, source.id),
        standing.warnings(session, source.id),
        standing.in_force(session, source.id, now),
    )


def _line(row: Sanction, source: Source, account: Account | None) -> Listed:
    if row.until is None:
        raise AssertionError("what stands has an end")
    return Listed(
        row.id or 0,
        row.kind,
        row.until,
        account.name if account else "",
        row.at,
        source.codename,
        source.bot == PRIVATE,
    )
