"""Officers warn, mute or block a source by its codename."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk import hanging, notices, postings, standing
from desk.decisions import OwnReport, find_for_decision
from desk.lifecycle import Status, record
from desk.rights import PRIVATE, Person, Right, require
from desk.standing import Kind
from storage.locks import locked
from storage.tables import Account, Report, Sanction, Source

MEASURES: dict[str, tuple[Kind, timedelta | None]] = {
    "warn": (Kind.WARN, None),
    "1h": (Kind.MUTE, timedelta(hours=1)),
    "1d": (Kind.MUTE, timedelta(days=1)),
    "7d": (Kind.MUTE, timedelta(days=7)),
    "30d": (Kind.MUTE, timedelta(days=30)),
    "block": (Kind.BLOCK, None),
}
"""What an officer may choose, by the key in the button; a block lasts as the office says."""
EVENTS = {Kind.WARN: "warned", Kind.MUTE: "muted", Kind.BLOCK: "blocked"}
LIFT = "lift"
PANEL = "abuse"
PANELS = (PANEL, *(f"{PANEL}:{key}" for key in (*MEASURES, LIFT)))
"""The keyboard that offers the measures, and one that asks whether to, for each."""


class SourceGone(Exception):
    """No such source, or it was erased, or it never reported anything."""


class AdminsOnly(Exception):
    """Only an administrator decides about an agent."""


class AlreadyStands(Exception):
    """As much or more stands against this source: carries what, by whom, until when."""

    def __init__(self, codename: str, kind: str, by: str, until: datetime | None) -> None:
        super().__init__(codename)
        self.codename, self.kind, self.by, self.until = codename, kind, by, until


@dataclass(frozen=True)
class Imposed:
    """What stands against a source from now on."""

    codename: str
    kind: Kind
    until: datetime | None


def impose(
    session: Session,
    by: Person,
    report_id: int,
    version: int,
    measure: str,
    block_days: int,
    *,
    now: datetime,
) -> Imposed:
    """Take a measure against the source of a report, who is told. The caller commits.

    Raises as `find_for_decision` does, SourceGone, AdminsOnly, AlreadyStands, and ValueError for
    a measure there is not. A longer one takes the place of what stands.
    """
    report = find_for_decision(
        session, by, report_id, version, within=frozenset(Status), held=False
    )
    return _imposed(session, by, report, measure, block_days, now)


def impose_on(
    session: Session, by: Person, source_id: str, measure: str, block_days: int, *, now: datetime
) -> Imposed:
    """`impose` by an administrator, who knows the codename; for the latest report of the source.

    The caller commits. Raises NotAllowed, OwnReport, and as `impose` does.
    """
    require(by, Right.MANAGE_PEOPLE)
    query = select(Report).where(Report.source_id == source_id).order_by(col(Report.id).desc())
    report = session.exec(query.limit(1)).first()
    if report is None:
        raise SourceGone(source_id)
    if source_id in by.sources:
        raise OwnReport(report.code)
    return _imposed(session, by, report, measure, block_days, now)


def _imposed(
    session: Session, by: Person, report: Report, measure: str, block_days: int, now: datetime
) -> Imposed:
    if measure not in MEASURES:
        raise ValueError(measure)
    kind, span = MEASURES[measure]
    span = timedelta(days=block_days) if kind is Kind.BLOCK else span
    until = now + span if span else None
    source = source_for(session, by, report)
    _replace(session, source, report, kind, until, by, now)
    row = Sanction(
        source_id=source.id, kind=kind, until=until, report_id=report.id, by=by.account, at=now
    )
    session.add(row)
    session.flush()
    hours = round(span / timedelta(hours=1)) if span else 0
    details = {"sanction": row.id, "hours": hours}
    entry = record(session, report, actor=by.actor, event=EVENTS[kind], now=now, details=details)
    notices.tell_sanction(session, source, row, because=entry, now=now)
    redrawn(session, report, now)
    return Imposed(source.codename, kind, until)


def source_for(session: Session, by: Person, report: Report) -> Source:
    """The source of a report, locked, if `by` may take measures against it.

    Raises SourceGone, AdminsOnly.
    """
    source = locked(session, Source, report.source_id)
    if source is None or source.erased_at is not None:
        raise SourceGone(report.code)
    if source.bot == PRIVATE and Right.MANAGE_PEOPLE not in by.rights:
        raise AdminsOnly(source.codename)
    return source


def _replace(
    session: Session,
    source: Source,
    report: Report,
    kind: Kind,
    until: datetime | None,
    by: Person,
    now: datetime,
) -> None:
    """Make room for a longer one. Raises AlreadyStands; one report earns one warning."""
    if until is None:
        query = select(Sanction).where(
            Sanction.report_id == report.id,
            Sanction.kind == kind,
            col(Sanction.lifted_at).is_(None),
        )
        row = session.exec(query).first()
    else:
        stands = standing.in_force(session, source.id, now)
        row = session.get(Sanction, stands.number) if stands else None
    if row is None:
        return
    if until is None or row.until is None or row.until >= until:
        raise AlreadyStands(source.codename, row.kind, _name(session, row.by), row.until)
    row.lifted_at, row.lifted_by = now, by.account
    session.add(row)


def redrawn(session: Session, report: Report, now: datetime) -> None:
    """The cards of the report show what stands now. The caller commits."""
    hanging.close_panels(session, report)
    postings.redraw_card(session, report, now=now)


def _name(session: Session, account_id: int | None) -> str:
    account = session.get(Account, account_id) if account_id else None
    return account.name if account else ""
