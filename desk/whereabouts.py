"""Where the verification group is: the settings' seed until the office says otherwise."""

from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from storage.once import insert_once
from storage.statements import Statement, columns
from storage.tables import Setting

DESK_CHAT = "desk_chat_id"
DESK_TOPIC = "desk_topic_id"

_c = columns(Setting)
_DESK = Statement(
    lambda _: select(_c.key, _c.value).where(or_(_c.key == DESK_CHAT, _c.key == DESK_TOPIC))
)


@dataclass(frozen=True)
class Desk:
    """Where the verification group is now: its chat id, and its forum topic if it has one."""

    chat: int
    topic: int | None = None


def desk(session: Session, seed_chat: int, seed_topic: int | None) -> Desk:
    """The verification group: what the office set while running wins over the settings' seed."""
    found: dict[str, str] = dict(_DESK.all(session))
    if DESK_CHAT not in found:
        return Desk(seed_chat, seed_topic)
    topic = found.get(DESK_TOPIC)
    return Desk(int(found[DESK_CHAT]), int(topic) if topic else None)


def move_desk(session: Session, group: Desk, chat: int, topic: int | None = None) -> bool:
    """The desk is elsewhere now: a group that became a supergroup, or another. Caller commits.

    False when `group` is no longer where the desk is: another unit was first.
    """
    wanted = "" if topic is None else str(topic)
    if group == Desk(chat, topic):
        return False
    insert_once(session, Setting, key=DESK_CHAT, value=str(group.chat))
    here = (col(Setting.key) == DESK_CHAT, col(Setting.value) == str(group.chat))
    moving = update(Setting).where(*here).values(value=str(chat)).returning(col(Setting.key))
    if session.execute(moving).first() is None:
        return False
    insert_once(session, Setting, key=DESK_TOPIC, value=wanted)
    session.execute(update(Setting).where(col(Setting.key) == DESK_TOPIC).values(value=wanted))
    session.expire_all()
    return True
