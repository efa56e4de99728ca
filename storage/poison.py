"""Updates that no handler could digest: kept sealed for a while, then forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.tables import Poison

KEPT = timedelta(days=30)  # long enough for somebody to come and look


def bury(session: Session, bot: str, update_id: int, sealed: bytes, now: datetime) -> None:
    """Enter a sealed update. The caller commits."""
    session.add(Poison(bot=bot, update_id=update_id, sealed=sealed, at=now))


def forget(session: Session, now: datetime) -> None:
    """Drop what is older than 30 days. The caller commits."""
    session.execute(delete(Poison).where(col(Poison.at) < now - KEPT))
