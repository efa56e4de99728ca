"""Counts of days for figures, and indexes that hold all that figures need

The triggers that fill the counts stand in `storage/daytriggers.py`, which follows each migration.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from storage import daytriggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_report_waiting": (
        ("status", "urgency", "id"),
        ("status", "urgency", "id", "submitted_at"),
    ),
    "ix_report_period": (
        ("submitted_at", "category", "status"),
        ("submitted_at", "category", "status", "urgency", "region"),
    ),
    "ix_report_decided": (
        ("status", "decided_at"),
        ("decided_at", "status", "urgency", "grade_source", "grade_information"),
    ),
    "ix_report_matters": (
        (),
        (
            *("status", "urgency", "grade_source", "grade_information"),
            *("decided_at", "category", "submitted_at", "id"),
        ),
    ),
}
"""The columns of each before and after."""


def upgrade() -> None:
    _table("day_submitted", category=20, status=10, urgency=10)
    _table("day_place", district=8)
    _table("day_decided", status=10, urgency=10, grade_source=1, grade_information=1)
    for name, (before, after) in INDEXES.items():
        if before:
            op.drop_index(name, "report")
        op.create_index(name, "report", list(after))


def downgrade() -> None:
    daytriggers.go(op.get_bind())
    for name, (before, _) in INDEXES.items():
        op.drop_index(name, "report")
        if before:
            op.create_index(name, "report", list(before))
    for name in ("day_submitted", "day_place", "day_decided"):
        op.drop_table(name)


def _table(name: str, **keys: int) -> None:
    """A day, these texts of so many characters, and their number."""
    columns = (sa.Column(key, sa.String(length), nullable=False) for key, length in keys.items())
    op.create_table(
        name,
        sa.Column("day", sa.Date(), nullable=False),
        *columns,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", *keys),
        sqlite_with_rowid=False,
    )
