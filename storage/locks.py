"""One at a time: what two processes must not do side by side for the same person."""

from sqlalchemy import func, select
from sqlmodel import Session


def one_at_a_time(session: Session, key: str) -> None:
    """Wait until no other transaction holds `key`, and hold it to the end of this one.

    `key` is hexadecimal; its first 16 digits count, and two keys that share them only wait for
    each other. Without effect on SQLite, where one thread of one process writes.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int(key[:16], 16) - (1 << 63)  # PostgreSQL's are signed
        session.execute(select(func.pg_advisory_xact_lock(number)))
