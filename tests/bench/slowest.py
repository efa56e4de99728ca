"""(h): how long each unit holds the writer up, by its rule, over two busy days of an office."""

import functools
import gc
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from desk.rights import Role
from offices.load import load as load_office
from storage.database import Database
from storage.tables import Draft, Outbox, Pace, Report, Seen, Source
from tests.bench.crowd import Crowd
from tests.bench.rounds import Row
from tests.databases import SqliteTemplate
from tests.world import World, world

REPORTS, DAYS = 30_000, 90  # before the first of the two days
OLD = {"seen": 20_000, "outbox": 5_000, "pace": 2_000, "drafts": 500}  # what falls due at once
CITIZENS = 30  # a day; of more at once a single card would tell
ALLOWED = 20.0  # milliseconds, by the rule of the house
MONDAY = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # 06.30 WIB: day and week are over
FIRST = MONDAY + timedelta(days=1)  # the first of the month: day and month are over

Spent = dict[str, list[float]]


async def rows(folder: Path) -> list[Row]:
    """The slowest rule, and every other one above twenty milliseconds."""
    found = await units(folder)
    slowest = sorted(found.items(), key=lambda one: -max(one[1]))
    shown = [one for number, one in enumerate(slowest) if not number or max(one[1]) > ALLOWED]
    what = "(h) the slowest unit"
    return [
        Row(f"{what if not number else '(h) … next'}: {name}", (max(spent),), "ms", len(spent))
        for number, (name, spent) in enumerate(shown)
    ]


async def units(folder: Path) -> Spent:
    """Milliseconds of the writer's processor time, by rule. The first day warms up."""
    folder.mkdir()
    url = SqliteTemplate(folder).copy_to(folder / "cakra.db")
    async with world(url, folder) as office:
        office.clock.at = MONDAY
        await office.product.database.run(_past)
        gc.freeze()  # as the program does: no unit is taxed with looking for garbage
        for day, morning in enumerate((MONDAY, FIRST)):
            office.clock.at = morning
            left = functools.partial(_leftovers, morning, day)
            await office.product.database.run(left)
            with watched() as found:
                await _a_day(office, day)
    return found


async def _a_day(office: World, day: int) -> None:
    """Thirty citizens report, an officer decides, and everything that is due is done."""
    crowd = Crowd(office.sandbox)
    desk = office.at_desk(await office.officer(f"Hasan {day}", Role.VERIFIER))
    await office.officer(f"Bupati {day}", Role.LEADER)
    async with crowd.listening():
        numbers = range(CITIZENS * day, CITIZENS * (day + 1))
        for draft in await crowd.drafts(numbers, urgent=numbers[::10]):
            await crowd.sends(draft)
        await office.settled()
    label = office.label("id", "desk.approve_default", {})
    for card in [one for one in await desk.tail(CITIZENS) if label in one.labels]:
        await desk.taps("desk.approve_default", on=card)
    for _ in range(3):
        await office.tick()
        office.clock.passes(seconds=30)


@contextmanager
def watched() -> Iterator[Spent]:
    """What every unit took until the context is left."""
    found: Spent = defaultdict(list)
    plain = Database.run

    def run(self: Database, unit: Callable[[Session], Any]) -> Any:
        def timed(session: Session) -> Any:
            begun = time.thread_time()
            try:
                result = unit(session)
                session.flush()
                return result
            finally:
                found[rule_of(unit)].append((time.thread_time() - begun) * 1000)

        return plain(self, timed)

    Database.run = run  # type: ignore[method-assign]
    try:
        yield found
    finally:
        Database.run = plain  # type: ignore[method-assign]


def rule_of(unit: Callable[..., Any]) -> str:
    """The rule that a unit runs: what it closes over, or what a one-line unit calls."""
    if isinstance(unit, functools.partial):
        return rule_of(unit.keywords.get("unit", unit.func))
    if inside := _closed_over(unit).get("rule"):
        return rule_of(inside)
    if unit.__name__ == "<lambda>":
        called = [one for one in unit.__code__.co_names if not one.startswith("_")]
        return ".".join(called[:2])
    return f"{unit.__module__}.{unit.__qualname__.replace('.<locals>', '')}"


def _closed_over(unit: Callable[..., Any]) -> dict[str, Any]:
    cells = getattr(unit, "__closure__", None) or ()
    return {
        name: cell.cell_contents
        for name, cell in zip(unit.__code__.co_freevars, cells, strict=False)
    }


def _past(session: Session) -> None:
    """Ninety days of reports, so that a digest has something to count."""
    office, luck = load_office("indragiri-hilir"), random.Random(14)
    source = Source(id="past", codename="Elang", bot="public", language="id", created_at=MONDAY)
    session.add(source)
    session.flush()
    regions = [one.code for one in office.regions.kecamatan()]
    categories = [one.key for one in office.categories]
    session.execute(
        insert(Report),
        [
            {
                "code": f"{number:08}",
                "draft_id": 1_000_000 + number,
                "source_id": "past",
                "form": "tip",
                "form_version": 1,
                "text": "Air sungai naik cepat, jalan desa sudah terendam setinggi lutut.",
                "category": luck.choice(categories),
                "region": luck.choice(regions),
                "happened_at": (at := MONDAY - timedelta(days=DAYS) * (number / REPORTS)),
                "urgency": "urgent" if luck.random() < 0.05 else "normal",
                "contact": True,
                "status": "approved",
                "version": 2,
                "submitted_at": at,
                "consent_version": "1",
                "decided_at": at + timedelta(hours=1),
                "grade_source": "B",
                "grade_information": "2",
            }
            for number in range(REPORTS)
        ],
    )


def _leftovers(now: datetime, day: int, session: Session) -> None:
    """What days without the program leave to be swept and reminded of."""
    ago = {days: now - timedelta(days=days) for days in (2, 4, 31)}
    ids = range(day * 100_000, day * 100_000 + OLD["seen"])
    session.execute(insert(Seen), [{"bot": "old", "update_id": n, "at": ago[4]} for n in ids])
    paces = {"bot": "public", "recipient": "desk", "weight": 1, "at": ago[2]}
    session.execute(insert(Pace), [paces] * OLD["pace"])
    session.execute(insert(Outbox), [_old_message(n, day, ago[31]) for n in range(OLD["outbox"])])
    people = {f"old{day}-{n}": n for n in range(OLD["drafts"])}
    known = {"bot": "public", "language": "id", "created_at": ago[2]}
    several = [{**known, "id": name, "codename": f"Elang {name}"} for name in people]
    session.execute(insert(Source), several)
    session.execute(insert(Draft), [_old_draft(name, n, now) for name, n in people.items()])


def _old_message(number: int, day: int, at: datetime) -> dict[str, Any]:
    return {
        "kind": "receipt",
        "bot": "public",
        "recipient": "source:past",
        "dedupe_key": f"old:{day}:{number}",
        "priority": 10,
        "state": "sent",
        "attempts": 1,
        "not_before": at,
        "payload": {},
        "created_at": at,
        "sent_at": at,
    }


def _old_draft(owner: str, number: int, now: datetime) -> dict[str, Any]:
    """Every second one has run out, the others are to be reminded of."""
    touched = now - timedelta(hours=25 if number % 2 else 2)
    started = {"started_at": touched, "touched_at": touched}
    return {"owner": f"source:{owner}", "form": "tip", "revision": 1, "sealed": b"", **started}
