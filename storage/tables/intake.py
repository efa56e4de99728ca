"""What comes in: updates seen, those nothing could digest, and conversations not yet sent."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    LargeBinary,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from storage.tables.columns import big, serial


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
