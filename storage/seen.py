"""Which updates were handled: the guard against handling one twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_
from sqlmodel import Session, col

from storage.once import inserting
from storage.tables import Seen

AT_ONCE = 1000  # ids dropped in one unit, which takes a few milliseconds
KEPT = timedelta(hours=72)  # Telegram keeps an update 24 hours; ids are random after a quiet week

_NOTE = inserting("seen", ("bot", "update_id", "at"))


def first_time(session: Session, bot: str, update_id: int, now: datetime) -> bool:
    """Note the update; False when it was handled before. The caller commits."""
    return _NOTE.run(session, bot=bot, update_id=update_id, at=now) == 1


def forget(session: Session, now: datetime) -> int:
    """Drop some of the ids older than 72 hours; how many. The caller commits."""
    key = tuple_(col(Seen.bot), col(Seen.update_id))
    old = select(col(Seen.bot), col(Seen.update_id)).where(col(Seen.at) < now - KEPT)
    gone = session.execute(delete(Seen).where(key.in_(old.limit(AT_ONCE))))
    return int(gone.rowcount)  # type: ignore[attr-defined]
