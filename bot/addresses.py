"""Who a recipient is in Telegram: the only place where the courier opens a seal."""

from sqlmodel import Session

from cards.draw import Desk
from desk.notices import DESK
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


def move_desk(session: Session, chat: int) -> None:
    """The group became a supergroup: a new id, and no topic. The caller commits."""
    for key, value in ((DESK_CHAT, str(chat)), (DESK_TOPIC, "")):
        row = session.get(Setting, key) or Setting(key=key, value=value)
        row.value = value
        session.add(row)


def chat_of(session: Session, vault: Vault, recipient: str, group: Desk) -> int | None:
    """The chat id of a recipient; None when the identity was erased."""
    if recipient == DESK:
        return group.chat
    identity = vault.identity(session, recipient)
    return identity.telegram_id if identity else None
