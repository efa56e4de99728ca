"""What stands against a source, what of it outlives the source, and what was erased."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, serial


class Sanction(SQLModel, table=True):
    """A warning (`warn`), a silence for a time (`mute`) or a long one (`block`) of a source.

    In force until `until` unless lifted; a warning has no `until`. `report_id` is the report it
    was given for, None for one that was carried over from before an erasure.
    """

    __tablename__ = "sanction"
    __table_args__ = (
        Index("ix_sanction_source", "source_id", "until"),
        Index("ix_sanction_until", "until"),
    )
    id: int | None = serial()
    source_id: str = Field(max_length=16)
    kind: str = Field(max_length=8)
    until: datetime | None = None
    report_id: int | None = big(nullable=True)
    by: int | None = big(nullable=True)
    at: datetime
    lifted_at: datetime | None = None
    lifted_by: int | None = big(nullable=True)


class BlockedLookup(SQLModel, table=True):
    """A sanction in force whose source was erased: the vault's HMAC and an end, nothing else.

    The row goes when the person comes back, and stands against the new source, or at `until`.
    """

    __tablename__ = "blocked_lookup"
    __table_args__ = (UniqueConstraint("lookup"),)
    id: int | None = serial()
    lookup: str = Field(max_length=64)
    kind: str = Field(max_length=8)
    until: datetime = Field(index=True)
    by: int | None = big(nullable=True)


class Erasure(SQLModel, table=True):
    """A source whose reports are still being erased, a few at a time; the row goes at the end."""

    __tablename__ = "erasure"
    source_id: str = Field(primary_key=True, max_length=16)
    at: datetime


class Purge(SQLModel, table=True):
    """How many things of a kind were erased on a local day."""

    __tablename__ = "purge"
    day: date = Field(primary_key=True)
    kind: str = Field(primary_key=True, max_length=20)
    count: int = big()
