"""The log is chained and signed daily, and an identity is opened by two people

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOLD = ("id", "at", "report_id", "actor", "event", "before", "after", "version")
REFUSED = "SELECT RAISE(ABORT, 'the log is append-only');"


def upgrade() -> None:
    _chain()
    _heads()
    _openings()


def _chain() -> None:
    op.add_column("log", sa.Column("seq", sa.Integer(), nullable=True))
    op.add_column("log", sa.Column("mac", sa.LargeBinary(), nullable=True))
    op.create_index("ux_log_chain", "log", ["report_id", "seq"], unique=True)
    op.create_index(
        "ux_log_chain_of_none",
        "log",
        ["seq"],
        unique=True,
        sqlite_where=sa.text("report_id IS NULL"),
        postgresql_where=sa.text("report_id IS NULL"),
    )
    _let_old_entries_be_chained()


def _heads() -> None:
    op.create_table(
        "log_head",
        sa.Column("number", SERIAL, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("day"),
    )
    if _sqlite():
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER log_head_no_{change.lower()} BEFORE {change} ON log_head "
                f"BEGIN {REFUSED} END"
            )
        return
    op.execute(
        "CREATE TRIGGER log_head_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()"
    )


def _openings() -> None:
    op.create_table(
        "opening",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_opening_state", "opening", ["state", "expires_at"], unique=False)
    op.create_index("ix_opening_report", "opening", ["report_id", "asked_by"], unique=False)


def downgrade() -> None:
    op.drop_table("opening")
    op.drop_table("log_head")
    _close_log_as_before()
    op.drop_index("ux_log_chain_of_none", table_name="log")
    op.drop_index("ux_log_chain", table_name="log")
    op.drop_column("log", "mac")
    op.drop_column("log", "seq")


def _let_old_entries_be_chained() -> None:
    """An entry that has no mac may be given one, and nothing else of it may change."""
    if _sqlite():
        changed = [f'NEW."{name}" IS NOT OLD."{name}"' for name in (*TOLD, "details")]
        unfit = " OR ".join(["OLD.mac IS NOT NULL", "NEW.mac IS NULL", *changed])
        op.execute("DROP TRIGGER log_no_update")
        op.execute(
            f"CREATE TRIGGER log_no_update BEFORE UPDATE ON log WHEN {unfit} BEGIN {REFUSED} END"
        )
        return
    changed = [f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in TOLD]
    changed.append("NEW.details::text IS DISTINCT FROM OLD.details::text")
    unfit = " OR ".join(["OLD.mac IS NOT NULL", "NEW.mac IS NULL", *changed])
    op.execute("DROP TRIGGER log_no_change ON log")
    op.execute(
        "CREATE TRIGGER log_no_change BEFORE DELETE OR TRUNCATE ON log "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER log_no_update BEFORE UPDATE ON log FOR EACH ROW WHEN ({unfit}) "
        "EXECUTE FUNCTION log_is_append_only()"
    )


def _close_log_as_before() -> None:
    if _sqlite():
        op.execute("DROP TRIGGER log_no_update")
        op.execute(f"CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN {REFUSED} END")
        return
    op.execute("DROP TRIGGER log_no_update ON log")
    op.execute("DROP TRIGGER log_no_change ON log")
    op.execute(
        "CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()"
    )


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
