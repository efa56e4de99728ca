"""Migrations, up and down, on both engines; the tables they make are the tables of the code."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrate import NewerDatabase, downgrade, upgrade


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


async def test_a_database_of_a_newer_program_is_refused_in_one_sentence(
    database: Database,
) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="newer version"):
        upgrade(database.engine)
