"""Statements of the hot path: compiled once, then said to the driver as plain text."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Text,
    Update,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

Core = Select[Any] | Insert | Update | Delete
Turned = Callable[[Any], Any]
Row = tuple[Any, ...]
Line = tuple[Connection, Dialect, Any]
LINE = "line"


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

    def _said(self, session: Session, values: dict[str, Any]) -> tuple[list[Row], int]:
        if session.autoflush:
            session.flush()
        connection, dialect, driver = session.info.get(LINE) or _line(session)
        compiled = self._ready.get(dialect.name)
        if compiled is None:
            compiled = self._ready[dialect.name] = _Compiled(self._build(dialect), dialect)
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


def _line(session: Session) -> Line:
    """Where the session's statements go. A session of one connection keeps it in mind."""
    connection = session.connection()
    line = (connection, connection.dialect, connection.connection.dbapi_connection)
    if session.bind is connection:
        session.info[LINE] = line
    return line


class _Compiled:
    """The text of a statement on one engine, and what turns values on their way in and out."""

    def __init__(self, statement: Core, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._turns: list[tuple[str, Turned]] = []
        self._fixed: dict[str, Any] = {}
        for name, bind in compiled.binds.items():
            turn = _turn(bind.type, dialect)
            if not bind.required:
                self._fixed[name] = turn(bind.value) if turn else bind.value
            elif turn is not None:
                self._turns.append((name, turn))
        order = getattr(compiled, "positiontup", None)
        self._in_order = _in_order(order) if order else None
        given = tuple(statement.exported_columns)
        self.returns = bool(given)
        turned = [_turn_back(one.type, dialect) for one in given]
        self._turned = tuple((at, turn) for at, turn in enumerate(turned) if turn is not None)

    def parameters(self, values: dict[str, Any]) -> Any:
        """The values, which it may change, as the driver wants them; a name not given is a
        KeyError."""
        for name, turn in self._turns:
            values[name] = turn(values[name])
        if self._fixed:
            values.update(self._fixed)
        return self._in_order(values) if self._in_order else values

    def rows(self, found: list[Row]) -> list[Row]:
        """The rows as Python knows their values."""
        if not self._turned or not found:
            return found
        several = [list(row) for row in found]
        for row in several:
            for at, turn in self._turned:
                row[at] = turn(row[at])
        return [tuple(row) for row in several]


def _in_order(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What picks the values of these names."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: (values[names[0]],)


def _turn(kind: TypeEngine[Any], dialect: Dialect) -> Turned | None:
    """What turns a value of this type for the driver."""
    if dialect.name == "sqlite" and isinstance(kind, UTCDateTime):
        return _written
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _turn_back(kind: TypeEngine[Any], dialect: Dialect) -> Turned | None:
    """What turns the driver's value of this type into Python's."""
    if dialect.name == "sqlite" and isinstance(kind, UTCDateTime):
        return _read
    return kind.dialect_impl(dialect).result_processor(dialect, None)


_last: tuple[datetime | None, str] = (None, "")  # units say the same moment several times


def _written(moment: datetime | None) -> str | None:
    """A moment as SQLAlchemy writes it on SQLite: `2026-08-03 07:30:00.000000`, in UTC."""
    global _last  # one tuple, so that no thread sees half of it
    if moment is None:
        return None
    known, text = _last
    if moment is not known:
        if moment.tzinfo is None:
            raise ValueError("a moment has no offset")
        text = moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]
        _last = (moment, text)
    return text


def _read(text: str | None) -> datetime | None:
    """The moment that `_written` wrote."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Texts(TypeDecorator[Collection[str]]):
    """Several strings as one parameter: an array, on SQLite a list in JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The engine's own type."""
        several = ARRAY(Text()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(several)

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """As the driver takes it."""
        several = list(value or ())
        return several if dialect.name == "postgresql" else json.dumps(several)


def among(column: ColumnElement[str], name: str, dialect: Dialect) -> ColumnElement[bool]:
    """Whether a column is one of the strings that the parameter `name` brings, however many."""
    several = bindparam(name, type_=Texts())
    if dialect.name == "postgresql":
        return column == any_(several)
    return column.in_(select(func.json_each(several).table_valued("value").c.value))


def columns(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """The columns of a table as Core knows them, for the parts of a statement."""
    return SQLModel.metadata.tables[str(table.__tablename__)].c
