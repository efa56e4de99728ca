"""Who a recipient is in Telegram: the only place where the courier opens a seal."""

from sqlmodel import Session

from desk.postings import DESK
from desk.whereabouts import Desk
from storage.vault import Vault


def chat_of(session: Session, vault: Vault, recipient: str, group: Desk) -> int | None:
    """The chat id of a recipient; None when the identity was erased."""
    if recipient == DESK:
        return group.chat
    identity = vault.identity(session, recipient)
    return identity.telegram_id if identity else None
