"""Rows for every table of whatever revision, made from the columns the database has."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, MetaData, Table
from sqlmodel import SQLModel

ALLOWED = {
    "kind": "same",
    "role": "agent",
    "panel": "main",
    "recipient": "desk",
    "period": "daily",
    "state": "waiting",
    "status": "waiting",
    "urgency": "normal",
}
"""What the checks of the tables let through."""

Contents = dict[str, list[dict[str, Any]]]


def fill(engine: Engine, rows: int = 3) -> None:
    """So many rows in every table that is empty, but for those the database fills itself."""
    known = SQLModel.metadata.tables
    derived = {name for name, table in known.items() if table.info.get("derived")}
    with engine.begin() as connection:
        for table in _tables(connection):
            if table.name in derived:
                continue
            if connection.execute(sa.select(table).limit(1)).first() is None:
                values = [_row(table, number) for number in range(1, rows + 1)]
                connection.execute(table.insert(), values)


def contents(engine: Engine) -> Contents:
    """Every row of every table, in an order of its own."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (dict(row) for row in connection.execute(sa.select(table)).mappings()), key=str
            )
            for table in _tables(connection)
        }


def narrowed(wide: Contents, narrow: Contents) -> Contents:
    """The tables and columns of `narrow` only."""
    found: Contents = {}
    for name, rows in narrow.items():
        columns = list(rows[0])
        kept = ({column: row[column] for column in columns} for row in wide[name])
        found[name] = sorted(kept, key=str)
    return found


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [one for one in metadata.sorted_tables if one.name != "alembic_version"]


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    """A reference is made as what it refers to."""
    for key in column.foreign_keys:
        return _value(key.column, number)
    if column.name in ALLOWED:
        return ALLOWED[column.name]
    match column.type:
        case sa.DateTime():
            return datetime(2026, 11, number, 5, tzinfo=UTC)
        case sa.Date():
            return date(2026, 11, number)
        case sa.Boolean():
            return number % 2 == 0
        case sa.Integer():
            return number + (5_000_000_000 if isinstance(column.type, sa.BigInteger) else 0)
        case sa.Float():
            return number / 4
        case sa.LargeBinary():
            return bytes([number]) * 20
        case sa.JSON():
            return {"number": number}
        case sa.String(length=length):
            return f"{number}{column.name}🌊"[: length or 40]
    raise AssertionError(f"no value for {column!r}")
