"""Asking to learn who a source is."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, serial


class Opening(SQLModel, table=True):
    """Somebody asks who reported something, and why; a second person decides.

    `state` is `asking` (the reason is not written yet), `waiting`, `confirmed`, `opened`,
    `refused`, `expired` or `void`. The reason is sealed; in `expires_at` the state runs out.
    """

    __tablename__ = "opening"
    __table_args__ = (
        Index("ix_opening_state", "state", "expires_at"),
        Index("ix_opening_report", "report_id", "asked_by"),
    )
    id: int | None = serial()
    report_id: int = big()
    asked_by: int = big()
    state: str = Field(max_length=10)
    reason: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    asked_at: datetime
    expires_at: datetime
    decided_by: int | None = big(nullable=True)
    decided_at: datetime | None = None
