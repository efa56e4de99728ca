"""The first tables

Revision: 0001, after
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "account",
    "account_role",
    "card",
    "draft",
    "edition",
    "evidence",
    "log",
    "outbox",
    "pace",
    "poison",
    "seen",
    "setting",
    "source",
    "vault",
    "report",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("region", sa.String(16), nullable=True),
        sa.Column("handler", sa.BigInteger(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('agent', 'handler', 'verifier', 'unit', 'reader', 'leader', 'admin')",
            name="ck_role_known",
        ),
        sa.PrimaryKeyConstraint("account_id", "role"),
    )
    op.create_table(
        "card",
        sa.Column("report_id", SERIAL, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("panel", sa.String(10), nullable=False),
        sa.Column("panel_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("panel IN ('main', 'grade', 'reject')", name="ck_panel_known"),
        sa.PrimaryKeyConstraint("report_id"),
    )
    op.create_index("ix_card_message", "card", ["chat_id", "message_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner", "form"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_touched_at", "draft", ["touched_at"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("period IN ('daily', 'weekly', 'monthly')", name="ck_period_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "evidence",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("bot", sa.String(10), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("album", sa.String(40), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(24), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("media_type", sa.String(100), nullable=True),
        sa.Column("extension", sa.String(8), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'refused', 'lost')", name="ck_state_known"
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_album", "evidence", ["owner", "album"], unique=False)
    op.create_index("ix_evidence_draft", "evidence", ["draft_id"], unique=False)
    op.create_index("ix_evidence_report", "evidence", ["report_id"], unique=False)
    op.create_index("ix_evidence_waiting", "evidence", ["state", "not_before"], unique=False)

    op.create_table(
        "log",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.String(24), nullable=False),
        sa.Column("event", sa.String(24), nullable=False),
        sa.Column("before", sa.String(10), nullable=True),
        sa.Column("after", sa.String(10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_report", "log", ["report_id", "id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(40), nullable=True),
        sa.Column("bot", sa.String(10), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("dedupe_key", sa.String(120), nullable=False),
        sa.Column("coalesce_key", sa.String(60), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("sent_message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.String(200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'unsure', 'gone')", name="ck_state_known"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_coalesce", "outbox", ["coalesce_key", "state"], unique=False)
    op.create_index("ix_outbox_due", "outbox", ["state", "priority", "id"], unique=False)
    op.create_index("ix_outbox_recipient", "outbox", ["recipient", "state"], unique=False)
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"], unique=False)

    op.create_table(
        "pace",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("bot", sa.String(10), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pace_window", "pace", ["bot", "at"], unique=False)

    op.create_table(
        "poison",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("bot", sa.String(10), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_poison_at", "poison", ["at"], unique=False)

    op.create_table(
        "seen",
        sa.Column("bot", sa.String(10), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "update_id"),
    )
    op.create_index("ix_seen_at", "seen", ["at"], unique=False)

    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("codename", sa.String(40), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("codename"),
    )
    op.create_table(
        "vault",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
        sa.UniqueConstraint("lookup"),
    )
    op.create_table(
        "report",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.String(16), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("region", sa.String(16), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urgency", sa.String(10), nullable=False),
        sa.Column("contact", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_version", sa.String(16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("grade_source", sa.String(1), nullable=True),
        sa.Column("grade_information", sa.String(1), nullable=True),
        sa.Column("reason", sa.String(20), nullable=True),
        sa.Column("reason_text", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'approved', 'rejected', 'withdrawn')", name="ck_status_known"
        ),
        sa.CheckConstraint("urgency IN ('normal', 'urgent')", name="ck_urgency_known"),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("draft_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_decided", "report", ["status", "decided_at"], unique=False)
    op.create_index(
        "ix_report_period", "report", ["submitted_at", "category", "status"], unique=False
    )
    op.create_index("ix_report_source", "report", ["source_id", "id"], unique=False)
    op.create_index("ix_report_waiting", "report", ["status", "urgency", "id"], unique=False)
    _close_log()


def downgrade() -> None:
    _open_log()
    for table in reversed(TABLES):
        op.drop_table(table)


def _close_log() -> None:
    """The log is appended to and never edited, whoever holds the connection."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER log_no_{change.lower()} BEFORE {change} ON log "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION log_is_append_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'the log is append-only'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        "CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()"
    )


def _open_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER log_no_{change.lower()}")
        return
    op.execute("DROP TRIGGER log_no_change ON log")
    op.execute("DROP FUNCTION log_is_append_only()")
