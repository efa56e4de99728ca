"""Who leads the office at this moment: whom digests and alerts are for."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from desk.rights import Role
from storage.tables import Account, AccountRole


class Leader(NamedTuple):
    """An enrolled leader as the outbox addresses one, and since when."""

    recipient: str
    since: datetime


def leaders(session: Session) -> list[Leader]:
    """Every leader who is neither paused nor removed, reachable or not."""
    query = (
        select(Account.id, AccountRole.granted_at)
        .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
        .where(
            AccountRole.role == Role.LEADER,
            col(Account.removed_at).is_(None),
            col(Account.paused_at).is_(None),
        )
        .order_by(col(Account.id))
    )
    return [Leader(f"account:{number}", since) for number, since in session.exec(query)]
