"""How far the ids of each table were given out, on either engine."""

from sqlalchemy import Connection, text
from sqlmodel import SQLModel


def read_sequences(connection: Connection) -> dict[str, int]:
    """How far ids were given out, also those whose rows are gone: none is given out twice."""
    counted = {}
    if connection.dialect.name == "sqlite":
        for name, value in connection.execute(text("SELECT name, seq FROM sqlite_sequence")):
            counted[name] = int(value)
        return counted
    for table in SQLModel.metadata.sorted_tables:
        sequence = _sequence_of(connection, table.name) if "id" in table.c else None
        if sequence:
            last, used = connection.execute(
                text(f"SELECT last_value, is_called FROM {sequence}")
            ).one()
            highest = connection.execute(text(f'SELECT max(id) FROM "{table.name}"')).scalar()
            counted[table.name] = max(int(last) if used else 0, highest or 0)
    return counted


def _sequence_of(connection: Connection, table: str) -> str | None:
    """The name of the sequence behind a table's id on PostgreSQL."""
    query = text("SELECT pg_get_serial_sequence(:table, 'id')")
    found: str | None = connection.execute(query, {"table": f'"{table}"'}).scalar()
    return found


def write_sequences(connection: Connection, counted: dict[str, int]) -> None:
    """Go on where the copied database was."""
    sqlite = connection.dialect.name == "sqlite"
    for table, value in counted.items():
        if value < 1:
            continue
        if sqlite:
            which = {"table": table, "value": value}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), which)
            put = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :value)")
            connection.execute(put, which)
        elif sequence := _sequence_of(connection, table):
            which = {"sequence": sequence, "value": value}
            connection.execute(text("SELECT setval(:sequence, :value)"), which)
