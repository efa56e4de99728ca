"""An officer says that two reports belong together, or that they do not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete
from sqlmodel import Session, col, or_, select

from desk import hanging, postings
from desk.conflicts import refuse_conflicted
from desk.decisions import OwnReport, decide_along, find_for_decision
from desk.events import join, joined, leave
from desk.lifecycle import Status, record
from desk.links import Kind
from desk.reports import ReportGone
from desk.rights import Person
from storage.locks import locked
from storage.once import insert_once
from storage.tables import Link, Report

LINKABLE = frozenset(Status) - {Status.WITHDRAWN}


class NotLinkable(Exception):
    """A report is not linked to itself, nor to one that was taken back."""


class SameAlready(Exception):
    """Both tell of one event: they are parted before anything else is said of them."""


class DecidedApart(Exception):
    """One was approved and the other rejected, so they can not be one event."""


@dataclass(frozen=True)
class Bond:
    """Two reports by their codes, and how many were decided because they are one event now."""

    code: str
    other: str
    along: int = 0


def link(
    session: Session,
    by: Person,
    report_id: int,
    version: int,
    other_id: int,
    kind: Kind,
    *,
    now: datetime,
) -> Bond:
    """Link two reports. The caller commits. Linked again, the last word counts.

    The same event joins them, with whatever either was joined to: a decision about one is then a
    decision about all that wait, and one that was made already holds for those at once. Raises
    as `find_for_decision` does, also about what is decided so; NotLinkable, SameAlready,
    DecidedApart.
    """
    report = find_for_decision(session, by, report_id, version, within=LINKABLE)
    other = _other(session, by, report, other_id)
    one_event = any(one.id == other.id for one in joined(session, report))
    if one_event and kind is not Kind.SAME:
        raise SameAlready(other.code)
    if not _note(session, by, report, other, kind, now):
        return Bond(report.code, other.code)
    changed, along = [report, other], 0
    if kind is Kind.SAME:
        changed = join(session, report, other)
        along = _settle(session, by, changed, now)
    hanging.close_panels(session, report, by=by)
    for one in changed:
        postings.redraw_card(session, one, now=now)
    return Bond(report.code, other.code, along)


def part(
    session: Session, by: Person, report_id: int, version: int, other_id: int, *, now: datetime
) -> Bond:
    """Undo a link; of one event, the other report leaves it. The caller commits.

    What was decided meanwhile stays decided. Raises as `find_for_decision` does, NotLinkable.
    """
    report = find_for_decision(session, by, report_id, version, within=LINKABLE)
    other = _other(session, by, report, other_id)
    event = joined(session, other)
    together = report.id in {one.id for one in event}
    left = leave(session, other) if together else [report]
    if not _forget(session, other, left) and not together:
        raise NotLinkable(other.code)
    _log(session, by, "parted", report, other, {}, now)
    hanging.close_panels(session, report, by=by)
    for one in (other, *left):
        postings.redraw_card(session, one, now=now)
    return Bond(report.code, other.code)


def leave_event(session: Session, report: Report, *, now: datetime) -> None:
    """Take a report out of its event, with the links that put it there; its former companions'
    cards are drawn anew. The caller commits; nothing happens to a report of no event."""
    left = leave(session, report)
    if left:
        _forget(session, report, left)
    for one in left:
        postings.redraw_card(session, one, now=now)


def _forget(session: Session, report: Report, others: Iterable[Report]) -> bool:
    """Whether there was a link between a report and any of the others."""
    gone = or_(*(_between(report, one) for one in others))
    return bool(session.execute(delete(Link).where(gone).returning(col(Link.id))).all())


def _other(session: Session, by: Person, report: Report, other_id: int) -> Report:
    other = locked(session, Report, other_id)
    if other is None:
        raise ReportGone(other_id)
    if other.id == report.id or other.status == Status.WITHDRAWN:
        raise NotLinkable(other.code)
    if other.source_id in by.sources:
        raise OwnReport(other.code)
    refuse_conflicted(session, by, other)
    return other


def _note(
    session: Session, by: Person, report: Report, other: Report, kind: Kind, now: datetime
) -> bool:
    """Whether the link is new, or of another kind than before."""
    known = session.exec(select(Link).where(_between(report, other))).first()
    if known is not None and known.kind == kind:
        return False
    if known is not None:
        known.kind, known.by, known.at = kind, by.account or 0, now
        session.add(known)
    else:
        first, second = sorted((report.id or 0, other.id or 0))
        insert_once(
            session, Link, report_id=first, other_id=second, kind=kind, by=by.account, at=now
        )
    _log(session, by, "linked", report, other, {"kind": kind.value}, now)
    return True


def _between(one: Report, other: Report) -> ColumnElement[bool]:
    first, second = sorted((one.id or 0, other.id or 0))
    return and_(col(Link.report_id) == first, col(Link.other_id) == second)


def _settle(session: Session, by: Person, event: Iterable[Report], now: datetime) -> int:
    """What was decided of an event holds for what waits of it; how many that were."""
    decided = [one for one in event if one.status in (Status.APPROVED, Status.REJECTED)]
    if len({one.status for one in decided}) > 1:
        raise DecidedApart(decided[0].code)
    return decide_along(session, by, decided[0], now=now) if decided else 0


def _log(
    session: Session,
    by: Person,
    event: str,
    report: Report,
    other: Report,
    details: dict[str, object],
    now: datetime,
) -> None:
    for one, to in ((report, other), (other, report)):
        record(
            session, one, actor=by.actor, event=event, now=now, details={**details, "to": to.id}
        )
