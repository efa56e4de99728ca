"""How many reports each day has of each kind, kept by the database itself.

Triggers (`storage/daytriggers.py`) move a report's counts in the very statement that makes,
changes or removes it, so no rule can forget them. The days are UTC's, whatever the office's zone:
who asks about an office's own days takes whole days from here and counts the hours at both ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Field, SQLModel

DERIVED: Mapping[str, Any] = {"info": {"derived": True}, "sqlite_with_rowid": False}
"""A table that follows from the others: a copy leaves it out, the database fills it again."""
DISTRICT = 8  # characters of a kecamatan's code, which begins the codes of its villages


class DaySubmitted(SQLModel, table=True):
    """How many reports submitted on one day share category, status and urgency."""

    __tablename__ = "day_submitted"
    __table_args__ = DERIVED
    day: date = Field(primary_key=True)
    category: str = Field(primary_key=True, max_length=20)
    status: str = Field(primary_key=True, max_length=10)
    urgency: str = Field(primary_key=True, max_length=10)
    number: int


class DayPlace(SQLModel, table=True):
    """How many reports submitted on one day lie in a kecamatan, by the start of their code."""

    __tablename__ = "day_place"
    __table_args__ = DERIVED
    day: date = Field(primary_key=True)
    district: str = Field(primary_key=True, max_length=DISTRICT)
    number: int


class DayDecided(SQLModel, table=True):
    """How many reports decided on one day share status, urgency and grade; `""` is no grade."""

    __tablename__ = "day_decided"
    __table_args__ = DERIVED
    day: date = Field(primary_key=True)
    status: str = Field(primary_key=True, max_length=10)
    urgency: str = Field(primary_key=True, max_length=10)
    grade_source: str = Field(primary_key=True, max_length=1)
    grade_information: str = Field(primary_key=True, max_length=1)
    number: int


@dataclass(frozen=True)
class Kept:
    """One of the tables: which moment of a report makes the day, and what else makes the key.

    `keys` gives each further column as SQL, in which `{row}` stands for the report.
    """

    name: str
    moment: str
    keys: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        return ("day", *self.keys)

    def values(self, row: str, *, sqlite: bool) -> tuple[str, ...]:
        """What the columns are for a report, as SQL. SQLite keeps moments as texts of UTC."""
        moment = f"{row}.{self.moment}"
        day = f"substr({moment}, 1, 10)" if sqlite else f"timezone('UTC', {moment})::date"
        return (day, *(key.format(row=row) for key in self.keys.values()))


KEPT = (
    Kept(
        "day_submitted",
        "submitted_at",
        {name: f"{{row}}.{name}" for name in ("category", "status", "urgency")},
    ),
    Kept("day_place", "submitted_at", {"district": f"substr({{row}}.region, 1, {DISTRICT})"}),
    Kept(
        "day_decided",
        "decided_at",
        {
            "status": "{row}.status",
            "urgency": "{row}.urgency",
            "grade_source": "coalesce({row}.grade_source, '')",
            "grade_information": "coalesce({row}.grade_information, '')",
        },
    ),
)
