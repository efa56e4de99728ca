"""One-time links by which people come into the office."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from desk import enrolment, staffnews
from desk.house import House
from desk.people import may_still
from desk.rights import Person, Right, Role, require
from forms.kinds.text import clean
from storage.locks import locked, locking
from storage.tables import Account, Invite

LIVES = timedelta(hours=72)
KEPT = timedelta(days=30)  # a used or expired invitation, to see who let whom in
PREFIX = "i-"
TOKEN_BYTES = 24  # 32 letters of a link; Telegram takes 64 in all
NAME_LENGTH = 60


class InviteUnfit(Exception):
    """The link is unknown, used, or too old: ask the administrator for a new one."""


class NoSuchRegion(Exception):
    """The office has no region of this code."""


@dataclass(frozen=True)
class Offered:
    """An invitation just made; the token is known now and never again."""

    invite: int
    role: Role
    payload: str
    """What the link carries after `?start=`."""
    expires_at: datetime
    region: str | None = None


def invite(
    session: Session,
    by: Person | None,
    house: House,
    role: Role,
    region: str | None = None,
    *,
    now: datetime,
) -> Offered:
    """Make a link that gives `role` to whoever opens it first. The caller commits.

    `by` is None for the command line of the server, which needs no right. Only a hash of the
    token is kept. Raises NotAllowed, NoSuchRegion.
    """
    if by is not None:
        require(by, Right.MANAGE_PEOPLE)
    if region is not None and house.office.regions.region(region) is None:
        raise NoSuchRegion(region)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Invite(
        token_hash=_hash(token),
        role=role,
        region=region,
        invited_by=by.account if by else None,
        created_at=now,
        expires_at=now + LIVES,
    )
    session.add(row)
    session.flush()
    return Offered(row.id or 0, role, PREFIX + token, row.expires_at, region)


def looks_like_one(payload: str) -> bool:
    """Whether a start link's payload could be an invitation."""
    return payload.startswith(PREFIX)


def accept(
    session: Session,
    by: Person,
    house: House,
    payload: str,
    telegram_id: int,
    name: str,
    *,
    now: datetime,
) -> Account:
    """Enrol whoever opened the link, under `name`; the inviter is told. The caller commits.

    Of two who open it in the same second one comes in. Who has the role already does not use the
    link up. A link is worth no more than its maker: without the right by now, it lets nobody in.
    Raises InviteUnfit, AlreadyEnrolled.
    """
    query = select(Invite).where(Invite.token_hash == _hash(payload.removeprefix(PREFIX)))
    row = session.exec(locking(query)).first()
    good = row is not None and row.used_at is None and row.expires_at > now
    if row is None or not good or not _made_by_somebody_entitled(session, row):
        raise InviteUnfit(InviteUnfit.__doc__)
    account = enrolment.enrol(
        session,
        house.vault,
        Role(row.role),
        telegram_id,
        by.name or called(name),
        language=by.language,
        now=now,
        region=row.region,
    )
    row.used_at, row.used_by = now, account.id
    session.add(row)
    if row.invited_by is not None:
        staffnews.tell_joined(session, row, now=now)
    return account


def _made_by_somebody_entitled(session: Session, row: Invite) -> bool:
    """Whether its maker may still invite; the command line of the server always may."""
    address = f"account:{row.invited_by}"
    return row.invited_by is None or may_still(session, address, Right.MANAGE_PEOPLE)


def called(name: str) -> str:
    """A display name as colleagues will see it: on one line, without tricks, not too long."""
    return " ".join(clean(name).split())[:NAME_LENGTH].strip() or "—"


def withdraw(session: Session, by: Person, invite_id: int, *, now: datetime) -> bool:
    """Make an unused link worthless; False when it was used already. The caller commits.

    Raises NotAllowed.
    """
    require(by, Right.MANAGE_PEOPLE)
    row = locked(session, Invite, invite_id)
    if row is None or row.used_at is not None:
        return False
    row.expires_at = min(row.expires_at, now)
    session.add(row)
    return True


def forget(session: Session, now: datetime) -> None:
    """Drop what expired 30 days ago. The caller commits."""
    session.execute(delete(Invite).where(col(Invite.expires_at) < now - KEPT))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
