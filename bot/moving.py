"""The verification group becomes a supergroup: its number is kept, its live cards hang anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session

from desk import handing
from desk.house import House
from desk.whereabouts import desk, move_desk
from storage.dying import Point, passes

log = structlog.get_logger()


@dataclass(frozen=True)
class Move:
    """A group's number before and after."""

    old: int
    new: int

    @classmethod
    def told(cls, update: dict[str, Any]) -> "Move | None":
        """What a service message tells: one comes in the old group and one in the new."""
        message = update.get("message")
        chat = message.get("chat") if isinstance(message, dict) else None
        here = chat.get("id") if isinstance(chat, dict) else None
        if not isinstance(message, dict) or not isinstance(here, int):
            return None
        there, before = message.get("migrate_to_chat_id"), message.get("migrate_from_chat_id")
        if isinstance(there, int):
            return cls(here, there)
        return cls(before, here) if isinstance(before, int) else None


def desk_moved(
    session: Session, house: House, seed: tuple[int, int | None], move: Move, now: datetime
) -> bool:
    """Follow the verification group, once, however often it is told. The caller commits.

    False for any other group: anybody may take the bot into one and move that.
    """
    group = desk(session, *seed)
    if group.chat != move.old or not move_desk(session, group, move.new):
        return False
    passes(Point.MOVING)
    local = now.astimezone(house.office.zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    handing.post_again(session, since=today, now=now)
    log.info("desk_moved")
    return True
