"""The counts of days stand after whatever happens to the tables, and a wrong one is noticed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from storage import daytriggers, migrate
from storage.database import Database
from storage.daycounts import DayDecided, DayPlace, DaySubmitted
from storage.tables import Report
from tests.digests.world import keep, report

TWO_DAYS = datetime(2026, 11, 20, 23, 59, 59, 999_999, tzinfo=UTC)
NEXT = TWO_DAYS + timedelta(microseconds=1)


async def some_reports(database: Database) -> None:
    rows = [report(number, TWO_DAYS if number % 2 else NEXT) for number in range(1, 8)]
    await database.run(lambda session: keep(session, rows))


def numbers(connection: Connection) -> dict[date, int]:
    query = sa.text("SELECT day, sum(number) FROM day_submitted GROUP BY day")
    return {date.fromisoformat(str(day)): int(number) for day, number in connection.execute(query)}


async def test_a_day_ends_at_midnight_of_utc_to_the_microsecond(database: Database) -> None:
    await some_reports(database)
    with database.engine.connect() as connection:
        assert numbers(connection) == {date(2026, 11, 20): 4, date(2026, 11, 21): 3}


async def test_reports_that_were_there_before_are_counted_in_several_goes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daytriggers, "CHUNK", 2)
    await some_reports(database)
    with database.engine.begin() as connection:
        daytriggers.go(connection)
        for counts in (DaySubmitted, DayPlace, DayDecided):
            connection.execute(sa.delete(counts))
    migrate.upgrade(database.engine)
    with database.engine.connect() as connection:
        assert numbers(connection) == {date(2026, 11, 20): 4, date(2026, 11, 21): 3}
        assert daytriggers.astray(connection) == 0


async def test_a_table_of_reports_that_was_built_anew_is_counted_again(
    database: Database,
) -> None:
    await some_reports(database)
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("report", recreate="always") as batch:
            batch.alter_column("reason", type_=sa.String(30))
        if not database.sqlite:
            daytriggers.go(connection)
        connection.execute(sa.delete(Report).where(sa.column("id") == 1))
        assert daytriggers.astray(connection) > len(daytriggers.EVENTS)
    migrate.upgrade(database.engine)
    with database.engine.connect() as connection:
        assert daytriggers.astray(connection) == 0
        assert numbers(connection) == {date(2026, 11, 20): 3, date(2026, 11, 21): 3}


async def test_a_wrong_count_is_noticed_from_its_day_on_and_mended_on_request(
    database: Database,
) -> None:
    await some_reports(database)
    with database.engine.begin() as connection:
        wrong = "UPDATE day_place SET number = number + 1 WHERE day = '2026-11-20'"
        connection.exec_driver_sql(wrong)
        assert daytriggers.astray(connection) == 1
        assert daytriggers.astray(connection, date(2026, 11, 20)) == 1
        assert daytriggers.astray(connection, date(2026, 11, 21)) == 0
    migrate.upgrade(database.engine)
    with database.engine.connect() as connection:
        assert daytriggers.astray(connection) == 1
    migrate.upgrade(database.engine, recount=True)
    with database.engine.connect() as connection:
        assert daytriggers.astray(connection) == 0


async def test_a_unit_that_is_undone_leaves_the_counts_as_they_were(database: Database) -> None:
    await some_reports(database)

    def unit(session: sa.orm.Session) -> None:
        session.execute(sa.insert(Report), [report(8, NEXT)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(unit)
    with database.engine.connect() as connection:
        assert daytriggers.astray(connection) == 0
