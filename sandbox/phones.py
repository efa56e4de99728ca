"""People with phones, as a test or a script drives them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sandbox.attachments import Sender
from sandbox.groups import Group
from sandbox.handset import Chat
from sandbox.presses import Press
from sandbox.sights import Button, Shown, Toast, newest
from sandbox.voices import Voices
from sandbox.wire import NOW, BotAccount


class Person(Sender, Voices):
    """Somebody with a phone. Every act is done when the call returns, the bots' answer is not.

    A chat is named by the bot talked to in private, or by a Group.
    """

    # -- saying things -----------------------------------------------------------------------

    async def start(self, bot: BotAccount, payload: str | None = None) -> Shown:
        """Open the bot's chat (by a deep link when there is a payload) and press Start."""
        return await self._say("starts", bot, payload=payload)

    async def says(self, chat: Chat, text: str, *, reply_to: Shown | None = None) -> Shown:
        """Send a text."""
        return await self._say("says", chat, text=text, reply_to=_id(reply_to))

    async def edits(self, message: Shown, new_text: str) -> Shown:
        """Change an own text or caption."""
        body = {"message_id": message.message_id, "text": new_text}
        return Shown.read(await self._do("edits", message.chat, **body))

    async def deletes(self, message: Shown) -> None:
        """Remove a message for everybody; bots are not told, as in Telegram."""
        await self._do("deletes", message.chat, message_id=message.message_id)

    # -- buttons -----------------------------------------------------------------------------

    async def presses(self, message: Shown, wanted: str | Button) -> Press:
        """Press a button by its text or data, on the message as it stands now.

        On a message with a reply keyboard the button's text is sent and there is no toast. Like
        a finger, this can not press what is gone: LookupError when the message no longer has it.
        """
        now = await self._again(message)
        if now.keyboard and not now.buttons:
            said = await self._say(
                "says",
                message.chat,
                text=now.key(wanted if isinstance(wanted, str) else wanted.text),
                reply_to=None,
            )
            return Press(self._wire, "", said)
        button = now.button(wanted) if isinstance(wanted, str) else wanted
        if button.data is None:
            raise LookupError(f"the button {button.text!r} opens a link, it sends nothing")
        return await self._press(message, button.data)

    async def forges(self, message: Shown, data: str) -> Press:
        """Send callback data of one's own making, or from a keyboard long replaced."""
        return await self._press(message, data)

    async def presses_old(
        self, message: Shown, wanted: str, *, inaccessible: bool = False
    ) -> Press:
        """A press the bot hears of too late: answering it fails.

        With `inaccessible` the update carries no message content, only its id with date 0.
        """
        found = [button for row in message.buttons for button in row if wanted == button.text]
        data = found[0].data if found and found[0].data else wanted
        return await self._press(message, data, old=True, inaccessible=inaccessible)

    async def unanswered(self) -> list[str]:
        """The data of the presses that still spin, oldest first."""
        found = await self._wire.get(f"people/{self.id}/unanswered")
        return [press["data"] for press in found]

    async def toasts(self) -> list[Toast]:
        """Every answer to this person's presses, oldest first."""
        return [Toast(**toast) for toast in await self._wire.get(f"people/{self.id}/toasts")]

    # -- coming and going --------------------------------------------------------------------

    async def blocks(self, bot: BotAccount) -> None:
        """Stop the bot: it may write no more and is told so."""
        await self._do("blocks", bot)

    async def unblocks(self, bot: BotAccount) -> None:
        """Let the bot write again."""
        await self._do("unblocks", bot)

    async def deactivates(self) -> None:
        """Delete the account: every bot that writes hears "user is deactivated"."""
        await self._wire.post(f"people/{self.id}/deactivates")

    async def renames(self, first_name: str, *, username: str | None = None) -> None:
        """Change the name and the username, or drop the latter."""
        body = {"first_name": first_name, "username": username}
        await self._wire.post(f"people/{self.id}/renames", **body)
        self.first_name, self.username = first_name, username

    async def joins(self, group: Group) -> None:
        """Become a member."""
        await self._do("joins", group)

    async def leaves(self, group: Group) -> None:
        """Go."""
        await self._do("leaves", group)

    # -- looking -----------------------------------------------------------------------------

    async def chat(
        self,
        chat: Chat,
        *,
        deleted: bool = False,
        by_bot: bool = False,
        after: int = 0,
        tail: int | None = None,
    ) -> list[Shown]:
        """The messages of a chat, oldest first; removed ones only when asked for.

        `tail` is how many of the newest: a long chat takes long to read. `after` a message's id.
        """
        newest_only = {} if tail is None else {"tail": tail}
        return await self._look(
            chat, deleted=int(deleted), by_bot=int(by_bot), after=after, **newest_only
        )

    async def last(self, chat: Chat, *, by_bot: bool = True) -> Shown:
        """The newest message, of a bot unless told otherwise. LookupError when there is none."""
        return newest(await self._look(chat, by_bot=int(by_bot), tail=1))

    async def waits_for(
        self,
        chat: Chat,
        wanted: str | Callable[[Shown], bool] = "",
        *,
        after: Shown | int = 0,
        within: float = 5,
    ) -> Shown:
        """The first message of a bot that contains the text, or satisfies the function.

        `after` leaves out that message and all before it. Edits count: the message is looked at
        as it stands. TimeoutError, with what was there instead, after `within` seconds.
        """
        from_id = after.message_id if isinstance(after, Shown) else after
        fits = wanted if callable(wanted) else lambda shown: wanted in shown.text
        end = asyncio.get_running_loop().time() + within
        since = NOW
        while True:
            shown = await self._look(chat, by_bot=1, after=from_id)
            for one in shown:
                if fits(one):
                    return one
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                raise TimeoutError(f"not seen; the bot said {[one.text for one in shown]}")
            news = await self._wire.get("wait", since=since, timeout=left if since < NOW else 0)
            since = news["sequence"]

    async def keyboard(self, bot: BotAccount) -> list[list[str]]:
        """The reply keyboard that lies under the chat now; empty when there is none."""
        rows: list[list[str]] = await self._wire.get(f"people/{self.id}/keyboard", chat=bot.id)
        return rows

    async def keys(self, bot: BotAccount) -> dict[str, Any]:
        """The same with what each key gives away: rows, placeholder and how it is shown."""
        keys: dict[str, Any] = await self._wire.get(f"people/{self.id}/keys", chat=bot.id)
        return keys

    # -- below -------------------------------------------------------------------------------

    async def _press(
        self, message: Shown, data: str, *, old: bool = False, inaccessible: bool = False
    ) -> Press:
        body = {"message_id": message.message_id, "data": data, "old": old}
        query = await self._do("presses", message.chat, **body, inaccessible=inaccessible)
        return Press(self._wire, query["query_id"])


def _id(message: Shown | None) -> int | None:
    return message.message_id if message else None
