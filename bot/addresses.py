"""Who a recipient is in Telegram: the only place where the courier opens a seal."""

from sqlalchemy import update
from sqlmodel import Session, col

from cards.easel import Desk
from desk.postings import DESK
from storage.once import insert_once
from storage.tables import Setting
from storage.vault import Vault

DESK_CHAT = "desk_chat_id"
DESK_TOPIC = "desk_topic_id"


def desk(session: Session, seed_chat: int, seed_topic: int | None) -> Desk:
    """The verification group: what a migration set wins over the settings' seed."""
    chat = session.get(Setting, DESK_CHAT)
    topic = session.get(Setting, DESK_TOPIC)
    if chat is None:
        return Desk(seed_chat, seed_topic)
    return Desk(int(chat.value), int(topic.value) if topic and topic.value else None)


def move_desk(session: Session, group: Desk, chat: int) -> bool:
    """The group became a supergroup: a new id, and no topic. The caller commits.

    False when `group` is no longer where the desk is: another unit was first.
    """
    if group.chat == chat:
        return False
    insert_once(session, Setting, key=DESK_CHAT, value=str(group.chat))
    here = (col(Setting.key) == DESK_CHAT, col(Setting.value) == str(group.chat))
    moving = update(Setting).where(*here).values(value=str(chat)).returning(col(Setting.key))
    if session.execute(moving).first() is None:
        return False
    insert_once(session, Setting, key=DESK_TOPIC, value="")
    session.execute(update(Setting).where(col(Setting.key) == DESK_TOPIC).values(value=""))
    return True


def chat_of(session: Session, vault: Vault, recipient: str, group: Desk) -> int | None:
    """The chat id of a recipient; None when the identity was erased."""
    if recipient == DESK:
        return group.chat
    identity = vault.identity(session, recipient)
    return identity.telegram_id if identity else None
