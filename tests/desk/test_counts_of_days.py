"""Whatever the rules do to reports, the counts of days are what a count by hand gives."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy
from sqlalchemy import delete
from sqlmodel import Session, col, select

from desk import decisions
from desk.decisions import Reason
from desk.grades import Grade
from desk.house import House
from desk.lifecycle import ALLOWED, Status, move
from desk.rights import Person, Role
from desk.submitting import submit
from desk.whereabouts import Desk
from forms.steps import Ready
from forms.values import Place, Value
from offices.load import load as load_office
from offices.office import Limits
from storage.database import Database
from storage.daycounts import DayDecided, DayPlace, DaySubmitted
from storage.daytriggers import astray
from storage.statements import columns
from storage.tables import LogEntry, Report, Source
from storage.vault import Vault
from tests.world import VAULT_KEY

MANY = 10**6
OFFICE = replace(
    load_office("indragiri-hilir"), limits=Limits(MANY, MANY, MANY, MANY, MANY)
)  # one citizen sends all of them
HOUSE = House(OFFICE, Vault(VAULT_KEY), OFFICE.forms(), Desk(-1))
CITIZEN = Person("public", "Siti", "id", source="s")
OFFICER = Person("private", "Hasan", "id", account=1, roles=frozenset({Role.VERIFIER}))
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
PLACES = ("14.04", "14.04.01", "14.04.01.2001", "14.04.02.2002")
CATEGORIES = ("open", *(one.key for one in OFFICE.categories[:3]))


class Walk:
    """One step after the other, each a unit of its own, at moments around three midnights."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.luck = random.Random(seed)
        self.done: Counter[str] = Counter()

    async def step(self, number: int) -> None:
        hours = self.luck.choice([-1, 0, 1, 24, 47, 48]) + self.luck.random() / 1000
        now = MIDNIGHT + timedelta(hours=hours)
        name = self.luck.choice(
            [*["sent"] * 4, *["approved", "rejected", "withdrawn"], "moved", "corrected", "gone"]
        )

        def unit(session: Session) -> bool:
            return bool(getattr(self, name)(session, number, now))

        self.done[name] += await self.database.run(unit)

    def sent(self, session: Session, number: int, now: datetime) -> bool:
        answers: dict[str, Value] = {
            "what": "Air naik di jalan desa",
            "where": Place(self.luck.choice(PLACES)),
            "category": self.luck.choice(CATEGORIES),
            "when": now,
        }
        opened = SimpleNamespace(number=number, form=HOUSE.forms["tip"], pointed=frozenset())
        ready = Ready(answers, frozenset(), self.luck.random() < 0.3)
        submit(session, CITIZEN, HOUSE, opened, ready, now)  # type: ignore[arg-type]
        return True

    def approved(self, session: Session, number: int, now: datetime) -> bool:
        report = self._some(session, Status.WAITING)
        if report:
            grade = Grade(self.luck.choice("ABF"), self.luck.choice("236"))
            decisions.approve(session, OFFICER, *report, grade=grade, now=now)
        return bool(report)

    def rejected(self, session: Session, number: int, now: datetime) -> bool:
        report = self._some(session, Status.WAITING)
        if report:
            decisions.reject(session, OFFICER, *report, reason=Reason.UNCLEAR, now=now)
        return bool(report)

    def withdrawn(self, session: Session, number: int, now: datetime) -> bool:
        report = self._some(session, Status.WAITING)
        if report:
            decisions.withdraw(session, CITIZEN, report[0], now=now)
        return bool(report)

    def moved(self, session: Session, number: int, now: datetime) -> bool:
        """Any move of the table, also one that takes a decision back."""
        found = self._some(session)
        report = session.get(Report, found[0]) if found else None
        moves = list(ALLOWED[Status(report.status)]) if report else []
        if report is None or not moves:
            return False
        to = self.luck.choice(moves)
        report.decided_at = None if to == Status.WAITING else now
        move(session, report, to, actor="system", event="tested", now=now)
        return True

    def corrected(self, session: Session, number: int, now: datetime) -> bool:
        """Whatever a rule may set of a report, a decision taken back among it."""
        found = self._some(session)
        report = session.get(Report, found[0]) if found else None
        if report is None:
            return False
        changes = {
            "category": self.luck.choice(CATEGORIES),
            "region": self.luck.choice(PLACES),
            "urgency": self.luck.choice(["normal", "urgent"]),
            "submitted_at": now,
            "decided_at": self.luck.choice([None, now]),
            "grade_source": self.luck.choice([None, "C"]),
            "status": self.luck.choice([report.status, "waiting"]),
            "text": "",
        }
        for name in self.luck.sample(list(changes), self.luck.randint(1, 3)):
            setattr(report, name, changes[name])
        session.add(report)
        return True

    def gone(self, session: Session, number: int, now: datetime) -> bool:
        found = self._some(session) if self.luck.random() < 0.3 else None
        if found:
            session.exec(delete(Report).where(col(Report.id) == found[0]))
        return bool(found)

    def _some(self, session: Session, status: Status | None = None) -> tuple[int, int] | None:
        query = select(Report.id, Report.version)
        if status is not None:
            query = query.where(Report.status == status)
        rows = session.exec(query.order_by(col(Report.id))).all()
        return self.luck.choice([(number or 0, at) for number, at in rows]) if rows else None


def by_hand(rows: list[Report]) -> tuple[Counter[tuple[object, ...]], ...]:
    submitted: Counter[tuple[object, ...]] = Counter()
    places: Counter[tuple[object, ...]] = Counter()
    decided: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        day = row.submitted_at.astimezone(UTC).date()
        submitted[day, row.category, row.status, row.urgency] += 1
        places[day, row.region[:8]] += 1
        if row.decided_at is not None:
            grade = (row.grade_source or "", row.grade_information or "")
            decided[row.decided_at.astimezone(UTC).date(), row.status, row.urgency, *grade] += 1
    return submitted, places, decided


def kept(session: Session) -> tuple[Counter[tuple[object, ...]], ...]:
    found = []
    for table in (DaySubmitted, DayPlace, DayDecided):
        rows = session.execute(sqlalchemy.select(*columns(table))).all()
        found.append(Counter({tuple(key): number for *key, number in rows}))
    return tuple(found)


@pytest.mark.parametrize("seed", range(2))
async def test_after_any_walk_through_the_rules_the_counts_are_those_by_hand(
    database: Database, seed: int
) -> None:
    def first(session: Session) -> None:
        session.add(
            Source(id="s", codename="Elang", bot="public", language="id", created_at=MIDNIGHT)
        )

    await database.run(first)
    walk = Walk(database, seed)
    for number in range(1, 161):
        await walk.step(number)
        if number % 20 == 0:
            rows = await database.read(lambda session: list(session.exec(select(Report))))
            counts = await database.read(kept)
            assert counts == by_hand(rows)
            assert all(number > 0 for count in counts for number in count.values())
    assert all(walk.done[name] for name in ("sent", "approved", "rejected", "withdrawn", "gone"))
    assert await database.read(lambda session: astray(session.connection())) == 0
    assert await database.read(lambda session: session.exec(select(LogEntry)).first())
