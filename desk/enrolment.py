"""Who belongs to the office: enrolled, paused, removed; and who is there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from desk import staffnews
from desk.people import account_of, roles_of
from desk.rights import PRIVATE, Person, Right, Role, require
from storage.locks import locked, locking
from storage.tables import Account, AccountRole
from storage.vault import Identity, Vault


class AlreadyEnrolled(Exception):
    """This Telegram id has this role already."""


class NoHandler(Exception):
    """The handler is not enrolled as one: enrol the handler first."""


class Unenrolled(Exception):
    """No account with this Telegram id."""


class LastAdmin(Exception):
    """The last administrator can not be removed or paused: enrol another one first."""


@dataclass(frozen=True)
class Enrolled:
    """An account as a line in a list."""

    account: int
    name: str
    roles: tuple[Role, ...]
    reachable: bool
    paused: bool = False
    area: str | None = None


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
    if account.removed_at is not None:  # who comes back begins anew; else away and paused stay
        account.removed_at = account.paused_at = account.away_at = None
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
    account = account_of(session, vault, telegram_id)
    if account is None or Role.HANDLER not in roles_of(session, account.id or 0):
        raise NoHandler(NoHandler.__doc__)
    return account.id or 0


def remove(session: Session, vault: Vault, telegram_id: int, now: datetime) -> str:
    """Take every role from somebody; returns the name. The caller commits.

    The account row stays for the record of decisions. Raises Unenrolled, LastAdmin.
    """
    account = account_of(session, vault, telegram_id)
    if account is None:
        raise Unenrolled(Unenrolled.__doc__)
    return _dismiss(session, account, now)


def dismiss(session: Session, by: Person, account_id: int, *, now: datetime) -> Enrolled:
    """`remove` by an administrator, who knows the account and not the Telegram id.

    The caller commits. Raises NotAllowed, Unenrolled, LastAdmin.
    """
    account = _administered(session, by, account_id)
    before = _enrolled(session, account)
    _dismiss(session, account, now)
    return before


def pause(session: Session, by: Person, account_id: int, *, now: datetime) -> Enrolled:
    """Suspend every right of somebody until `resume`; done twice it stays. The caller commits.

    Raises NotAllowed, Unenrolled, LastAdmin.
    """
    account = _administered(session, by, account_id)
    _keep_an_admin(session, account)
    if account.paused_at is None:
        account.paused_at = now
        session.add(account)
        staffnews.tell_access(session, account_id, "paused", now=now)
    return _enrolled(session, account)


def resume(session: Session, by: Person, account_id: int, *, now: datetime) -> Enrolled:
    """Give a paused person every right back. The caller commits. Raises NotAllowed, Unenrolled."""
    account = _administered(session, by, account_id)
    if account.paused_at is not None:
        account.paused_at = None
        session.add(account)
        staffnews.tell_access(session, account_id, "resumed", now=now)
    return _enrolled(session, account)


def one_of_office(session: Session, by: Person, account_id: int, *, now: datetime) -> Enrolled:
    """One account in use, for an administrator. Raises NotAllowed, Unenrolled."""
    return _enrolled(session, _administered(session, by, account_id))


def everybody_for(session: Session, by: Person, *, now: datetime) -> list[Enrolled]:
    """The accounts in use, for an administrator. Raises NotAllowed."""
    require(by, Right.MANAGE_PEOPLE)
    return everybody(session)


def everybody(session: Session) -> list[Enrolled]:
    """The accounts in use, by name."""
    query = select(Account).where(col(Account.removed_at).is_(None)).order_by(col(Account.name))
    return [_enrolled(session, account) for account in session.exec(query)]


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


def holders(session: Session, role: Role, *, but: Collection[int] = ()) -> list[int]:
    """The accounts that hold a role and may use it now."""
    query = (
        select(Account.id)
        .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
        .where(
            AccountRole.role == role,
            col(Account.removed_at).is_(None),
            col(Account.paused_at).is_(None),
        )
        .order_by(col(Account.id))
    )
    return [one for one in session.exec(query) if one is not None and one not in but]


def _administered(session: Session, by: Person, account_id: int) -> Account:
    require(by, Right.MANAGE_PEOPLE)
    account = locked(session, Account, account_id)
    if account is None or account.removed_at is not None:
        raise Unenrolled(Unenrolled.__doc__)
    return account


def _dismiss(session: Session, account: Account, now: datetime) -> str:
    _keep_an_admin(session, account)
    session.execute(delete(AccountRole).where(col(AccountRole.account_id) == account.id))
    account.removed_at = now
    session.add(account)
    return account.name


def _keep_an_admin(session: Session, account: Account) -> None:
    """Raise LastAdmin if nobody else could administrate; two at once wait for each other."""
    number = account.id or 0
    if Role.ADMIN not in roles_of(session, number):
        return
    query = select(Account).where(col(Account.id).in_(_all_with(Role.ADMIN)))
    session.exec(locking(query.order_by(col(Account.id)))).all()
    if not holders(session, Role.ADMIN, but=(number,)):
        raise LastAdmin(LastAdmin.__doc__)


def _all_with(role: Role) -> Any:
    return select(AccountRole.account_id).where(AccountRole.role == role)


def _enrolled(session: Session, account: Account) -> Enrolled:
    rows = session.exec(select(AccountRole).where(AccountRole.account_id == account.id)).all()
    return Enrolled(
        account.id or 0,
        account.name,
        tuple(sorted(Role(row.role) for row in rows)),
        account.reachable,
        account.paused_at is not None,
        next((row.region for row in rows if row.role == Role.AGENT), None),
    )
