"""One Bot API call on its way through the sandbox, and the table of methods it knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sandbox.accounts import Bot
from sandbox.chats import Chat, Message
from sandbox.parameters import Upload
from sandbox.refusal import UPGRADED, Refusal, bad, forbidden
from sandbox.world import World

Answer: TypeAlias = Any | Awaitable[Any]
Method: TypeAlias = Callable[["Call"], Answer]

METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Enter a function into the table under its official name."""

    def enter(function: Method) -> Method:
        METHODS[name] = function
        return function

    return enter


@dataclass(slots=True)
class Call:
    """Who calls, and with which parameters (checked and converted)."""

    world: World
    bot: Bot
    method: str
    given: dict[str, Any]
    uploads: dict[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default."""
        return self.given.get(name, default)

    def chat(self, *, write: bool = False) -> Chat:
        """The chat a call is about. Refused when the bot can not see it, or not write there."""
        return self.found(self.given["chat_id"], write=write)

    def found(self, wanted: int | str, *, write: bool = False) -> Chat:
        """The chat of this number. Refused as `chat` does."""
        chat = self._find(wanted)
        if chat is None:
            raise bad("chat not found")
        if chat.private:
            self._check_private(chat, write)
        else:
            self._check_group(chat, write)
        return chat

    def _find(self, wanted: int | str) -> Chat | None:
        """A private chat is there once its person pressed Start, a group once the bot met it."""
        if isinstance(wanted, str):
            return None
        if wanted > 0:
            other = self.world.accounts.get(wanted)
            if other is not None and other.is_bot:
                raise forbidden("bot can't send messages to bots")
            chat = self.world.chats.get(f"private:{self.bot.id}:{wanted}")
            if chat is None or not chat.started:
                if self._met(wanted):
                    raise forbidden("bot can't initiate conversation with a user")
                return None
            return chat
        group = self.world.group(wanted)
        return group if group is not None and str(self.bot.id) in group.members else None

    def _met(self, person: int) -> bool:
        """Whether the bot shares a group with somebody, and so knows the account at all."""
        groups = self.world.groups()
        return any(chat.present(person) and chat.present(self.bot.id) for chat in groups)

    def _check_private(self, chat: Chat, write: bool) -> None:
        if not write:
            return
        if self.world.accounts[chat.person].deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")

    def _check_group(self, chat: Chat, write: bool) -> None:
        status = chat.status(self.bot.id)
        kind = "supergroup" if chat.kind == "supergroup" else "group"
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {kind} chat")
        if write and chat.migrated_to:
            moved = {"migrate_to_chat_id": chat.migrated_to}
            raise Refusal(400, f"Bad Request: {UPGRADED}", moved)
        if write and status == "muted":
            raise bad("not enough rights to send text messages to the chat")

    def who(self, person: int) -> dict[str, Any] | None:
        """The User behind a number, if there is one."""
        account = self.world.accounts.get(person)
        return account.user() if account else None

    def own(self, action: str) -> tuple[Chat, Message]:
        """The bot's message a call is about; `action` is edited or deleted, for the refusal."""
        verb = {"edited": "edit", "deleted": "delete"}[action]
        if "message_id" not in self.given or "chat_id" not in self.given:
            raise bad("message identifier is not specified")
        chat = self.chat(write=verb == "edit")
        message = chat.message(self.given["message_id"])
        if message is None:
            raise bad(f"message to {verb} not found")
        return chat, message
