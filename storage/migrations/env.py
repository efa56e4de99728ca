"""Runs the migrations on the connection it is handed."""

from typing import Any

from alembic import context
from sqlalchemy import event
from sqlmodel import SQLModel

from storage import tables
from storage.dying import Point, passes

assert tables.Report.__tablename__ == "report"
connection = context.config.attributes["connection"]


def _ran(*_: Any) -> None:
    passes(Point.MIGRATING)


event.listen(connection, "after_cursor_execute", _ran)
context.configure(
    connection=connection,
    on_version_apply=lambda **_: passes(Point.MIGRATED),
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
try:
    context.run_migrations()
finally:
    event.remove(connection, "after_cursor_execute", _ran)
