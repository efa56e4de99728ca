"""Officers ask back and reporters answer; what a mended report said before is kept

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENTS = ("due_at", "wake_at", "ready_at", "lapsed_at", "closed_at")


def upgrade() -> None:
    op.add_column("source", sa.Column("asked", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "exchange",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.String(20), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("album", sa.String(40), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("log_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in MOMENTS),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exchange_report", "exchange", ["report_id", "id"], unique=False)
    op.create_index(
        "ix_exchange_source", "exchange", ["source_id", "kind", "closed_at"], unique=False
    )
    op.create_index("ix_exchange_wake", "exchange", ["wake_at"], unique=False)
    op.create_table(
        "exchange_message",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("exchange_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_exchange_message_exchange_id", "exchange_message", ["exchange_id"], unique=False
    )
    op.create_index(
        "ix_exchange_message", "exchange_message", ["recipient", "message_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_exchange_message", table_name="exchange_message")
    op.drop_index("ix_exchange_message_exchange_id", table_name="exchange_message")
    op.drop_table("exchange_message")
    op.drop_index("ix_exchange_wake", table_name="exchange")
    op.drop_index("ix_exchange_source", table_name="exchange")
    op.drop_index("ix_exchange_report", table_name="exchange")
    op.drop_table("exchange")
    op.drop_column("source", "asked")
