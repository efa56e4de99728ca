"""Which updates were handled: the guard against handling one twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.once import insert_once
from storage.tables import Seen

KEPT = timedelta(hours=72)  # Telegram keeps an update 24 hours; ids are random after a quiet week


def first_time(session: Session, bot: str, update_id: int, now: datetime) -> bool:
    """Note the update; False when it was handled before. The caller commits."""
    return insert_once(session, Seen, bot=bot, update_id=update_id, at=now)


def forget(session: Session, now: datetime) -> None:
    """Drop ids older than 72 hours. The caller commits."""
    session.execute(delete(Seen).where(col(Seen.at) < now - KEPT))
