"""Cards hang in officers' own chats too, and a report is taken by one officer at a time

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _hang(panel: int, *columns: sa.Column[str], key: tuple[str, ...]) -> None:
    op.create_table(
        "card_",
        sa.Column("report_id", SERIAL, autoincrement=False, nullable=False),
        *columns,
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("panel", sa.String(panel), nullable=False),
        sa.Column("panel_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint(*key),
    )


def _named_as_before() -> None:
    op.drop_index("ix_card_message", table_name="card")
    op.drop_table("card")
    op.rename_table("card_", "card")
    op.create_index("ix_card_message", "card", ["chat_id", "message_id"], unique=False)


def upgrade() -> None:
    recipient = sa.Column("recipient", sa.String(40), nullable=False)
    _hang(16, recipient, key=("report_id", "recipient"))
    op.execute(
        "INSERT INTO card_ (report_id, recipient, chat_id, message_id, panel, panel_by) "
        "SELECT report_id, 'desk', chat_id, message_id, panel, panel_by FROM card"
    )
    _named_as_before()
    op.create_index("ix_card_recipient", "card", ["recipient", "message_id"], unique=False)
    op.add_column("report", sa.Column("taken_by", sa.BigInteger(), nullable=True))
    op.add_column("report", sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("report", "taken_until")
    op.drop_column("report", "taken_by")
    op.drop_index("ix_card_recipient", table_name="card")
    _hang(10, key=("report_id",))
    op.execute(
        "INSERT INTO card_ (report_id, chat_id, message_id, panel, panel_by) "
        "SELECT report_id, chat_id, message_id, "
        "CASE WHEN panel IN ('grade', 'reject') THEN panel ELSE 'main' END, panel_by "
        "FROM card WHERE recipient = 'desk'"
    )
    _named_as_before()
    with op.batch_alter_table("card") as batch:
        batch.create_check_constraint("ck_panel_known", "panel IN ('main', 'grade', 'reject')")
