"""One at a time: what two processes must not do side by side for the same person."""

from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)
Query = TypeVar("Query", bound=Select[Any])


def locking(query: Query) -> Query:
    """The query, so that nobody else changes its rows before this unit ends.

    It reads them anew: a row that was looked at before in the same unit would else stay as it was
    seen then, whatever another wrote before the lock was got.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def locked(session: Session, table: type[Row], key: Any) -> Row | None:
    """One row as `locking` reads it; None without one."""
    session.flush()
    return session.get(table, key, with_for_update=True, populate_existing=True)


def one_at_a_time(session: Session, key: str) -> None:
    """Wait until no other transaction holds `key`, and hold it to the end of this one.

    `key` is hexadecimal; its first 16 digits count, and two keys that share them only wait for
    each other. Without effect on SQLite, where one thread of one process writes.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int(key[:16], 16) - (1 << 63)  # PostgreSQL's are signed
        session.execute(select(func.pg_advisory_xact_lock(number)))
