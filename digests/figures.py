"""What happened in a period, as numbers and report ids; never a word of a person."""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.lifecycle import GRAVE, Status
from desk.reports import by_urgency
from digests.dailies import Dailies, count_dailies
from digests.matters import most_important
from digests.periods import Span
from digests.sums import sums
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


def count(session: Session, span: Span, now: datetime, office: Office) -> Figures:
    """Count `span` against the period before, in ten queries; writes nothing."""
    present, past = sums(session, (span, span.before()))
    districts = {region.code for region in office.regions.kecamatan()}
    categories = _slices(present.categories, past.categories)

    def decisions(status: Status) -> Tally:
        return Tally(present.decisions(status), past.decisions(status))

    return Figures(
        counted_at=now,
        submitted=Tally(present.states.total(), past.states.total()),
        urgent=Tally(_grave(present.urgencies), _grave(past.urgencies)),
        categories=tuple(replace(one, group=office.category(one.key).group) for one in categories),
        kecamatan=_slices(*(_within(one.districts, districts) for one in (present, past))),
        states=_slices(present.states, past.states),
        approved=decisions(Status.APPROVED),
        rejected=decisions(Status.REJECTED),
        withdrawn=decisions(Status.WITHDRAWN),
        waiting=_waiting(session),
        matters=most_important(session, span, office, present.decided),
        dailies=count_dailies(session, span),
    )


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
    heads = col(Report.merged_into).is_(None)
    named = select(col(Report.id)).where(waits, heads).order_by(*order).limit(NAMED)
    return Waiting(
        sum(number for _, number, _ in rows),
        _grave(Counter({urgency: number for urgency, number, _ in rows})),
        min(first for _, _, first in rows),
        tuple(one for one in session.execute(named).scalars() if one is not None),
    )


def _grave(sums: Counter[str]) -> int:
    return sum(sums[urgency] for urgency in GRAVE)


def _within(sums: Counter[str], known: set[str]) -> Counter[str]:
    """With everything that is in no known kecamatan together under `""`."""
    kept: Counter[str] = Counter()
    for key, number in sums.items():
        kept[key if key in known else ""] += number
    return kept


def _slices(present: Counter[str], past: Counter[str]) -> tuple[Slice, ...]:
    keys = sorted(present | past, key=lambda key: (-present[key], -past[key], key))
    return tuple(Slice(key, present[key], past[key]) for key in keys)
