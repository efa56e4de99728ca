"""Reports, their log, their files and where their cards hang."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    UniqueConstraint,
)
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from storage.tables.columns import Serial, big, one_of, serial


class Report(SQLModel, table=True):
    """What was reported. `version` counts status changes only.

    `answers` holds what its form asks beyond the columns, by field, as a draft writes values.
    Once erased, for having been `asked` to or having `aged`, only the counted event is left.
    """

    __tablename__ = "report"
    __table_args__ = (
        one_of("status", "waiting", "approved", "rejected", "withdrawn"),
        one_of("urgency", "normal", "urgent"),
        Index("ix_report_waiting", "status", "urgency", "id"),
        Index("ix_report_source", "source_id", "id"),
        Index("ix_report_period", "submitted_at", "category", "status"),
        Index("ix_report_decided", "status", "decided_at"),
        Index("ix_report_kept", "erased_at", "submitted_at"),
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
    taken_by: int | None = big(nullable=True)
    taken_until: datetime | None = None
    erased_at: datetime | None = None
    erased_why: str | None = Field(default=None, max_length=8)
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


class Card(SQLModel, table=True):
    """Where a report's card hangs, and which of its keyboards is open.

    `recipient` is the desk, or the account in whose private chat it hangs; a chat's number is
    kept of the group alone.
    """

    __tablename__ = "card"
    __table_args__ = (
        Index("ix_card_message", "chat_id", "message_id"),
        Index("ix_card_recipient", "recipient", "message_id"),
    )
    report_id: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    recipient: str = Field(primary_key=True, max_length=40)
    chat_id: int | None = big(nullable=True)
    message_id: int | None = big(nullable=True)
    panel: str = Field(default="main", max_length=16)
    panel_by: int | None = big(nullable=True)
