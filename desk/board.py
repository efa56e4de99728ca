"""How the desk stands: what waits, who holds what, how long a decision takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import median

from sqlmodel import Session, col, func, select

from desk.lifecycle import Status, Urgency
from desk.rights import Person, Right, require
from storage.tables import Account, Report

MOST = 5000  # decisions looked at for a median


@dataclass(frozen=True)
class Board:
    """`taken` names officers and how many each holds; medians are None without a decision."""

    waiting: int
    pressing: int
    oldest: datetime | None
    oldest_code: str | None
    taken: tuple[tuple[str, int], ...]
    today: timedelta | None
    decided_today: int
    week: timedelta | None
    decided_week: int


def for_officer(session: Session, by: Person, zone: tzinfo, *, now: datetime) -> Board:
    """How the desk stands, for who may know. Raises NotAllowed."""
    require(by, Right.VERIFY)
    return board(session, zone, now)


def board(session: Session, zone: tzinfo, now: datetime) -> Board:
    """How the desk stands; today and the week are those of `zone`."""
    local = now.astimezone(zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    week = today - timedelta(days=today.weekday())
    waits = Report.status == Status.WAITING
    counted = session.exec(select(func.count()).select_from(Report).where(waits)).one()
    pressing = session.exec(
        select(func.count()).select_from(Report).where(waits, Report.urgency != Urgency.NORMAL)
    ).one()
    first = session.exec(
        select(Report.submitted_at, Report.code)
        .where(waits)
        .order_by(col(Report.submitted_at))
        .limit(1)
    ).first()
    holders = session.exec(
        select(Account.name, func.count())
        .join_from(Report, Account, col(Account.id) == Report.taken_by)
        .where(waits)
        .group_by(Account.name)
        .order_by(Account.name)
    ).all()
    of_today, of_week = _times(session, today), _times(session, week)
    return Board(
        counted,
        pressing,
        first[0] if first else None,
        first[1] if first else None,
        tuple((name, count) for name, count in holders),
        _middle(of_today),
        len(of_today),
        _middle(of_week),
        len(of_week),
    )


def _middle(times: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in times)) if times else None


def _times(session: Session, since: datetime) -> list[timedelta]:
    """From receipt to decision, of what officers decided since."""
    query = (
        select(Report.submitted_at, Report.decided_at)
        .where(
            col(Report.status).in_((Status.APPROVED, Status.REJECTED)),
            col(Report.decided_at) >= since,
        )
        .order_by(col(Report.decided_at).desc())
        .limit(MOST)
    )
    return [decided - sent for sent, decided in session.exec(query) if decided is not None]
