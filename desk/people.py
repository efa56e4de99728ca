"""Who somebody is to the office at this moment: a source by codename, an account by its roles."""

import secrets
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, func
from sqlalchemy import select as core_select
from sqlmodel import Session, select

from desk import reach, standing
from desk.codenames import codename
from desk.rights import PRIVATE, PUBLIC, Person, Right, Role, rights_of
from storage.statements import Statement, columns
from storage.tables import Account, AccountRole, Source, VaultEntry
from storage.vault import Identity, Vault

AGENT = "agent"
"""The name under which the vault files an agent as a source: apart from the same person's account
and from what they send as a citizen, so that no table joins the three."""


_entry, _known = columns(VaultEntry), columns(Source)
_SOURCE = Statement(
    lambda _: (
        core_select(_known.id, _known.codename, _known.language, _known.reachable, _known.asked)
        .join_from(
            VaultEntry, Source, _known.id == func.substr(_entry.subject, len("source:") + 1)
        )
        .where(_entry.lookup == bindparam("lookup"))
    )
)
"""By the vault's entry: its subject is `source:` and the source's id."""


def recognise(
    session: Session,
    vault: Vault,
    bot: str,
    telegram_id: int,
    language: str,
    now: datetime,
    *,
    meet: bool = True,
) -> Person:
    """Who writes to `bot`. Who reports there for the first time becomes a source of it; the
    caller commits.

    A stranger to the private bot leaves no trace. `language` is for those not met before; without
    `meet` they stay strangers to the public bot as well.
    """
    source = _source(session, vault, PUBLIC, telegram_id)
    if bot == PUBLIC and source is None and not meet:
        return Person(bot=bot, name="", language=language)
    if bot == PUBLIC:
        source = source or _meet(session, vault, PUBLIC, telegram_id, language, now)
        address = f"source:{source.id}"
        if not source.reachable:
            reach.note(session, address, True, now)
        return Person(
            bot=bot,
            source=source.id,
            name=source.codename,
            language=source.language,
            address=address,
            asked=source.asked,
        )
    agent = _source(session, vault, AGENT, telegram_id)
    account = account_of(session, vault, telegram_id)
    held = _roles(session, account.id or 0) if account else {}
    if meet and account is not None and Role.AGENT in held and agent is None:
        agent = _meet(session, vault, AGENT, telegram_id, account.language, now)
    return Person(
        bot=bot,
        source=source.id if source else None,
        agent=agent.id if agent else None,
        account=account.id if account else None,
        name=account.name if account else "",
        roles=frozenset(held),
        paused=account is not None and account.paused_at is not None,
        away=account is not None and account.away_at is not None,
        area=held.get(Role.AGENT),
        language=account.language if account else language,
        address=f"account:{account.id}" if account else None,
        asked=agent.asked if agent else 0,
    )


def account_of(session: Session, vault: Vault, telegram_id: int) -> Account | None:
    """The account in use behind a Telegram id; None for a stranger and for somebody removed."""
    subject = vault.find(session, PRIVATE, telegram_id)
    account = session.get(Account, int(subject.removeprefix("account:"))) if subject else None
    return None if account is None or account.removed_at is not None else account


class Known(Struct, frozen=True):
    """What is read of a source with each message."""

    id: str
    codename: str
    language: str
    reachable: bool
    asked: int


def _source(session: Session, vault: Vault, realm: str, telegram_id: int) -> Known | None:
    row = _SOURCE.first(session, lookup=vault.lookup(realm, telegram_id))
    return Known(*row) if row else None


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
    standing.returns(session, source.id, vault.lookup(realm, telegram_id), now)
    return Known(source.id, source.codename, source.language, source.reachable, source.asked)


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


def speak(session: Session, by: Person, language: str, *, now: datetime) -> Person:
    """Change the language of `by`; returns the person as changed. The caller commits."""
    for address in reach.addresses(by):
        row = reach.row_of(session, address)
        if row is not None:
            row.language = language
            session.add(row)
    return replace(by, language=language)


def may_still(session: Session, recipient: str, right: Right | None) -> bool:
    """Whether what waits for `recipient` may still be sent: not to somebody removed or paused."""
    kind, _, key = recipient.partition(":")
    if kind != "account":
        return True
    account = session.get(Account, int(key))
    if account is None or account.removed_at is not None or account.paused_at is not None:
        return False
    held = rights_of(roles_of(session, account.id or 0), away=account.away_at is not None)
    return right is None or right in held
