"""The figures of a digest over a hundred thousand reports, on both databases."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session

from digests.figures import count
from digests.periods import Period, last_complete
from offices.load import load as load_office
from offices.office import Office
from storage.database import Database
from storage.tables import Report, Source
from tests.databases import PostgresServer, SqliteTemplate

REPORTS = 100_000
DAYS = 90
CHUNK = 5_000
NOW = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # Monday 06.00 WIB: all three periods are over
STATES = ("approved",) * 60 + ("rejected",) * 30 + ("withdrawn",) * 9 + ("waiting",)

Spent = dict[tuple[str, Period], tuple[float, ...]]


def figures(folder: Path, server: PostgresServer, rounds: int) -> Spent:
    """Milliseconds of each count, both databases in turns; the first count is not kept."""
    office = load_office("indragiri-hilir")
    databases = {
        "SQLite": Database(SqliteTemplate(folder).copy_to(folder / "figures.db")),
        "PostgreSQL": Database(server.fresh()),
    }
    spent: dict[tuple[str, Period], list[float]] = {}
    try:
        for database in databases.values():
            _fill(database, office)
        for number in range(rounds + 1):
            for period in Period:
                for name, database in databases.items():
                    begun = time.perf_counter()
                    database.look(partial(_counted, office=office, period=period))
                    if number:
                        passed = (time.perf_counter() - begun) * 1000
                        spent.setdefault((name, period), []).append(passed)
    finally:
        for database in databases.values():
            database.close()
    return {key: tuple(values) for key, values in spent.items()}


def _counted(session: Session, office: Office, period: Period) -> None:
    figures = count(session, last_complete(period, NOW, office.zone), NOW, office)
    if figures.submitted.now < REPORTS / DAYS / 2 or not figures.matters:
        raise RuntimeError("too few reports were counted")


def _fill(database: Database, office: Office) -> None:
    def unit(session: Session) -> None:
        session.add(Source(id="s1", codename="Elang", bot="public", language="id", created_at=NOW))
        session.flush()
        rows = list(_reports(office))
        for first in range(0, REPORTS, CHUNK):
            session.connection().execute(insert(Report), rows[first : first + CHUNK])
        if not database.sqlite:
            session.connection().execute(text("ANALYZE report"))  # as autovacuum would

    database.submit(unit).result()


def _reports(office: Office) -> Iterator[dict[str, Any]]:
    luck = random.Random(14)
    regions = [
        region.code
        for district in office.regions.kecamatan()
        for region in (district, *office.regions.children(district.code))
    ]
    categories = [category.key for category in office.categories]
    for number in range(1, REPORTS + 1):
        submitted = NOW - timedelta(days=DAYS) * (1 - number / REPORTS)
        status = luck.choice(STATES)
        decided = None if status == "waiting" else submitted + timedelta(hours=luck.random() * 6)
        approved = status == "approved"
        yield {
            "id": number,
            "code": f"{number:08}",
            "draft_id": number,
            "source_id": "s1",
            "form": "tip",
            "form_version": 1,
            "text": "Air sungai naik cepat, jalan desa sudah terendam setinggi lutut. " * 4,
            "category": luck.choice(categories),
            "region": luck.choice(regions),
            "happened_at": submitted - timedelta(hours=3),
            "urgency": "urgent" if luck.random() < 0.05 else "normal",
            "contact": True,
            "status": status,
            "version": 1 if status == "waiting" else 2,
            "submitted_at": submitted,
            "consent_version": "1",
            "decided_at": decided,
            "grade_source": luck.choice("ABCDEF") if approved else None,
            "grade_information": luck.choice("123456") if approved else None,
        }
