"""People and bots as accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# The account an administrator posts as who hides behind the group.
ANONYMOUS_ADMIN = 1087968824
# In whose name a channel writes in a group.
CHANNEL_BOT = 136817688


def ghosts() -> list[Account]:
    """The accounts of Telegram's own that stand for somebody else."""
    return [
        Account(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True),
        Account(CHANNEL_BOT, "Channel", username="Channel_Bot", is_bot=True),
    ]


@dataclass(slots=True)
class Account:
    """Anybody with a number: a person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    def user(self) -> dict[str, Any]:
        """The User object bots get; what is not set is absent."""
        user: dict[str, Any] = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code and not self.is_bot:
            user["language_code"] = self.language_code
        return user

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name or ''}".strip()


@dataclass(slots=True)
class Bot:
    """What belongs to a bot besides its account. `profile` holds what set* methods left.

    `webhook` holds url, secret_token, max_connections and the last error; without one it is empty.
    """

    id: int
    token: str
    username: str
    privacy: bool = True
    profile: dict[str, Any] = field(default_factory=dict)
    allowed_updates: list[str] | None = None
    next_update_id: int = 0
    newest_at: float = 0
    webhook: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BotSpec:
    """A bot to start a sandbox with."""

    token: str
    username: str
    title: str = ""
    privacy: bool = True

    def __post_init__(self) -> None:
        number, colon, secret = self.token.partition(":")
        if not (number.isdigit() and not number.startswith("0") and colon and secret):
            raise ValueError(f"{self.token!r} is not a token: number:secret")
        if not self.username:
            raise ValueError(f"the bot {number} has no username")

    @classmethod
    def parse(cls, text: str) -> BotSpec:
        """From `token:username:title`; the token itself holds one colon."""
        parts = text.split(":", 3)
        if len(parts) < 3:
            raise ValueError(f"{text!r} is not number:secret:username[:title]")
        title = parts[3] if len(parts) > 3 else ""
        return cls(f"{parts[0]}:{parts[1]}", parts[2], title)

    @property
    def id(self) -> int:
        """The number in front of the token's colon."""
        return int(self.token.partition(":")[0])
