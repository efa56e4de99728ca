"""Reports, their log, their files and where their cards hang."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from storage.tables.columns import Serial, big, one_of, serial

GRADES = ("grade_source", "grade_information")
WEIGHED = ("category", "submitted_at")  # what else orders the approved reports that matter
ONCE = ("id", "merged_into")  # an event is named by one of its reports


class Report(SQLModel, table=True):
    """What was reported. `version` counts status changes only.

    `answers` holds what its form asks beyond the columns, by field, as a draft writes values.
    `merged_into` is the oldest report of the same event; None for that one, and for most.
    `pointed_to` names the reports that its agent found to tell of the same event.
    `reported` holds what the reporter gave in columns that an officer has corrected since;
    `text` is never changed, and an officer's `summary` stands beside it. `emergency_by` proposed
    an emergency that another officer has not confirmed yet.
    Once erased, for having been `asked` to or having `aged`, only the counted event is left.
    """

    __tablename__ = "report"
    __table_args__ = (
        one_of("status", "waiting", "approved", "rejected", "withdrawn"),
        one_of("urgency", "normal", "important", "urgent", "emergency"),
        Index("ix_report_waiting", "status", "urgency", "id", "submitted_at", "merged_into"),
        Index("ix_report_source", "source_id", "id"),
        # The next three hold all that figures need, so that a report's row is not read for them.
        Index("ix_report_period", "submitted_at", "category", "status", "urgency", "region"),
        Index("ix_report_decided", "decided_at", "status", "urgency", *GRADES),
        Index("ix_report_matters", "status", "urgency", *GRADES, "decided_at", *WEIGHED, *ONCE),
        Index("ix_report_merged", "merged_into"),
        Index("ix_report_nearby", "happened_at", "region", "id"),
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
    followed_at: datetime | None = None
    followed_by: int | None = big(nullable=True)
    merged_into: int | None = big(nullable=True)
    pointed_to: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    emergency_by: int | None = big(nullable=True)
    summary: str | None = None
    reported: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    erased_at: datetime | None = None
    erased_why: str | None = Field(default=None, max_length=8)
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Link(SQLModel, table=True):
    """That an officer found two reports to belong together; the older one is `report_id`."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("report_id", "other_id"),
        one_of("kind", "confirms", "contradicts", "same"),
        Index("ix_link_other", "other_id"),
    )
    id: int | None = serial()
    report_id: int = big()
    other_id: int = big()
    kind: str = Field(max_length=12)
    by: int = big()
    at: datetime


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
    """One transition. Rows are only ever appended, by `storage.chain`; triggers refuse the rest.

    `actor` is `source`, `account:<id>` or `system`; `details` holds keys and numbers, no words of
    a person. `seq` counts the entries of one report, or those of none, from 1; `mac` binds each to
    the one before it. Both are empty in rows older than the chain, until the first start.
    """

    __tablename__ = "log"
    __table_args__ = (
        Index("ix_log_report", "report_id", "id"),
        Index("ux_log_chain", "report_id", "seq", unique=True),
        Index(
            "ux_log_chain_of_none",
            "seq",
            unique=True,
            sqlite_where=text("report_id IS NULL"),
            postgresql_where=text("report_id IS NULL"),
        ),
    )
    id: int | None = serial()
    at: datetime
    report_id: int | None = big(nullable=True)
    actor: str = Field(max_length=24)
    event: str = Field(max_length=24)
    before: str | None = Field(default=None, max_length=10)
    after: str | None = Field(default=None, max_length=10)
    version: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    seq: int | None = None
    mac: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class LogHead(SQLModel, table=True):
    """The log signed as it stood one day: everything after the head before, up to `last_id`.

    `entries` counts those, `total` all of them since the first. Rows are only ever appended.
    """

    __tablename__ = "log_head"
    number: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    day: date = Field(unique=True)
    at: datetime
    entries: int = big()
    total: int = big()
    last_id: int = big()
    mac: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


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
    kept of the group alone. `offered` is what the open keyboard lets choose from. `interrupted` is
    the account whose keyboard another officer closed, until it acts again.
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
    interrupted: int | None = big(nullable=True)
    offered: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
