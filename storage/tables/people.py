"""Sources, people of the office, and the vault, where an identity stands and nowhere else."""

from datetime import datetime

from sqlalchemy import (
    Column,
    LargeBinary,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from storage.tables.columns import Serial, big, one_of, serial


class Source(SQLModel, table=True):
    """Whoever reports: an opaque id and a codename. Who it is stands in the vault.

    `bot` is the one they report through: citizens the public one, agents the private one.
    `asked` counts questions by officers and is 0 when none can be open: then none is looked for.
    Once erased, the vault no longer knows who it was; whoever comes back is another source.
    """

    __tablename__ = "source"
    id: str = Field(primary_key=True, max_length=16)
    codename: str = Field(unique=True, max_length=40)
    bot: str = Field(max_length=10)
    language: str = Field(max_length=5)
    reachable: bool = True
    asked: int = 0
    created_at: datetime
    erased_at: datetime | None = None


class Account(SQLModel, table=True):
    """A person of the office. The name is the one shown to colleagues.

    A paused account keeps its roles and has no rights until it is resumed; one that is away left
    the verification group and decides nothing until it is back there.
    """

    __tablename__ = "account"
    id: int | None = serial()
    name: str = Field(max_length=80)
    language: str = Field(max_length=5)
    reachable: bool = False
    created_at: datetime
    paused_at: datetime | None = None
    away_at: datetime | None = None
    removed_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-time link into the office: only a hash of its token is kept."""

    __tablename__ = "invite"
    __table_args__ = (
        one_of("role", "agent", "handler", "verifier", "unit", "reader", "leader", "admin"),
    )
    id: int | None = serial()
    token_hash: str = Field(unique=True, max_length=64)
    role: str = Field(max_length=10)
    region: str | None = Field(default=None, max_length=16)
    invited_by: int | None = big(nullable=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None
    used_by: int | None = big(nullable=True)


class AccountRole(SQLModel, table=True):
    """A role that an account holds; the row goes when the role is taken away.

    `handler` is the account that looks after an agent.
    """

    __tablename__ = "account_role"
    __table_args__ = (
        one_of("role", "agent", "handler", "verifier", "unit", "reader", "leader", "admin"),
    )
    account_id: int = Field(sa_column=Column(Serial, primary_key=True, autoincrement=False))
    role: str = Field(primary_key=True, max_length=10)
    region: str | None = Field(default=None, max_length=16)
    handler: int | None = big(nullable=True)
    granted_at: datetime


class VaultEntry(SQLModel, table=True):
    """A sealed identity. `lookup` is an HMAC, so the row is found without being readable."""

    __tablename__ = "vault"
    __table_args__ = (UniqueConstraint("lookup"),)
    subject: str = Field(primary_key=True, max_length=40)
    key_id: str = Field(max_length=16)
    lookup: str = Field(max_length=64)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
