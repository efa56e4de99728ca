"""Who somebody is to the office at this moment: a source by codename, an account by its roles."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import bindparam, func
from sqlalchemy import select as core_select
from sqlmodel import Session, select

from desk.codenames import codename
from storage import outbox
from storage.statements import Statement, columns
from storage.tables import Account, AccountRole, Source, VaultEntry
from storage.vault import Identity, Vault

PUBLIC = "public"
PRIVATE = "private"
AGENT = "agent"
"""The name under which the vault files an agent as a source: apart from the same person's account
and from what they send as a citizen, so that no table joins the three."""


class Role(StrEnum):
    """What an account may be; a citizen has no account."""

    AGENT = "agent"
    HANDLER = "handler"
    VERIFIER = "verifier"
    UNIT = "unit"
    READER = "reader"
    LEADER = "leader"
    ADMIN = "admin"


class Right(StrEnum):
    """What somebody may do."""

    REPORT = "report"
    VERIFY = "verify"
    READ_DIGEST = "read_digest"
    MANAGE_PEOPLE = "manage_people"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.REPORT}),
    Role.HANDLER: frozenset(),
    Role.VERIFIER: frozenset({Right.VERIFY}),
    Role.UNIT: frozenset(),
    Role.READER: frozenset(),
    Role.LEADER: frozenset({Right.READ_DIGEST}),
    Role.ADMIN: frozenset({Right.MANAGE_PEOPLE}),
}


_entry, _known = columns(VaultEntry), columns(Source)
_SOURCE = Statement(
    lambda _: (
        core_select(_known.id, _known.codename, _known.language, _known.reachable)
        .join_from(
            VaultEntry, Source, _known.id == func.substr(_entry.subject, len("source:") + 1)
        )
        .where(_entry.lookup == bindparam("lookup"))
    )
)
"""By the vault's entry: its subject is `source:` and the source's id."""


class NotAllowed(Exception):
    """This person may not do this."""


@dataclass(frozen=True)
class Person:
    """Somebody as of this unit. A stranger to the private bot has neither source nor account.

    `source` is set for whoever ever wrote to the public bot, `agent` for whoever ever reported
    through the private one, whichever bot is spoken to now: nobody decides a report of their own.
    """

    bot: str
    name: str
    language: str
    source: str | None = None
    agent: str | None = None
    account: int | None = None
    roles: frozenset[Role] = frozenset()
    paused: bool = False
    area: str | None = None
    """The region an agent was enrolled for."""
    address: str | None = None
    """How the outbox reaches this person through the bot spoken to: `account:3`, `source:9f…`;
    None for a stranger to the private bot, who is not written to."""

    @property
    def reporter(self) -> str | None:
        """The source that reports through the bot spoken to; None for who may not report there."""
        if self.bot == PUBLIC:
            return self.source
        return self.agent if Right.REPORT in self.rights else None

    @property
    def owner(self) -> str:
        """Whose drafts and files these are. Raises NotAllowed for who may not report."""
        if self.reporter is None:
            raise NotAllowed("only who may report owns a draft")
        return f"source:{self.reporter}"

    @property
    def actor(self) -> str:
        """The name under which an officer stands in the log. Raises NotAllowed without account."""
        if self.account is None:
            raise NotAllowed("no account")
        return f"account:{self.account}"

    @property
    def sources(self) -> frozenset[str]:
        """Every source this person is."""
        return frozenset(one for one in (self.source, self.agent) if one is not None)

    @property
    def rights(self) -> frozenset[Right]:
        """Everything this person's roles allow together; nothing while paused."""
        if self.paused:
            return frozenset()
        return frozenset().union(*(RIGHTS[role] for role in self.roles))


def require(by: Person, right: Right) -> None:
    """Raise NotAllowed unless `by` has `right` at this moment."""
    if right not in by.rights:
        raise NotAllowed(right)


def recognise(
    session: Session, vault: Vault, bot: str, telegram_id: int, language: str, now: datetime
) -> Person:
    """Who writes to `bot`. Who reports there for the first time becomes a source of it; the
    caller commits.

    A stranger to the private bot leaves no trace. `language` is for those not met before.
    """
    source = _source(session, vault, PUBLIC, telegram_id)
    if bot == PUBLIC:
        source = source or _meet(session, vault, PUBLIC, telegram_id, language, now)
        address = f"source:{source.id}"
        if not source.reachable:
            _note(session, address, True, now)
        return Person(
            bot=bot,
            source=source.id,
            name=source.codename,
            language=source.language,
            address=address,
        )
    agent = _source(session, vault, AGENT, telegram_id)
    account = account_of(session, vault, telegram_id)
    held = _roles(session, account.id or 0) if account else {}
    if account is not None and Role.AGENT in held and agent is None:
        agent = _meet(session, vault, AGENT, telegram_id, account.language, now)
    return Person(
        bot=bot,
        source=source.id if source else None,
        agent=agent.id if agent else None,
        account=account.id if account else None,
        name=account.name if account else "",
        roles=frozenset(held),
        paused=account is not None and account.paused_at is not None,
        area=held.get(Role.AGENT),
        language=account.language if account else language,
        address=f"account:{account.id}" if account else None,
    )


def account_of(session: Session, vault: Vault, telegram_id: int) -> Account | None:
    """The account in use behind a Telegram id; None for a stranger and for somebody removed."""
    subject = vault.find(session, PRIVATE, telegram_id)
    account = session.get(Account, int(subject.removeprefix("account:"))) if subject else None
    return None if account is None or account.removed_at is not None else account


class Known(NamedTuple):
    """What is read of a source with each message."""

    id: str
    codename: str
    language: str
    reachable: bool


def _source(session: Session, vault: Vault, realm: str, telegram_id: int) -> Known | None:
    row = _SOURCE.first(session, lookup=vault.lookup(realm, telegram_id))
    return Known._make(row) if row else None


def _meet(
    session: Session, vault: Vault, realm: str, telegram_id: int, language: str, now: datetime
) -> Known:
    source = Source(
        id=secrets.token_hex(8),
        codename=_free_codename(session),
        bot=PUBLIC if realm == PUBLIC else PRIVATE,
        language=language,
        created_at=now,
    )
    session.add(source)
    vault.file(session, f"source:{source.id}", realm, Identity(telegram_id))
    session.flush()
    return Known(source.id, source.codename, source.language, source.reachable)


def _free_codename(session: Session) -> str:
    while True:
        name = codename()
        if session.exec(select(Source.id).where(Source.codename == name)).first() is None:
            return name


def _roles(session: Session, account_id: int) -> dict[Role, str | None]:
    """The roles an account holds now, each with its area."""
    query = select(AccountRole.role, AccountRole.region).where(
        AccountRole.account_id == account_id
    )
    return {Role(role): region for role, region in session.exec(query)}


def roles_of(session: Session, account_id: int) -> frozenset[Role]:
    """The roles an account holds now."""
    return frozenset(_roles(session, account_id))


def whoever(session: Session, by: Person, *, now: datetime) -> Person:
    """Only who it is: what a handler looks up to answer in the right language."""
    return by


def opened(session: Session, by: Person, *, now: datetime) -> Person:
    """Note that the private chat with the bot spoken to is open. The caller commits."""
    set_reachable(session, by, True, now)
    return by


def closed(session: Session, by: Person, *, now: datetime) -> Person:
    """Note that somebody blocked the bot spoken to. The caller commits."""
    set_reachable(session, by, False, now)
    return by


def may_still(session: Session, recipient: str, right: Right | None) -> bool:
    """Whether what waits for `recipient` may still be sent: not to somebody removed or paused."""
    kind, _, key = recipient.partition(":")
    if kind != "account":
        return True
    account = session.get(Account, int(key))
    if account is None or account.removed_at is not None or account.paused_at is not None:
        return False
    held = roles_of(session, account.id or 0)
    return right is None or any(right in RIGHTS[role] for role in held)


def speak(session: Session, by: Person, language: str, *, now: datetime) -> Person:
    """Change the language of `by`; returns the person as changed. The caller commits."""
    for address in _addresses(by):
        row = _row(session, address)
        if row is not None:
            row.language = language
            session.add(row)
    return replace(by, language=language)


def set_reachable(session: Session, by: Person, reachable: bool, now: datetime) -> None:
    """Note that a private chat opened or closed; what was held goes out. The caller commits.

    An agent is two addresses of one chat: the account, and the source of their reports.
    """
    for address in _addresses(by):
        _note(session, address, reachable, now)


def address_closed(session: Session, address: str, now: datetime) -> None:
    """Note that a message could not reach this address. The caller commits."""
    _note(session, address, False, now)


def _addresses(by: Person) -> list[str]:
    if by.bot == PUBLIC:
        return [f"source:{by.source}"]
    agent = [f"source:{by.agent}"] if by.agent else []
    return [*agent, *([by.address] if by.address else [])]


def _row(session: Session, address: str) -> Source | Account | None:
    kind, _, key = address.partition(":")
    if kind == "source":
        return session.get(Source, key)
    return session.get(Account, int(key)) if kind == "account" else None


def _note(session: Session, address: str, reachable: bool, now: datetime) -> None:
    row = _row(session, address)
    if row is not None and row.reachable != reachable:
        row.reachable = reachable
        session.add(row)
        if reachable:
            outbox.revive(session, address, now)
