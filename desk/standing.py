"""What stands against a source now, and what of it outlives the source."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import bindparam, delete, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from storage.statements import Statement, columns
from storage.tables import BlockedLookup, Sanction


class Kind(StrEnum):
    """What may stand against a source; who is only warned may go on reporting."""

    WARN = "warn"
    MUTE = "mute"
    BLOCK = "block"


class Standing(Struct, frozen=True):
    """A sanction that keeps a source from reporting until then."""

    number: int
    kind: str
    until: datetime


_s = columns(Sanction)
_IN_FORCE = Statement(
    lambda _: (
        core_select(_s.id, _s.kind, _s.until)
        .where(
            _s.source_id == bindparam("source"),
            _s.until > bindparam("now"),
            _s.lifted_at.is_(None),
        )
        .order_by(_s.until.desc())
    )
)


_WARNINGS = Statement(
    lambda _: core_select(func.count()).where(
        _s.source_id == bindparam("source"), _s.kind == Kind.WARN.value, _s.lifted_at.is_(None)
    )
)


def in_force(session: Session, source_id: str, now: datetime) -> Standing | None:
    """What keeps this source from reporting now; the longest, if several do."""
    row = _IN_FORCE.first(session, source=source_id, now=now)
    return Standing(*row) if row else None


def warnings(session: Session, source_id: str) -> int:
    """How often this source was warned."""
    return sum(number for (number,) in _WARNINGS.all(session, source=source_id))


def leaves(session: Session, source_id: str, lookup: str, now: datetime) -> None:
    """The source is being erased: what stands against it is kept under the vault's HMAC.

    The caller commits. Nothing else joins the two: neither codename, nor report, nor log.
    """
    stands = in_force(session, source_id, now)
    rows = select(Sanction).where(
        Sanction.source_id == source_id,
        col(Sanction.until) > now,
        col(Sanction.lifted_at).is_(None),
    )
    by = None
    for row in session.exec(rows):
        by = row.by if stands and row.id == stands.number else by
        row.lifted_at = now
        session.add(row)
    if stands is None:
        return
    session.execute(delete(BlockedLookup).where(col(BlockedLookup.lookup) == lookup))
    session.add(BlockedLookup(lookup=lookup, kind=stands.kind, until=stands.until, by=by))
    session.flush()


def returns(session: Session, source_id: str, lookup: str, now: datetime) -> None:
    """Somebody became a source: what stood against them before an erasure stands again.

    The caller commits.
    """
    row = session.exec(select(BlockedLookup).where(BlockedLookup.lookup == lookup)).first()
    if row is None:
        return
    session.delete(row)
    if row.until > now:
        again = Sanction(source_id=source_id, kind=row.kind, until=row.until, by=row.by, at=now)
        session.add(again)
    session.flush()


def forget(session: Session, now: datetime) -> None:
    """Drop what has outlived its end. The caller commits."""
    session.execute(delete(BlockedLookup).where(col(BlockedLookup.until) <= now))
