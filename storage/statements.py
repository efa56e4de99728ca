"""Statements of the hot path: compiled once, then said to the driver as plain text."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Session, SQLModel

Core = Select[Any] | Insert | Update | Delete
Turned = Callable[[Any], Any]
Row = tuple[Any, ...]


class Statement:
    """A Core statement whose parameters have names, for either engine.

    What SQLAlchemy does around a statement costs many times what SQLite needs to run it, so it
    is asked once for the text and for how values are turned; the rest is the driver's own
    `execute`. Rows come as plain tuples in the order of the columns. `build` gets the dialect.
    What the session holds back is flushed first, as the ORM would.
    """

    def __init__(self, build: Callable[[Dialect], Core]) -> None:
        self._build = build
        self._ready: dict[str, _Compiled] = {}

    def all(self, session: Session, **values: Any) -> list[Row]:
        """Every row."""
        return self._said(session, values)[0]

    def first(self, session: Session, **values: Any) -> Row | None:
        """The first row, None without any."""
        rows = self._said(session, values)[0]
        return rows[0] if rows else None

    def run(self, session: Session, **values: Any) -> int:
        """How many rows were changed, for a statement that returns none."""
        return self._said(session, values)[1]

    def _said(self, session: Session, values: Mapping[str, Any]) -> tuple[list[Row], int]:
        session.flush()
        connection = _connection(session)
        dialect = connection.dialect
        compiled = self._ready.get(dialect.name)
        if compiled is None:
            compiled = self._ready[dialect.name] = _Compiled(self._build(dialect), dialect)
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(compiled.text, compiled.parameters(values))
            rows = compiled.rows(cursor.fetchall()) if compiled.returns else []
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, driver, None):
                connection.invalidate(error)
            raise DBAPIError.instance(
                compiled.text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True
            ) from error
        return rows, cursor.rowcount


def _connection(session: Session) -> Connection:
    """The session's own; one that has begun already need not be asked for through the session."""
    bind = session.bind
    if isinstance(bind, Connection) and bind.in_transaction():
        return bind
    return session.connection()


class _Compiled:
    """The text of a statement on one engine, and what turns values on their way in and out."""

    def __init__(self, statement: Core, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        order = getattr(compiled, "positiontup", None)
        self._named = not order
        self._fixed = {name: one.value for name, one in compiled.binds.items() if not one.required}
        binds = compiled.binds
        self._binds: tuple[tuple[str, Turned | None], ...] = tuple(
            (name, binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in order or compiled.params
        )
        given = tuple(statement.exported_columns)
        self.returns = bool(given)
        turned = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in given]
        self._turned = tuple((at, turn) for at, turn in enumerate(turned) if turn is not None)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them; a name that was not given is a KeyError."""
        if self._fixed:
            values = {**self._fixed, **values}
        if self._named:
            return {
                name: turn(values[name]) if turn else values[name] for name, turn in self._binds
            }
        return [turn(values[name]) if turn else values[name] for name, turn in self._binds]

    def rows(self, found: list[Row]) -> list[Row]:
        """The rows as Python knows their values."""
        if not self._turned or not found:
            return found
        several = [list(row) for row in found]
        for row in several:
            for at, turn in self._turned:
                row[at] = turn(row[at])
        return [tuple(row) for row in several]


def columns(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """The columns of a table as Core knows them, for the parts of a statement."""
    return SQLModel.metadata.tables[str(table.__tablename__)].c
