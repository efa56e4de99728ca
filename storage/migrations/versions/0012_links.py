"""Links between reports, and which reports tell of one event

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = ["status", "urgency", "id", "submitted_at"]
MATTERS = [
    *("status", "urgency", "grade_source", "grade_information", "decided_at"),
    *("category", "submitted_at", "id"),
]


def _indexes(*more: str) -> None:
    """Digests name one report of an event, and read no row to know which."""
    for name, columns in (("ix_report_waiting", WAITING), ("ix_report_matters", MATTERS)):
        op.drop_index(name, "report")
        op.create_index(name, "report", [*columns, *more])


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('confirms', 'contradicts', 'same')", name="ck_kind_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id", "other_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_link_other", "link", ["other_id"])
    op.add_column("report", sa.Column("merged_into", sa.BigInteger(), nullable=True))
    op.create_index("ix_report_merged", "report", ["merged_into"])
    _indexes("merged_into")


def downgrade() -> None:
    _indexes()
    op.drop_index("ix_report_merged", "report")
    op.drop_column("report", "merged_into")
    op.drop_index("ix_link_other", "link")
    op.drop_table("link")
