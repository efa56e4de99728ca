"""A phone's line to the control API: what every act and every look goes through."""

from __future__ import annotations

from typing import Any, TypeAlias

from sandbox.groups import Group, Topic
from sandbox.sights import Shown
from sandbox.wire import BotAccount, Wire

Chat: TypeAlias = BotAccount | Group | Topic


class Handset:
    """Somebody's account, and the means to act and to look with it."""

    def __init__(self, wire: Wire, account: dict[str, Any]) -> None:
        self._wire = wire
        self.id: int = account["id"]
        self.first_name: str = account["first_name"]
        self.last_name: str | None = account["last_name"]
        self.username: str | None = account["username"]
        self.language_code: str | None = account["language_code"]

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.first_name!r}>"

    async def _again(self, message: Shown) -> Shown:
        shown = await self._look(message.chat, only=message.message_id)
        if not shown:
            raise LookupError(f"the message {message.message_id} is gone")
        return shown[0]

    async def _look(self, chat: Chat | int, **wanted: int) -> list[Shown]:
        path = f"people/{self.id}/chat"
        if isinstance(chat, Topic):
            wanted["thread"] = chat.thread or 0
        sights = await self._wire.get(path, chat=_number(chat), **wanted)
        return [Shown.read(sight) for sight in sights]

    async def _say(self, deed: str, chat: Chat | int, **body: Any) -> Shown:
        return Shown.read(await self._do(deed, chat, **body))

    async def _do(self, deed: str, chat: Chat | int, **body: Any) -> Any:
        where = {"chat": _number(chat)}
        if isinstance(chat, Topic) and chat.thread:
            where["thread"] = chat.thread
        return await self._wire.post(f"people/{self.id}/{deed}", **where, **body)


def _number(chat: Chat | int) -> int:
    return chat if isinstance(chat, int) else chat.id
