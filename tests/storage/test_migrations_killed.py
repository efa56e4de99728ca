"""A start that dies in the middle of a migration: the next one finds nothing half done."""

from itertools import count

import pytest
from sqlalchemy import create_engine

from storage import migrate
from storage.database import Database
from storage.dying import Point
from tests.journeys.ending import killed
from tests.storage.filling import contents, fill

EVERY = 17  # statements between two deaths: a process each


def upgrades(url: str) -> None:
    """What every start does first."""
    engine = create_engine(url) if url.startswith("postgresql") else Database(url).engine
    migrate.upgrade(engine)


@pytest.mark.parametrize("point", [Point.MIGRATING, Point.MIGRATED])
@pytest.mark.parametrize("filled", [True, False], ids=["filled tables", "no tables"])
def test_wherever_it_dies_all_migrations_are_there_or_none(
    database: Database, point: Point, filled: bool
) -> None:
    migrate.downgrade(database.engine, "0001" if filled else "base")
    if filled:
        fill(database.engine)
    before, revision = contents(database.engine), migrate.present(database.engine)
    deaths = 0
    for passing in count(1, EVERY if point is Point.MIGRATING else 1):
        if not killed(point, passing, upgrades, database.url):
            break
        deaths += 1
        assert migrate.present(database.engine) == revision, passing
        assert contents(database.engine) == before, passing
    assert deaths >= 1
    with database.engine.connect() as connection:
        present, newest = migrate.stand(connection)
    assert present == newest
    after = contents(database.engine)
    assert all(len(after[name]) == len(rows) for name, rows in before.items())
