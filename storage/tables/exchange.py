"""What was asked back and answered about a report, and which messages carried it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, serial


class Exchange(SQLModel, table=True):
    """One step of the conversation about a report: `kind` is `question`, `answer`, or `earlier`
    for what the reporter had written before mending it.

    A ready question has its `key` instead of a text. `account` is the officer who asked: known to
    officers, never to the reporter. Of a question, `due_at` is how long its reporter has,
    `wake_at` when the clock looks at it next, `closed_at` when it was answered or mattered no
    more, `lapsed_at` when nobody had answered in time, `ready_at` when the reporter pressed
    Answer. `question_id` is what an answer answers, `album` joins the parts of one.
    """

    __tablename__ = "exchange"
    __table_args__ = (
        Index("ix_exchange_report", "report_id", "id"),
        Index("ix_exchange_source", "source_id", "kind", "closed_at"),
        Index("ix_exchange_wake", "wake_at"),
    )
    id: int | None = serial()
    report_id: int = big()
    source_id: str = Field(max_length=16, foreign_key="source.id")
    kind: str = Field(max_length=10)
    key: str | None = Field(default=None, max_length=20)
    text: str | None = None
    lat: float | None = None
    lon: float | None = None
    files: int = 0
    album: str | None = Field(default=None, max_length=40)
    before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    question_id: int | None = big(nullable=True)
    account: int | None = big(nullable=True)
    log_id: int | None = big(nullable=True)
    at: datetime
    due_at: datetime | None = None
    wake_at: datetime | None = None
    ready_at: datetime | None = None
    lapsed_at: datetime | None = None
    closed_at: datetime | None = None


class ExchangeMessage(SQLModel, table=True):
    """A message that carried a question or an answer, so that a reply to it finds its way.

    A chat's number is kept of the group alone.
    """

    __tablename__ = "exchange_message"
    __table_args__ = (Index("ix_exchange_message", "recipient", "message_id"),)
    id: int | None = serial()
    exchange_id: int = big(index=True)
    recipient: str = Field(max_length=40)
    chat_id: int | None = big(nullable=True)
    message_id: int = big()
    at: datetime
