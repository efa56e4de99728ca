"""What people say in another's name or words."""

from __future__ import annotations

from sandbox.groups import Group
from sandbox.handset import Chat, Handset
from sandbox.sights import Shown
from sandbox.wire import BotAccount


class Voices(Handset):
    """Messages whose writer is not plainly the person who sent them."""

    async def says_anonymously(
        self, group: Group, text: str, *, reply_to: Shown | None = None
    ) -> Shown:
        """Send a text as an administrator who hides behind the group's name."""
        answered = reply_to.message_id if reply_to else None
        return await self._say("says", group, text=text, reply_to=answered, anonymous=True)

    async def says_as_channel(
        self, group: Group, text: str, *, title: str = "Kanal", linked: bool = False
    ) -> Shown:
        """Send a text in the name of a channel, or as a post of the channel `linked` to the group.

        Bots see an account of Telegram's own as its writer, and the channel beside it.
        """
        return await self._say("says_as_channel", group, text=text, title=title, linked=linked)

    async def says_via(self, chat: Chat, bot: BotAccount, text: str) -> Shown:
        """Send a text that an inline bot offered."""
        return await self._say("says_via", chat, text=text, via=bot.id)

    async def forwards(self, message: Shown, chat: Chat, *, hidden: bool = False) -> Shown:
        """Pass a message on; `hidden` when its writer lets no forward lead to the account."""
        about = {"from": message.chat, "message_id": message.message_id, "hidden": hidden}
        return await self._say("forwards", chat, **about)
