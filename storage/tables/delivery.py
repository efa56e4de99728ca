"""What goes out: messages, the pace they keep, digests; and what the office set."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, one_of, serial


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
