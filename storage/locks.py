"""One at a time: what two processes must not do side by side for the same person."""

from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)
AS_IT_IS = {"populate_existing": True}
"""What a query `with_for_update` needs besides: a row that was looked at before in the same unit
would else stay as it was seen then, whatever another wrote before the lock was got."""


def locked(session: Session, table: type[Row], key: Any) -> Row | None:
    """The row as it is now, which nobody else changes before this unit ends; None without one."""
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
