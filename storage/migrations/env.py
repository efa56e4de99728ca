"""Runs the migrations on the connection it is handed."""

from alembic import context
from sqlmodel import SQLModel

from storage import tables

assert tables.Report.__tablename__ == "report"
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
