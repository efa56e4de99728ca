"""Sources are warned, muted and blocked; what people reported is erased

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "sanction",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("source_id", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        _moment("until"),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.BigInteger(), nullable=True),
        _moment("at", nullable=False),
        _moment("lifted_at"),
        sa.Column("lifted_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sanction_source", "sanction", ["source_id", "until"], unique=False)
    op.create_index("ix_sanction_until", "sanction", ["until"], unique=False)
    op.create_table(
        "blocked_lookup",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        _moment("until", nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lookup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_blocked_lookup_until", "blocked_lookup", ["until"], unique=False)
    op.create_table(
        "erasure",
        sa.Column("source_id", sa.String(16), nullable=False),
        _moment("at", nullable=False),
        sa.PrimaryKeyConstraint("source_id"),
    )
    op.create_table(
        "purge",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind"),
    )
    op.add_column("source", _moment("erased_at"))
    op.add_column("report", _moment("erased_at"))
    op.add_column("report", sa.Column("erased_why", sa.String(8), nullable=True))
    op.create_index("ix_report_kept", "report", ["erased_at", "submitted_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_report_kept", table_name="report")
    op.drop_column("report", "erased_why")
    op.drop_column("report", "erased_at")
    op.drop_column("source", "erased_at")
    for table in ("purge", "erasure", "blocked_lookup", "sanction"):
        op.drop_table(table)
