"""What a database holds at one moment, how two moments differ, and going back to the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, delete, insert, select, update
from sqlmodel import Session, SQLModel

Key = tuple[Any, ...]
Row = dict[str, Any]
Rows = Mapping[str, Mapping[Key, Row]]

LEFT_OUT = {"seen", "pace"}
"""Which updates came and what was sent when: every message leaves that, a refused one too."""
APPENDED = {"log", "log_head"}
"""What can not be taken back; nobody's rights hang on it."""


@dataclass(frozen=True)
class Change:
    """A row that came (`before` is None), went (`after` is None) or is another now."""

    table: str
    key: Key
    before: Row | None
    after: Row | None

    def __str__(self) -> str:
        if self.before is None or self.after is None:
            return f"{self.table} {'+' if self.before is None else '-'}{self.after or self.before}"
        other = [name for name in self.after if self.after[name] != self.before[name]]
        changed = ", ".join(f"{one}: {self.before[one]} → {self.after[one]}" for one in other)
        return f"{self.table} {self.key} {changed}"


def _tables() -> list[Table]:
    """What follows from other tables is left out as well: triggers take it back."""
    found = SQLModel.metadata.sorted_tables
    return [one for one in found if one.name not in LEFT_OUT and not one.info.get("derived")]


def taken(session: Session) -> Rows:
    """Every row of every table, by its key."""
    return {
        table.name: {
            tuple(row[one.name] for one in table.primary_key): dict(row)
            for row in session.connection().execute(select(table)).mappings()
        }
        for table in _tables()
    }


def changes(before: Rows, after: Rows) -> list[Change]:
    """What became another between two moments."""
    found = []
    for table, rows in after.items():
        earlier = before[table]
        if rows == earlier:
            continue
        for key in {**earlier, **rows}:
            was, now = earlier.get(key), rows.get(key)
            if was != now:
                found.append(Change(table, key, was, now))
    return found


def taken_back(session: Session, found: list[Change]) -> None:
    """Undo these changes, except of what is only ever appended. The caller commits."""
    order = {table.name: number for number, table in enumerate(_tables())}
    tables = SQLModel.metadata.tables
    undone = [one for one in found if one.table not in APPENDED]
    connection = session.connection()
    for one in sorted(undone, key=lambda change: -order[change.table]):
        if one.before is None:
            connection.execute(delete(tables[one.table]).where(_is(tables[one.table], one.key)))
    for one in sorted(undone, key=lambda change: order[change.table]):
        table = tables[one.table]
        if one.after is None and one.before is not None:
            connection.execute(insert(table).values(one.before))
        elif one.before is not None:
            connection.execute(update(table).where(_is(table, one.key)).values(one.before))


def _is(table: Table, key: Key) -> Any:
    return and_(*(column == one for column, one in zip(table.primary_key, key, strict=True)))
