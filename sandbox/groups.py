"""Groups, as a test or a script drives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.sights import Shown, newest
from sandbox.wire import BotAccount, Wire

if TYPE_CHECKING:
    from sandbox.phones import Person


class Group:
    """A group chat. `id` is what a bot knows it by, until it becomes a supergroup."""

    def __init__(
        self,
        wire: Wire,
        id: int,
        title: str,
        kind: str,
        is_forum: bool = False,
        migrated_to: int = 0,
    ) -> None:
        self._wire = wire
        self.id = id
        self.title = title
        self.kind = kind
        self.is_forum = is_forum
        self.migrated_to = migrated_to

    def __repr__(self) -> str:
        return f"<Group {self.id} {self.title!r}>"

    async def adds(self, who: Person | BotAccount, *, admin: bool = False) -> None:
        """Take somebody in, or change whether they are an administrator."""
        await self._do("adds", who=who.id, admin=admin)

    async def promotes(self, who: Person | BotAccount, *rights: str) -> None:
        """Make somebody an administrator with just these rights, or change the rights of one."""
        await self._do("promotes", who=who.id, rights=rights)

    async def demotes(self, who: Person | BotAccount) -> None:
        """Make an administrator a plain member."""
        await self._do("demotes", who=who.id)

    async def kicks(self, who: Person | BotAccount) -> None:
        """Throw somebody out."""
        await self._do("kicks", who=who.id)

    async def mutes(self, bot: BotAccount, muted: bool = True) -> None:
        """Take away, or give back, a member bot's right to send messages."""
        await self._do("mutes", who=bot.id, muted=muted)

    async def deletes(self, message: Shown) -> None:
        """An administrator removes a message; bots are not told, as in Telegram."""
        await self._do("deletes", message_id=message.message_id)

    async def becomes_supergroup(self) -> int:
        """Move to a supergroup: `id` is the new one from now on, the old one is returned."""
        return await self._moves("becomes_supergroup")

    async def becomes_forum(self, forum: bool = True) -> int:
        """Turn topics on (or off), which makes a plain group a supergroup; the old id."""
        return await self._moves("becomes_forum", forum=forum)

    async def opens_topic(self, name: str) -> Topic:
        """Open a topic in a forum."""
        opened = await self._do("opens_topic", name=name)
        return self.topic(opened["message_thread_id"])

    def topic(self, thread: int | None) -> Topic:
        """A topic by its number, to write and to look into; None is the General one."""
        return Topic(self, thread)

    async def messages(self, *, deleted: bool = False) -> list[Shown]:
        """Everything said in the group."""
        return await self._look(deleted=int(deleted))

    async def last(self, *, by_bot: bool = True) -> Shown:
        """The newest message, of a bot unless told otherwise. LookupError when there is none."""
        return newest(await self._look(by_bot=int(by_bot), tail=1))

    async def _moves(self, deed: str, **body: Any) -> int:
        old, became = self.id, await self._do(deed, **body)
        self.id, self.kind, self.is_forum = became["id"], became["kind"], became["is_forum"]
        return old

    async def _look(self, **wanted: int) -> list[Shown]:
        sights = await self._wire.get(f"groups/{self.id}/chat", **wanted)
        return [Shown.read(sight) for sight in sights]

    async def _do(self, deed: str, **body: Any) -> Any:
        return await self._wire.post(f"groups/{self.id}/{deed}", **body)


class Topic:
    """A topic of a forum; wherever a phone takes a group it takes one of its topics."""

    def __init__(self, group: Group, thread: int | None) -> None:
        self.group = group
        self.thread = thread

    @property
    def id(self) -> int:
        """The group's."""
        return self.group.id

    async def closes(self, shut: bool = True) -> None:
        """Let nobody but administrators write in it (or everybody again)."""
        await self.group._do("closes_topic", thread=self.thread, shut=shut)

    async def renames(self, name: str) -> None:
        """Give it another name."""
        await self.group._do("renames_topic", thread=self.thread, name=name)

    async def vanishes(self) -> None:
        """Delete it with all its messages; bots are not told."""
        await self.group._do("deletes_topic", thread=self.thread)
