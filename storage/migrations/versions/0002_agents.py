"""Agents: sources of either bot, invitations, pauses, daily reports, a form's further answers

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "source", sa.Column("bot", sa.String(10), nullable=False, server_default="public")
    )
    op.add_column("account", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "invite",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("region", sa.String(16), nullable=True),
        sa.Column("invited_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "role IN ('agent', 'handler', 'verifier', 'unit', 'reader', 'leader', 'admin')",
            name="ck_role_known",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invite_expires_at", "invite", ["expires_at"], unique=False)
    op.create_table(
        "daily",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("source_id", sa.String(16), nullable=False),
        sa.Column("region", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("nihil", sa.Boolean(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id", "region", "day"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_daily_day", "daily", ["day", "region"], unique=False)


def downgrade() -> None:
    op.drop_table("daily")
    op.drop_table("invite")
    op.drop_column("report", "answers")
    op.drop_column("account", "paused_at")
    op.drop_column("source", "bot")
