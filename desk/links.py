"""Which reports belong together, and which may: read by cards, grades and records."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from desk.events import joined
from desk.lifecycle import Status
from desk.similar import SHOWN, Match, between, similar
from storage.tables import Link, Report


class Kind(StrEnum):
    """How two reports belong together."""

    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"
    SAME = "same"


@dataclass(frozen=True)
class Linked:
    """A report that belongs to another one, and how."""

    report: Report
    kind: Kind


@dataclass(frozen=True)
class Kin:
    """What is linked to a report, and what may tell of the same event, the likest first.

    Before those stands what its agent `pointed` to.
    """

    linked: tuple[Linked, ...] = ()
    alike: tuple[Match, ...] = ()
    pointed: frozenset[int] = frozenset()


NO_KIN = Kin()


def links_of(session: Session, report: Report) -> list[Linked]:
    """What is linked to a report: first the other reports of its event, then the oldest link."""
    same = joined(session, report)
    known = {one.id for one in same}
    query = select(Link).where(or_(Link.report_id == report.id, Link.other_id == report.id))
    found = [Linked(one, Kind.SAME) for one in same]
    for link in session.exec(query.order_by(col(Link.id))):
        other_id = link.other_id if link.report_id == report.id else link.report_id
        other = session.get(Report, other_id) if other_id not in known else None
        if other is not None and other.status != Status.WITHDRAWN:
            found.append(Linked(other, Kind(link.kind)))
    return found


def has_witness(session: Session, report: Report) -> bool:
    """Whether a second source confirms `report`, or tells of the same event.

    A report that was rejected or taken back is no witness, nor is one of the same source.
    """
    return any(
        one.kind is not Kind.CONTRADICTS
        and one.report.source_id != report.source_id
        and one.report.status not in (Status.REJECTED, Status.WITHDRAWN)
        for one in links_of(session, report)
    )


def kin_of(session: Session, report: Report, *, now: datetime) -> Kin:
    """What belongs with a report; what is like it is looked for only while it waits.

    What is linked already is no longer proposed.
    """
    linked = tuple(links_of(session, report))
    if report.status != Status.WAITING:
        return Kin(linked)
    known = {one.report.id or 0 for one in linked}
    pointed = _pointed(session, report, known)
    known |= {one.id for one in pointed}
    alike = (*pointed, *similar(session, report, now=now, exclude=known))
    return Kin(linked, alike[:SHOWN], frozenset(one.id for one in pointed))


def _pointed(session: Session, report: Report, but: set[int]) -> list[Match]:
    """What the report's agent pointed to, as far as it still stands and is not linked."""
    others = (session.get(Report, one) for one in report.pointed_to if one not in but)
    standing = (one for one in others if one is not None and one.status != Status.WITHDRAWN)
    return [between(report, one) for one in standing]
