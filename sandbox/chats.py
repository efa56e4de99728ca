"""Chats and the messages in them, as the sandbox keeps them: whole, for no bot in particular."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Message:
    """One message. Files are named by their sandbox-wide key; a bot sees file ids of its own.

    `content` holds what was said in Bot API form, short of files: text, entities, caption,
    location, contact or a service field. `media` is {"kind", "files": [...]} with one entry for
    each size. `raw` is the text as the bot sent it. `thread` is the topic, None for General.
    """

    chat: str
    id: int
    sender: int
    date: int
    content: Json
    kind: str = "text"
    media: Json | None = None
    raw: str = ""
    parse_mode: str | None = None
    inline: list[list[Json]] | None = None
    reply_markup: Json | None = None
    reply_to: int | None = None
    album: str | None = None
    edit_date: int | None = None
    sender_chat: bool = False
    protected: bool = False
    thread: int | None = None
    # Fields beside the content: forward_origin, via_bot, a sender_chat of its own.
    marks: Json = field(default_factory=dict)
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")


@dataclass(slots=True)
class Chat:
    """A private chat of one person with one bot, or a group.

    `members` maps account numbers (as text, for JSON's sake) to administrator, member, muted,
    left or kicked; `rights` holds those of an administrator who has not the usual ones. In a
    private chat `started` and `blocked` are the person's doing. `topics` of a forum go by the
    number (as text) of their first message, the General one by "1". `migrated_to` is the
    supergroup that took this group's place.
    """

    key: str
    kind: str
    instance: str
    id: int = 0
    title: str = ""
    bot: int = 0
    person: int = 0
    started: bool = False
    blocked: bool = False
    members: dict[str, str] = field(default_factory=dict)
    rights: dict[str, list[str]] = field(default_factory=dict)
    is_forum: bool = False
    topics: dict[str, Json] = field(default_factory=dict)
    migrated_to: int = 0
    pinned: list[int] = field(default_factory=list)
    last_bot: int = 0
    next_id: int = 1
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether only two take part."""
        return self.kind == "private"

    def status(self, account: int) -> str:
        """Somebody's standing in the group."""
        return self.members.get(str(account), "left")

    def present(self, account: int) -> bool:
        """Whether somebody is in the group."""
        return self.status(account) not in {"left", "kicked"}

    def message(self, message_id: int | None) -> Message | None:
        """The message, unless there is none or it was deleted."""
        found = self.messages.get(message_id or 0)
        return None if found is None or found.deleted else found


@dataclass(slots=True)
class Press:
    """A button pressed, waiting for its answer or answered (`toast`)."""

    id: str
    bot: int
    person: int
    data: str
    at: float
    old: bool = False
    toast: Json | None = None
    chat: str = ""
    message_id: int = 0


def private_key(bot: int, person: int) -> str:
    """The key of a private chat."""
    return f"private:{bot}:{person}"


def group_key(id: int) -> str:
    """The key of a group."""
    return f"group:{id}"
