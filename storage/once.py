"""Insert a row unless its unique key is taken: the one mechanism behind "nothing twice"."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel


def insert_once(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert; False when a unique key was taken already, and then nothing changed.

    On PostgreSQL a second unit with the same key waits until the first has ended. Defaults that
    only Python knows are not applied: give every column.
    """
    sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite_insert if sqlite else postgresql_insert
    bare = SQLModel.metadata.tables[str(table.__tablename__)]
    statement = insert(bare).values(**values).on_conflict_do_nothing()
    first_key = next(iter(bare.primary_key))
    return session.execute(statement.returning(first_key)).first() is not None
