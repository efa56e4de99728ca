"""What officers did about a report besides deciding it: stepping back, undoing."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from storage.tables.columns import Serial, big


class SteppedBack(SQLModel, table=True):
    """An officer who will not work on a report any more: a conflict of interest."""

    __tablename__ = "stepped_back"
    report_id: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    account_id: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    at: datetime


class Undone(SQLModel, table=True):
    """A decision taken back: by whom, which it `was`, and an administrator's written reason.

    `entry` is the log's; the words stand here because the log holds none.
    """

    __tablename__ = "undone"
    entry: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    report_id: int = big(index=True)
    account_id: int = big()
    at: datetime
    was: str = Field(max_length=10)
    reason: str | None = None
