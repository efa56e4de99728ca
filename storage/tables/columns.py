"""Columns that every engine understands alike."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
)
from sqlmodel import Field

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


def one_of(column: str, *values: str) -> CheckConstraint:
    """Enums are short strings with a CHECK: adding a value is one small migration."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"ck_{column}_known")
