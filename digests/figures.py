"""What happened in a period, as numbers and report ids; never a word of a person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.lifecycle import GRAVE, Status
from desk.reports import by_urgency
from digests.dailies import KECAMATAN, Dailies, count_dailies
from digests.matters import most_important
from digests.periods import Span
from offices.office import Office
from storage.tables import Report

NAMED = 5  # waiting reports named one by one


@dataclass(frozen=True, slots=True)
class Tally:
    """A number, and the same number of the period before."""

    now: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of the submitted reports that one category, kecamatan or state has.

    `group` is the category's; a place outside every kecamatan stands under the key `""`.
    """

    key: str
    now: int
    before: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a decision at the moment of counting, whenever it was submitted.

    `ids` are the first few that a leader should ask about: the urgent, then the oldest.
    """

    count: int = 0
    urgent: int = 0
    oldest: datetime | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one edition. The largest slice comes first; empty ones are left out.

    `states` tells what has become, by the moment of counting, of the reports of the span; the
    three decisions count what was decided within it, whenever it was submitted.
    """

    counted_at: datetime
    submitted: Tally
    urgent: Tally
    categories: tuple[Slice, ...]
    kecamatan: tuple[Slice, ...]
    states: tuple[Slice, ...]
    approved: Tally
    rejected: Tally
    withdrawn: Tally
    waiting: Waiting
    matters: tuple[int, ...]
    """The approved reports that matter most, the gravest first."""
    dailies: Dailies = field(default_factory=Dailies)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: counts, keys and report ids."""
        plain = asdict(self)
        plain["counted_at"] = self.counted_at.isoformat()
        oldest = self.waiting.oldest
        plain["waiting"]["oldest"] = oldest.isoformat() if oldest else None
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Figures":
        """The inverse of `to_json`, also after a round through a JSON column."""
        waiting = plain["waiting"]
        oldest = waiting["oldest"]

        def tally(key: str) -> Tally:
            return Tally(**plain[key])

        def slices(key: str) -> tuple[Slice, ...]:
            return tuple(Slice(**one) for one in plain[key])

        return cls(
            counted_at=datetime.fromisoformat(plain["counted_at"]),
            submitted=tally("submitted"),
            urgent=tally("urgent"),
            categories=slices("categories"),
            kecamatan=slices("kecamatan"),
            states=slices("states"),
            approved=tally("approved"),
            rejected=tally("rejected"),
            withdrawn=tally("withdrawn"),
            waiting=Waiting(
                count=waiting["count"],
                urgent=waiting["urgent"],
                oldest=datetime.fromisoformat(oldest) if oldest else None,
                ids=tuple(waiting["ids"]),
            ),
            matters=tuple(plain["matters"]),
            dailies=_dailies(plain.get("dailies")),
        )


def _dailies(plain: dict[str, Any] | None) -> Dailies:
    """None of an edition counted before there were daily reports."""
    return Dailies(**{**plain, "silent": tuple(plain["silent"])}) if plain else Dailies()


class Cell(NamedTuple):
    """How many reports share all four."""

    category: str
    status: str
    urgency: str
    kecamatan: str
    number: int


def count(session: Session, span: Span, now: datetime, office: Office) -> Figures:
    """Count `span` against the period before, in nine queries; writes nothing."""
    present, past = _submitted(session, span), _submitted(session, span.before())
    decided, decided_before = _decided(session, span), _decided(session, span.before())
    districts = {region.code for region in office.regions.kecamatan()}
    kecamatan = [_within(_sum(cells, "kecamatan"), districts) for cells in (present, past)]
    categories = _slices(_sum(present, "category"), _sum(past, "category"))
    urgent = [_grave(_sum(cells, "urgency")) for cells in (present, past)]
    return Figures(
        counted_at=now,
        submitted=Tally(sum(one.number for one in present), sum(one.number for one in past)),
        urgent=Tally(*urgent),
        categories=tuple(replace(one, group=office.category(one.key).group) for one in categories),
        kecamatan=_slices(*kecamatan),
        states=_slices(_sum(present, "status"), _sum(past, "status")),
        approved=Tally(decided[Status.APPROVED], decided_before[Status.APPROVED]),
        rejected=Tally(decided[Status.REJECTED], decided_before[Status.REJECTED]),
        withdrawn=Tally(decided[Status.WITHDRAWN], decided_before[Status.WITHDRAWN]),
        waiting=_waiting(session),
        matters=most_important(session, span, office),
        dailies=count_dailies(session, span),
    )


def _submitted(session: Session, span: Span) -> list[Cell]:
    kecamatan = func.substr(col(Report.region), 1, KECAMATAN)
    columns = (col(Report.category), col(Report.status), col(Report.urgency), kecamatan)
    query = (
        select(*columns, func.count())
        .where(col(Report.submitted_at) >= span.start, col(Report.submitted_at) < span.end)
        .group_by(*columns)
    )
    return [Cell(*row) for row in session.execute(query)]


def _decided(session: Session, span: Span) -> Counter[str]:
    query = (
        select(col(Report.status), func.count())
        .where(col(Report.decided_at) >= span.start, col(Report.decided_at) < span.end)
        .group_by(col(Report.status))
    )
    return Counter({status: number for status, number in session.execute(query)})


def _waiting(session: Session) -> Waiting:
    waits = col(Report.status) == Status.WAITING
    query = (
        select(col(Report.urgency), func.count(), func.min(col(Report.submitted_at)))
        .where(waits)
        .group_by(col(Report.urgency))
    )
    rows = session.execute(query).all()
    if not rows:
        return Waiting()
    order = (by_urgency(), col(Report.submitted_at), col(Report.id))
    named = select(col(Report.id)).where(waits).order_by(*order).limit(NAMED)
    return Waiting(
        sum(number for _, number, _ in rows),
        _grave(Counter({urgency: number for urgency, number, _ in rows})),
        min(first for _, _, first in rows),
        tuple(one for one in session.execute(named).scalars() if one is not None),
    )


def _grave(sums: Counter[str]) -> int:
    return sum(sums[urgency] for urgency in GRAVE)


def _sum(cells: Iterable[Cell], key_of: str) -> Counter[str]:
    sums: Counter[str] = Counter()
    for cell in cells:
        sums[getattr(cell, key_of)] += cell.number
    return sums


def _within(sums: Counter[str], known: set[str]) -> Counter[str]:
    """With everything that is in no known kecamatan together under `""`."""
    kept: Counter[str] = Counter()
    for key, number in sums.items():
        kept[key if key in known else ""] += number
    return kept


def _slices(present: Counter[str], past: Counter[str]) -> tuple[Slice, ...]:
    keys = sorted(present | past, key=lambda key: (-present[key], -past[key], key))
    return tuple(Slice(key, present[key], past[key]) for key in keys)
