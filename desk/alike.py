"""What an agent is told, before sending, of reports that may tell of the same event; and what the
agent pointed to, for officers to judge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from desk.lifecycle import Status, record
from desk.similar import CLOSER, Match, Near, days_apart, similar_to
from desk.stands import Stand
from desk.tellings import IN_SIGHT
from forms.steps import Review
from forms.values import Place
from offices.office import UNDECIDED
from storage.tables import Report

SHOWN = 3
TOLD = (Status.WAITING, Status.APPROVED)
"""How somebody else's report must stand: of a rejected one no agent is told."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A report that may tell of the same event, as far as an agent may know of it.

    Of somebody else's only the day, the place, and which `events` the agent named as
    well, out of those that everybody there sees; never whose it is. `code` is None unless it is
    the agent's own. `days` lie between the two. `pointed`: the agent said that it is the same.
    """

    id: int
    day: date
    region: str
    near: Near
    days: int
    events: tuple[str, ...]
    same_category: bool
    code: str | None
    pointed: bool


def alike_to(session: Session, source: str, stand: Stand, zone: tzinfo) -> tuple[Alike, ...]:
    """What may be the same event as the report that `source` reviews; writes nothing.

    The agent's own come first, then what was pointed to, at most three. Before the review there
    is nothing, for then it costs nothing.
    """
    if not isinstance(stand.step, Review):
        return ()
    given = stand.step.answers
    what, place, when = given.get("what"), given.get("where"), given.get("when")
    if not (isinstance(what, str) and isinstance(place, Place) and isinstance(when, datetime)):
        return ()
    category = str(given.get("category", UNDECIDED.key))
    matches = similar_to(
        session,
        what,
        place.code,
        when,
        category,
        source=source,
        exclude={stand.mends or 0},
        most=CLOSER,
    )
    told = [
        Alike(
            id=one.id,
            day=one.happened_at.astimezone(zone).date(),
            region=report.region,
            near=one.near,
            days=days_apart(when, one.happened_at, zone),
            events=_events(one),
            same_category=one.same_category,
            code=one.code if one.same_source else None,
            pointed=one.id in stand.pointed,
        )
        for one in matches
        if (one.same_source or (one.near is not Near.REGENCY and _events(one)))
        and (report := session.get(Report, one.id))
        and (one.same_source or report.status in TOLD)
    ]
    told.sort(key=lambda one: (one.code is None, not one.pointed))
    return tuple(_once(told))[:SHOWN]


def _events(match: Match) -> tuple[str, ...]:
    """What both tell of, as far as it may be said: of somebody else's report no other word."""
    return tuple(one for one in match.words if match.same_source or one in IN_SIGHT)


def _once(told: Iterable[Alike]) -> Iterator[Alike]:
    """Of those that would read alike only the first: many people report one flood."""
    known = set()
    for one in told:
        reads = (one.code, one.day, one.region, one.events)
        if reads not in known:
            known.add(reads)
            yield one


def enter(session: Session, report: Report, pointed: Iterable[int], now: datetime) -> None:
    """Keep with a report what its agent pointed to, as far as that still stands.

    It links nothing: officers read it on the card. The caller commits.
    """
    others = (session.get(Report, one) for one in sorted(pointed))
    report.pointed_to = [
        one.id or 0
        for one in others
        if one is not None and one.id != report.id and one.status != Status.WITHDRAWN
    ]
    session.add(report)
    for number in report.pointed_to:
        details = {"to": number}
        record(session, report, actor="source", event="pointed", now=now, details=details)
