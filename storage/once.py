"""Insert a row unless its unique key is taken: the one mechanism behind "nothing twice"."""

from functools import cache
from typing import Any

from sqlalchemy import Dialect, Insert, bindparam
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel

from storage.statements import Statement


def insert_once(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert; False when a unique key was taken already, and then nothing changed.

    On PostgreSQL a second unit with the same key waits until the first has ended. Defaults that
    only Python knows are not applied: give every column.
    """
    return inserting(str(table.__tablename__), tuple(values)).run(session, **values) == 1


@cache
def inserting(table: str, columns: tuple[str, ...]) -> Statement:
    """The statement of `insert_once`: it changes one row, or none where a key was taken."""

    def build(dialect: Dialect) -> Insert:
        insert = sqlite_insert if dialect.name == "sqlite" else postgresql_insert
        bare = SQLModel.metadata.tables[table]
        given = {name: bindparam(name, type_=bare.c[name].type) for name in columns}
        return insert(bare).values(given).on_conflict_do_nothing()

    return Statement(build)
