"""Every table; an identity stands in `vault` and nowhere else."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

# SQLite counts rowids only for INTEGER; PostgreSQL needs 64 bits for a long life.
Serial = BigInteger().with_variant(Integer(), "sqlite")


def serial() -> Any:
    """A column definition for a counted primary key."""
    return Field(default=None, sa_column=Column(Serial, primary_key=True, autoincrement=True))


def big(*, nullable: bool = False, index: bool = False) -> Any:
    """A 64-bit integer: Telegram's ids do not fit into 32."""
    return Field(
        default=None if nullable else ...,
        sa_column=Column(BigInteger, nullable=nullable, index=index),
    )


GRADES = ("grade_source", "grade_information")
WEIGHED = ("category", "submitted_at")  # what else orders the approved reports that matter


def one_of(column: str, *values: str) -> CheckConstraint:
    """Enums are short strings with a CHECK: adding a value is one small migration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"ck_{column}_known")


class Seen(SQLModel, table=True):
    """An update that was handled; kept 72 hours, because ids are not monotonic over a week."""

    __tablename__ = "seen"
    bot: str = Field(primary_key=True, max_length=10)
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(index=True)


class Poison(SQLModel, table=True):
    """An update that no handler could digest: sealed, with its traceback, for the engineer."""

    __tablename__ = "poison"
    id: int | None = serial()
    bot: str = Field(max_length=10)
    update_id: int = big()
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = Field(index=True)


class Source(SQLModel, table=True):
    """Whoever reports: an opaque id and a codename. Who it is stands in the vault.

    `bot` is the one they report through: citizens the public one, agents the private one.
    """

    __tablename__ = "source"
    id: str = Field(primary_key=True, max_length=16)
    codename: str = Field(unique=True, max_length=40)
    bot: str = Field(max_length=10)
    language: str = Field(max_length=5)
    reachable: bool = True
    created_at: datetime


class Account(SQLModel, table=True):
    """A person of the office. The name is the one shown to colleagues.

    A paused account keeps its roles and has no rights until it is resumed.
    """

    __tablename__ = "account"
    id: int | None = serial()
    name: str = Field(max_length=80)
    language: str = Field(max_length=5)
    reachable: bool = False
    created_at: datetime
    paused_at: datetime | None = None
    removed_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-time link into the office: only a hash of its token is kept."""

    __tablename__ = "invite"
    __table_args__ = (
        one_of("role", "agent", "handler", "verifier", "unit", "reader", "leader", "admin"),
    )
    id: int | None = serial()
    token_hash: str = Field(unique=True, max_length=64)
    role: str = Field(max_length=10)
    region: str | None = Field(default=None, max_length=16)
    invited_by: int | None = big(nullable=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None
    used_by: int | None = big(nullable=True)


class AccountRole(SQLModel, table=True):
    """A role that an account holds; the row goes when the role is taken away.

    `handler` is the account that looks after an agent.
    """

    __tablename__ = "account_role"
    __table_args__ = (
        one_of("role", "agent", "handler", "verifier", "unit", "reader", "leader", "admin"),
    )
    account_id: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    role: str = Field(primary_key=True, max_length=10)
    region: str | None = Field(default=None, max_length=16)
    handler: int | None = big(nullable=True)
    granted_at: datetime


class VaultEntry(SQLModel, table=True):
    """A sealed identity. `lookup` is an HMAC, so the row is found without being readable."""

    __tablename__ = "vault"
    __table_args__ = (UniqueConstraint("lookup"),)
    subject: str = Field(primary_key=True, max_length=40)
    key_id: str = Field(max_length=16)
    lookup: str = Field(max_length=64)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Draft(SQLModel, table=True):
    """A conversation not yet sent. Its answers are sealed; `revision` counts its questions."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("owner", "form"),)
    id: int | None = serial()
    owner: str = Field(max_length=40)
    form: str = Field(max_length=40)
    revision: int = 0
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    started_at: datetime
    touched_at: datetime = Field(index=True)
    reminded_at: datetime | None = None


class Report(SQLModel, table=True):
    """What was reported. `version` counts status changes only.

    `answers` holds what its form asks beyond the columns, by field, as a draft writes values.
    """

    __tablename__ = "report"
    __table_args__ = (
        one_of("status", "waiting", "approved", "rejected", "withdrawn"),
        one_of("urgency", "normal", "urgent"),
        Index("ix_report_waiting", "status", "urgency", "id", "submitted_at"),
        Index("ix_report_source", "source_id", "id"),
        # The next three hold all that figures need, so that a report's row is not read for them.
        Index("ix_report_period", "submitted_at", "category", "status", "urgency", "region"),
        Index("ix_report_decided", "decided_at", "status", "urgency", *GRADES),
        Index("ix_report_matters", "status", "urgency", *GRADES, "decided_at", *WEIGHED, "id"),
        Index("ix_report_nearby", "happened_at", "region", "id"),
    )
    id: int | None = serial()
    code: str = Field(unique=True, max_length=8)
    draft_id: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    source_id: str = Field(max_length=16, foreign_key="source.id")
    form: str = Field(max_length=40)
    form_version: int
    text: str
    category: str = Field(max_length=20)
    region: str = Field(max_length=16)
    lat: float | None = None
    lon: float | None = None
    happened_at: datetime
    urgency: str = Field(max_length=10)
    contact: bool
    status: str = Field(max_length=10)
    version: int
    submitted_at: datetime
    consent_version: str = Field(max_length=16)
    decided_at: datetime | None = None
    decided_by: int | None = big(nullable=True)
    grade_source: str | None = Field(default=None, max_length=1)
    grade_information: str | None = Field(default=None, max_length=1)
    reason: str | None = Field(default=None, max_length=20)
    reason_text: str | None = None
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Daily(SQLModel, table=True):
    """That an agent reported about an area and a day: nothing happened, or the report named.

    No row means that nothing was heard, which is another thing than `nihil`.
    """

    __tablename__ = "daily"
    __table_args__ = (
        UniqueConstraint("source_id", "region", "day"),
        Index("ix_daily_day", "day", "region"),
    )
    id: int | None = serial()
    source_id: str = Field(max_length=16, foreign_key="source.id")
    region: str = Field(max_length=16)
    day: date
    nihil: bool
    report_id: int | None = big(nullable=True)
    sent_at: datetime


class LogEntry(SQLModel, table=True):
    """One transition. Rows are only ever appended; triggers refuse anything else.

    `actor` is `source`, `account:<id>` or `system`; `details` holds keys and numbers, no words of
    a person.
    """

    __tablename__ = "log"
    __table_args__ = (Index("ix_log_report", "report_id", "id"),)
    id: int | None = serial()
    at: datetime
    report_id: int | None = big(nullable=True)
    actor: str = Field(max_length=24)
    event: str = Field(max_length=24)
    before: str | None = Field(default=None, max_length=10)
    after: str | None = Field(default=None, max_length=10)
    version: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Evidence(SQLModel, table=True):
    """A file that came with a draft or a report; `file_id` belongs to `bot` alone."""

    __tablename__ = "evidence"
    __table_args__ = (
        one_of("state", "waiting", "kept", "refused", "lost"),
        Index("ix_evidence_waiting", "state", "not_before"),
        Index("ix_evidence_report", "report_id"),
        Index("ix_evidence_draft", "draft_id"),
        Index("ix_evidence_album", "owner", "album"),
    )
    id: int | None = serial()
    owner: str = Field(max_length=40)
    draft_id: int | None = big(nullable=True)
    report_id: int | None = big(nullable=True)
    bot: str = Field(max_length=10)
    file_id: str
    kind: str = Field(max_length=12)
    album: str | None = Field(default=None, max_length=40)
    state: str = Field(max_length=10)
    reason: str | None = Field(default=None, max_length=24)
    sha256: str | None = Field(default=None, max_length=64)
    size: int | None = big(nullable=True)
    media_type: str | None = Field(default=None, max_length=100)
    extension: str | None = Field(default=None, max_length=8)
    attempts: int = 0
    not_before: datetime
    created_at: datetime
    shown_at: datetime | None = None


class Outbox(SQLModel, table=True):
    """A message that will be sent. `dedupe_key` makes it happen once."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", "waiting", "sending", "sent", "unsure", "gone"),
        Index("ix_outbox_due", "state", "priority", "id"),
        Index("ix_outbox_coalesce", "coalesce_key", "state"),
        Index("ix_outbox_recipient", "recipient", "state"),
    )
    id: int | None = serial()
    kind: str = Field(max_length=24)
    subject: str | None = Field(default=None, max_length=40)
    bot: str = Field(max_length=10)
    recipient: str = Field(max_length=40)
    dedupe_key: str = Field(unique=True, max_length=120)
    coalesce_key: str | None = Field(default=None, max_length=60)
    priority: int
    state: str = Field(max_length=10)
    attempts: int = 0
    not_before: datetime
    expires_at: datetime | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    sent_message_id: int | None = big(nullable=True)
    last_error: str | None = Field(default=None, max_length=200)
    created_at: datetime
    claimed_at: datetime | None = None
    sent_at: datetime | None = Field(default=None, index=True)


class Pace(SQLModel, table=True):
    """A call that counted against Telegram's limits; kept a little over a minute."""

    __tablename__ = "pace"
    __table_args__ = (Index("ix_pace_window", "bot", "at"),)
    id: int | None = serial()
    bot: str = Field(max_length=10)
    recipient: str = Field(max_length=40)
    weight: int
    at: datetime


class Card(SQLModel, table=True):
    """Where a report's card hangs, and which of its keyboards is open."""

    __tablename__ = "card"
    __table_args__ = (
        one_of("panel", "main", "grade", "reject"),
        Index("ix_card_message", "chat_id", "message_id"),
    )
    report_id: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    chat_id: int | None = big(nullable=True)
    message_id: int | None = big(nullable=True)
    panel: str = Field(default="main", max_length=10)
    panel_by: int | None = big(nullable=True)


class Edition(SQLModel, table=True):
    """A digest as it was counted: figures and report ids, never rendered text."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("period", "daily", "weekly", "monthly"),
    )
    id: int | None = serial()
    key: str = Field(max_length=60)
    period: str = Field(max_length=10)
    starts_at: datetime
    ends_at: datetime
    complete: bool
    figures: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime


class Setting(SQLModel, table=True):
    """What the office decided while running: the desk's chat id, the vault's canary."""

    __tablename__ = "setting"
    key: str = Field(sa_column=Column(String(40), primary_key=True))
    value: str


for _table in SQLModel.metadata.tables.values():
    if "id" in _table.c and _table.c.id.autoincrement is True:
        # An id is never given out twice, so that an old button can not meet a new row.
        _table.dialect_options["sqlite"]["autoincrement"] = True
