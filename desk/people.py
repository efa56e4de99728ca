"""Who somebody is to the office: a source by codename, an account by its roles."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import Session, col, select

from desk.codenames import codename
from storage import outbox
from storage.tables import Account, AccountRole, Source
from storage.vault import Identity, Vault

PUBLIC = "public"
PRIVATE = "private"


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


class NotAllowed(Exception):
    """This person may not do this."""


class AlreadyEnrolled(Exception):
    """This Telegram id has this role already."""


class NoHandler(Exception):
    """The handler is not enrolled as one: enrol the handler first."""


class Unenrolled(Exception):
    """No account with this Telegram id."""


class LastAdmin(Exception):
    """The last administrator can not be removed: enrol another one first."""


@dataclass(frozen=True)
class Person:
    """Somebody as of this unit. A stranger to the private bot has neither source nor account.

    `source` is set for whoever ever wrote to the public bot, also when this person now taps in
    the private one: nobody decides a report of their own.
    """

    source: str | None
    account: int | None
    name: str
    roles: frozenset[Role]
    language: str
    address: str | None
    """How the outbox reaches this person through the bot spoken to: `account:3`, `source:9f…`;
    None for a stranger to the private bot, who is not written to."""

    @property
    def owner(self) -> str:
        """The address of somebody who can own a draft. Raises NotAllowed for a stranger."""
        if self.address is None:
            raise NotAllowed("a stranger owns nothing")
        return self.address

    @property
    def rights(self) -> frozenset[Right]:
        """Everything this person's roles allow together."""
        return frozenset().union(*(RIGHTS[role] for role in self.roles))


def require(by: Person, right: Right) -> None:
    """Raise NotAllowed unless `by` has `right` at this moment."""
    if right not in by.rights:
        raise NotAllowed(right)


def recognise(
    session: Session, vault: Vault, bot: str, telegram_id: int, language: str, now: datetime
) -> Person:
    """Who writes to `bot`. A new person of the public bot becomes a source; the caller commits.

    A stranger to the private bot leaves no trace. `language` is for those not met before.
    """
    own = vault.find(session, PUBLIC, telegram_id)
    source = session.get(Source, own.removeprefix("source:")) if own else None
    if bot == PUBLIC:
        source = source or _meet(session, vault, telegram_id, language, now)
        set_reachable(session, f"source:{source.id}", True, now)
        address = f"source:{source.id}"
        return Person(source.id, None, source.codename, frozenset(), source.language, address)
    subject = vault.find(session, PRIVATE, telegram_id)
    account = session.get(Account, int(subject.removeprefix("account:"))) if subject else None
    if account is None or account.removed_at is not None:
        return Person(source.id if source else None, None, "", frozenset(), language, None)
    return Person(
        source.id if source else None,
        account.id,
        account.name,
        roles_of(session, account.id or 0),
        account.language,
        f"account:{account.id}",
    )


def _meet(
    session: Session, vault: Vault, telegram_id: int, language: str, now: datetime
) -> Source:
    source = Source(
        id=secrets.token_hex(8),
        codename=_free_codename(session),
        language=language,
        created_at=now,
    )
    session.add(source)
    vault.file(session, f"source:{source.id}", PUBLIC, Identity(telegram_id))
    session.flush()
    return source


def _free_codename(session: Session) -> str:
    while True:
        name = codename()
        if session.exec(select(Source.id).where(Source.codename == name)).first() is None:
            return name


def roles_of(session: Session, account_id: int) -> frozenset[Role]:
    """The roles an account holds now."""
    query = select(AccountRole.role).where(AccountRole.account_id == account_id)
    return frozenset(Role(role) for role in session.exec(query))


def enrol(
    session: Session,
    vault: Vault,
    role: Role,
    telegram_id: int,
    name: str,
    *,
    language: str,
    now: datetime,
    region: str | None = None,
    handler: int | None = None,
) -> Account:
    """Give somebody a role, with an account made on the way if need be. The caller commits.

    `handler` is the Telegram id of the handler who looks after an agent. Raises AlreadyEnrolled,
    NoHandler. The name of an existing account is replaced.
    """
    looked_after = _handler(session, vault, handler) if handler is not None else None
    subject = vault.find(session, PRIVATE, telegram_id)
    account = session.get(Account, int(subject.removeprefix("account:"))) if subject else None
    if account is None:
        account = Account(name=name, language=language, created_at=now)
        session.add(account)
        session.flush()
        vault.file(session, f"account:{account.id}", PRIVATE, Identity(telegram_id))
    elif account.removed_at is None and role in roles_of(session, account.id or 0):
        raise AlreadyEnrolled(account.name)
    account.name = name
    account.removed_at = None
    session.add(account)
    session.add(
        AccountRole(
            account_id=account.id or 0,
            role=role,
            region=region,
            handler=looked_after,
            granted_at=now,
        )
    )
    session.flush()
    return account


def _handler(session: Session, vault: Vault, telegram_id: int) -> int:
    subject = vault.find(session, PRIVATE, telegram_id)
    account_id = int(subject.removeprefix("account:")) if subject else 0
    if Role.HANDLER not in roles_of(session, account_id):
        raise NoHandler(NoHandler.__doc__)
    return account_id


def remove(session: Session, vault: Vault, telegram_id: int, now: datetime) -> str:
    """Take every role from somebody; returns the name. The caller commits.

    The account row stays for the record of decisions. Raises Unenrolled, LastAdmin.
    """
    subject = vault.find(session, PRIVATE, telegram_id)
    account = session.get(Account, int(subject.removeprefix("account:"))) if subject else None
    if account is None or account.removed_at is not None:
        raise Unenrolled(Unenrolled.__doc__)
    if Role.ADMIN in roles_of(session, account.id or 0) and len(_holders(session, Role.ADMIN)) < 2:
        raise LastAdmin(LastAdmin.__doc__)
    session.execute(delete(AccountRole).where(col(AccountRole.account_id) == account.id))
    account.removed_at = now
    session.add(account)
    return account.name


def _holders(session: Session, role: Role) -> list[int]:
    query = select(AccountRole.account_id).where(AccountRole.role == role)
    return list(session.exec(query))


@dataclass(frozen=True)
class Enrolled:
    """An account as a line in a list."""

    account: int
    name: str
    roles: tuple[Role, ...]
    reachable: bool


def everybody_for(session: Session, by: Person, *, now: datetime) -> list[Enrolled]:
    """The accounts in use, for an administrator. Raises NotAllowed."""
    require(by, Right.MANAGE_PEOPLE)
    return everybody(session)


def everybody(session: Session) -> list[Enrolled]:
    """The accounts in use, by name."""
    query = select(Account).where(col(Account.removed_at).is_(None)).order_by(col(Account.name))
    return [
        Enrolled(
            account.id or 0,
            account.name,
            tuple(sorted(roles_of(session, account.id or 0))),
            account.reachable,
        )
        for account in session.exec(query)
    ]


def directory(session: Session, vault: Vault) -> list[tuple[int | None, Enrolled]]:
    """Everybody enrolled with the Telegram id: for the command line of the server only."""
    found = []
    for one in everybody(session):
        identity = vault.identity(session, f"account:{one.account}")
        found.append((identity.telegram_id if identity else None, one))
    return found


def appoint_first_admins(
    session: Session, vault: Vault, ids: tuple[int, ...], *, language: str, now: datetime
) -> int:
    """Enrol each of ADMIN_IDS that was never known; a removed one stays removed."""
    added = 0
    for telegram_id in ids:
        if vault.find(session, PRIVATE, telegram_id) is None:
            enrol(session, vault, Role.ADMIN, telegram_id, "Admin", language=language, now=now)
            added += 1
    return added


def whoever(session: Session, by: Person, *, now: datetime) -> Person:
    """Only who it is: what a handler looks up to answer in the right language."""
    return by


def opened(session: Session, by: Person, *, now: datetime) -> Person:
    """Note that an account's private chat is open, as every message from there shows."""
    if by.account is not None:
        set_reachable(session, by.address, True, now)
    return by


def closed(session: Session, by: Person, *, now: datetime) -> Person:
    """Note that somebody blocked the bot. The caller commits."""
    set_reachable(session, by.address, False, now)
    return by


def may_still(session: Session, recipient: str, right: Right | None) -> bool:
    """Whether what waits for `recipient` may still be sent: not to somebody removed meanwhile."""
    kind, _, key = recipient.partition(":")
    if kind != "account":
        return True
    account = session.get(Account, int(key))
    if account is None or account.removed_at is not None:
        return False
    held = roles_of(session, account.id or 0)
    return right is None or any(right in RIGHTS[role] for role in held)


def speak(session: Session, by: Person, language: str, *, now: datetime) -> Person:
    """Change the language of `by`; returns the person as changed. The caller commits."""
    row: Source | Account | None
    if by.account is not None:
        row = session.get(Account, by.account)
    else:
        row = session.get(Source, by.source)
    if row is not None:
        row.language = language
        session.add(row)
    return replace(by, language=language)


def set_reachable(session: Session, address: str | None, reachable: bool, now: datetime) -> None:
    """Note that a private chat opened or closed; what was held goes out. The caller commits."""
    kind, _, key = (address or "").partition(":")
    row: Source | Account | None = None
    if kind == "source":
        row = session.get(Source, key)
    elif kind == "account":
        row = session.get(Account, int(key))
    if row is not None and row.reachable != reachable:
        row.reachable = reachable
        session.add(row)
        if reachable:
            outbox.revive(session, address or "", now)
