"""Where the verification group is: the settings' seed until the office says otherwise."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col

from storage.once import insert_once
from storage.tables import Setting

DESK_CHAT = "desk_chat_id"
DESK_TOPIC = "desk_topic_id"


@dataclass(frozen=True)
class Desk:
    """Where the verification group is now: its chat id, and its forum topic if it has one."""

    chat: int
    topic: int | None = None


def desk(session: Session, seed_chat: int, seed_topic: int | None) -> Desk:
    """The verification group: what the office set while running wins over the settings' seed."""
    chat = session.get(Setting, DESK_CHAT)
    topic = session.get(Setting, DESK_TOPIC)
    if chat is None:
        return Desk(seed_chat, seed_topic)
    return Desk(int(chat.value), int(topic.value) if topic and topic.value else None)


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
