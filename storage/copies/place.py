"""What lies where a copy shall go."""

from sqlalchemy import MetaData, func, select

from storage.copies.trouble import NotEmpty
from storage.database import Database
from storage.files.store import FileStore


def must_be_empty(database: Database) -> None:
    """Raises NotEmpty when there is a row, also in tables of another version."""
    full = [name for name, count in _counts(database).items() if count]
    if full:
        raise _not_empty(f"the table {full[0]}")


def must_have_no_file(files: FileStore) -> None:
    """Raises NotEmpty when the evidence store holds anything."""
    if not files.is_empty():
        raise _not_empty("the evidence folder")


def holds_all(database: Database, rows: dict[str, int]) -> bool:
    """Whether there are as many rows in each table as a copy tells, and some at all."""
    there = _counts(database)
    return any(there.values()) and rows == {name: there.get(name, 0) for name in rows}


def _not_empty(what: str) -> NotEmpty:
    return NotEmpty(
        f"A copy goes back only where nothing is, and {what} holds something: give "
        "DATABASE_URL and DATA_DIR new, empty places, or move the old ones away"
    )


def _counts(database: Database) -> dict[str, int]:
    with database.snapshot() as connection:
        known = MetaData()
        known.reflect(connection)
        return {
            one.name: connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in known.sorted_tables
            if one.name != "alembic_version"
        }
