"""Officers weigh, correct and undo: urgency of four values, what stood before, who stepped back

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHECK = "ck_urgency_known"
NARROW = "urgency IN ('normal', 'urgent')"
WIDE = "urgency IN ('normal', 'important', 'urgent', 'emergency')"


def _urgency(known: str) -> None:
    """Put this check in place of the one there is; SQLite makes the table anew for that."""
    with op.batch_alter_table("report", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(CHECK, type_="check")
        batch.create_check_constraint(CHECK, known)


def upgrade() -> None:
    _urgency(WIDE)
    op.add_column("report", sa.Column("emergency_by", sa.BigInteger(), nullable=True))
    op.add_column("report", sa.Column("summary", sa.String(), nullable=True))
    op.add_column("report", sa.Column("reported", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("card", sa.Column("offered", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "stepped_back",
        sa.Column("report_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("account_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "account_id"),
    )
    op.create_table(
        "undone",
        sa.Column("entry", SERIAL, autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("ix_undone_report_id", "undone", ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_table("undone")
    op.drop_table("stepped_back")
    op.drop_column("card", "offered")
    op.drop_column("report", "reported")
    op.drop_column("report", "summary")
    op.drop_column("report", "emergency_by")
    op.execute("UPDATE report SET urgency = 'urgent' WHERE urgency = 'emergency'")
    op.execute("UPDATE report SET urgency = 'normal' WHERE urgency = 'important'")
    _urgency(NARROW)
