"""Migrations, up and down, on both engines; the tables they make are the tables of the code."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrate import NewerDatabase, downgrade, upgrade
from tests.storage.filling import contents, fill, narrowed


async def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


async def test_upgrading_again_changes_nothing(database: Database) -> None:
    before, after = upgrade(database.engine)
    assert before == after is not None


async def test_down_leaves_nothing_behind_and_up_brings_it_back(database: Database) -> None:
    downgrade(database.engine, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    upgrade(database.engine)
    assert set(SQLModel.metadata.tables) <= set(inspect(database.engine).get_table_names())


async def test_filled_tables_go_up_with_what_they_hold(database: Database) -> None:
    downgrade(database.engine, "0001")
    fill(database.engine)
    before = contents(database.engine)
    assert all(before.values()) and "source" in before
    upgrade(database.engine)
    after = contents(database.engine)
    assert narrowed(after, before) == before
    assert [row["bot"] for row in after["source"]] == ["public"] * 3
    assert [row["answers"] for row in after["report"]] == [{}] * 3
    assert [row["paused_at"] for row in after["account"]] == [None] * 3


async def test_filled_tables_go_down_and_up_again_without_losing_an_older_row(
    database: Database,
) -> None:
    fill(database.engine)
    full = contents(database.engine)
    assert full["invite"] and full["daily"]
    downgrade(database.engine, "0001")
    older = contents(database.engine)
    assert older == narrowed(full, older)
    upgrade(database.engine)
    assert narrowed(contents(database.engine), older) == older
    assert contents(database.engine)["invite"] == []


async def test_the_log_stays_closed_through_a_migration(database: Database) -> None:
    fill(database.engine)
    downgrade(database.engine, "0001")
    upgrade(database.engine)
    with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE log SET actor = 'nobody'")


async def test_a_database_of_a_newer_program_is_refused_in_one_sentence(
    database: Database,
) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer version"):
        upgrade(database.engine)
