"""Groups, as a test or a script drives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.sights import Shown, newest
from sandbox.wire import BotAccount, Wire

if TYPE_CHECKING:
    from sandbox.phones import Person


class Group:
    """A group chat. `id` is what a bot knows it by, until it becomes a supergroup."""

    def __init__(self, wire: Wire, id: int, title: str, kind: str) -> None:
        self._wire = wire
        self.id = id
        self.title = title
        self.kind = kind

    def __repr__(self) -> str:
        return f"<Group {self.id} {self.title!r}>"

    async def adds(self, who: Person | BotAccount, *, admin: bool = False) -> None:
        """Take somebody in, or change whether they are an administrator."""
        await self._do("adds", who=who.id, admin=admin)

    async def kicks(self, who: Person | BotAccount) -> None:
        """Throw somebody out."""
        await self._do("kicks", who=who.id)

    async def mutes(self, bot: BotAccount, muted: bool = True) -> None:
        """Take away, or give back, a member bot's right to send messages."""
        await self._do("mutes", who=bot.id, muted=muted)

    async def deletes(self, message: Shown) -> None:
        """An administrator removes a message; bots are not told, as in Telegram."""
        await self._do("deletes", message_id=message.message_id)

    async def messages(self, *, deleted: bool = False) -> list[Shown]:
        """Everything said in the group."""
        return await self._look(deleted=int(deleted))

    async def last(self, *, by_bot: bool = True) -> Shown:
        """The newest message, of a bot unless told otherwise. LookupError when there is none."""
        return newest(await self._look(by_bot=int(by_bot), tail=1))

    async def _look(self, **wanted: int) -> list[Shown]:
        sights = await self._wire.get(f"groups/{self.id}/chat", **wanted)
        return [Shown.read(sight) for sight in sights]

    async def _do(self, deed: str, **body: Any) -> Any:
        return await self._wire.post(f"groups/{self.id}/{deed}", **body)
