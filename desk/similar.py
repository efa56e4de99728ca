"""Reports that may tell of the same event, among any number of reports.

An index on the moment of the event and its place leaves at most two thousand, the nearest in time;
their texts are compared roughly, and the best of those word by word.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, literal_column, or_, select
from sqlmodel import Session

from desk.lifecycle import Status
from desk.tellings import Telling, named, shared, telling
from offices.office import UNDECIDED
from storage.daycounts import DISTRICT
from storage.statements import Statement, columns
from storage.tables import Report

AROUND = timedelta(days=7)  # before and after the event
A_SIDE = 1_000  # candidates before it, and after it
CLOSER = 16  # looked at word by word
SHOWN = 5
ENOUGH = 50  # points of a hundred
WORDS, EVENTS = 50, 20  # points, for the words and for the kind of event


class Near(StrEnum):
    """How two places lie: in one village, in one kecamatan, or one is only the regency."""

    VILLAGE = "village"
    DISTRICT = "district"
    REGENCY = "regency"


@dataclass(frozen=True, slots=True)
class Match:
    """A report that may tell of the same event, and why.

    `happened_at` is when it happened as it was told there. `words` are names of events and things,
    in Indonesian, that both tell of; `more` counts what else both say, which may be anybody's
    name and so is not repeated. `same_source`: it is no second witness.
    """

    id: int
    code: str
    score: int
    happened_at: datetime
    near: Near
    words: tuple[str, ...]
    more: int
    same_category: bool
    same_source: bool


class Told(NamedTuple):
    """A candidate as it was told."""

    id: int
    code: str
    source_id: str
    text: str
    region: str
    happened_at: datetime
    category: str


def days_apart(one: datetime, other: datetime, zone: tzinfo) -> int:
    """How many local days lie between two moments; 0 on the same day."""
    return abs((one.astimezone(zone).date() - other.astimezone(zone).date()).days)


def similar(
    session: Session, report: Report, *, now: datetime, exclude: Collection[int] = ()
) -> tuple[Match, ...]:
    """The reports most like `report`, the likest first, at most five; writes nothing.

    Neither itself nor what was withdrawn, nor what `exclude` names, such as what is linked with it
    already. Another kecamatan's reports are none, however alike their words.
    """
    return similar_to(
        session,
        report.text,
        report.region,
        report.happened_at,
        report.category,
        source=report.source_id,
        exclude={*exclude, report.id or 0},
    )


def similar_to(
    session: Session,
    what: str,
    region: str,
    day: datetime,
    category: str = UNDECIDED.key,
    *,
    source: str | None = None,
    exclude: Collection[int] = (),
    most: int = SHOWN,
) -> tuple[Match, ...]:
    """The same for what is not sent yet: its words, its place and the moment of the event."""
    told = Told(0, "", source or "", what, region, day, category)
    mine = telling(what)
    if not mine.words:
        return ()
    most_of_words = WORDS + (EVENTS if mine.events else 0)
    best: list[Match] = []
    for one in _roughly(told, _around(session, told, exclude)):
        if len(best) == most:
            highest = round(most_of_words + _beside_words(told, one))
            if _order(told, one, highest) > _order(told, best[-1], best[-1].score):
                continue  # in a flood many are alike: whatever it says, it is no nearer
        if match := _match(told, mine, one):
            best.append(match)
            best.sort(key=lambda it: _order(told, it, it.score))
            del best[most:]
    return tuple(best)


def _order(told: Told, one: Told | Match, score: int) -> tuple[int, timedelta, int]:
    """The likest first; of those the nearest in time, then the newest."""
    return -score, abs(one.happened_at - told.happened_at), -one.id


def between(report: Report, other: Report) -> Match:
    """How two reports compare, however little speaks for it."""
    told, its = (Told(*(getattr(one, name) for name in Told._fields)) for one in (report, other))
    return _compared(told, telling(told.text), its)[0]


def _around(session: Session, told: Told, exclude: Collection[int]) -> Iterable[Told]:
    """What happened near it, the nearest in time of either side."""
    place = told.region[:DISTRICT]
    moment = told.happened_at
    for side in _IN_DISTRICT if len(place) == DISTRICT else _IN_REGENCY:
        rows = side.all(
            session,
            moment=moment,
            earliest=moment - AROUND,
            latest=moment + AROUND,
            place=place,
            length=len(place),
            most=A_SIDE + len(exclude),
        )
        others = [Told(*row) for row in rows if row[0] not in exclude]
        if len(others) > A_SIDE:
            others.sort(key=lambda one: abs(one.happened_at - moment))
        yield from others[:A_SIDE]


def _side(place: ColumnElement[bool], *, later: bool) -> Statement:
    """What happened there, the nearest in time first; the inner query is answered by the index
    alone, on either engine."""
    at = _c.happened_at
    after = and_(at >= bindparam("moment"), at <= bindparam("latest"))
    before = and_(at < bindparam("moment"), at >= bindparam("earliest"))
    near = select(_c.id).where(after if later else before, place)
    near = near.order_by(at if later else at.desc()).limit(bindparam("most", type_=Integer()))
    told = [_c[name] for name in Told._fields]
    return Statement(
        lambda _: select(*told).where(_c.id.in_(near), _c.status != Status.WITHDRAWN.value)
    )


_c = columns(Report)
_SAME_DISTRICT = or_(
    func.substr(_c.region, 1, literal_column(str(DISTRICT))) == bindparam("place"),
    func.length(_c.region) < literal_column(str(DISTRICT)),
)
_SAME_REGENCY = func.substr(_c.region, 1, bindparam("length")) == bindparam("place")
_IN_DISTRICT = tuple(_side(_SAME_DISTRICT, later=later) for later in (True, False))
"""In the same kecamatan, or told of the whole regency."""
_IN_REGENCY = tuple(_side(_SAME_REGENCY, later=later) for later in (True, False))
"""Anywhere: of the whole regency everything is near."""


def _roughly(told: Told, candidates: Iterable[Told]) -> list[Told]:
    """The few whose words, place, day and category together promise most."""
    every = list(candidates)
    texts = [one.text for one in every]
    alike = process.extract(
        told.text, texts, scorer=fuzz.token_set_ratio, processor=default_process, limit=None
    )
    points = {at: score / 2 + _beside_words(told, every[at]) for _, score, at in alike}
    return [every[at] for at in sorted(points, key=lambda at: -points[at])[:CLOSER]]


def _match(told: Told, mine: Telling, other: Told) -> Match | None:
    """None when too little speaks for it, or the words tell of different events."""
    match, fits = _compared(told, mine, other)
    return match if fits and match.score >= ENOUGH else None


def _compared(told: Told, mine: Telling, other: Told) -> tuple[Match, bool]:
    """How the two compare, and whether the words can tell of one event."""
    its = telling(other.text)
    ours, theirs = shared(mine, its)
    alike = _share(len(ours), len(mine.words), len(theirs), len(its.words))
    events = mine.events & its.events
    fits = bool(events) or alike >= (0.85 if mine.events and its.events else 0.5)
    score = alike * WORDS + (EVENTS if events else 0) + _beside_words(told, other)
    words = named(ours, mine)
    match = Match(
        id=other.id,
        code=other.code,
        score=round(score),
        happened_at=other.happened_at,
        near=_near(told.region, other.region),
        words=words,
        more=max(0, min(len(ours), len(theirs)) - len(words)),
        same_category=_same_category(told, other),
        same_source=told.source_id == other.source_id,
    )
    return match, fits


def _share(ours: int, mine: int, theirs: int, its: int) -> float:
    """How much of both is shared; a short text that a long one contains counts for more."""
    if not its:
        return 0.0
    of_both = (ours + theirs) / (mine + its)
    if min(mine, its) < 3:
        return of_both
    return (of_both + max(ours / mine, theirs / its)) / 2


def _beside_words(told: Told, other: Told) -> float:
    """Up to thirty points: the place, the day, the category."""
    place = {Near.VILLAGE: 12, Near.DISTRICT: 4, Near.REGENCY: 2}[_near(told.region, other.region)]
    apart = abs(told.happened_at - other.happened_at) / AROUND
    return place + 10 * max(0.0, 1 - apart) + (8 if _same_category(told, other) else 0)


def _near(one: str, other: str) -> Near:
    if min(len(one), len(other)) < DISTRICT:
        return Near.REGENCY
    return Near.VILLAGE if one == other and len(one) > DISTRICT else Near.DISTRICT


def _same_category(told: Told, other: Told) -> bool:
    return told.category == other.category != UNDECIDED.key
