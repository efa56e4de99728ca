"""Faults, as a test or a script orders them."""

from __future__ import annotations

from typing import Any

from sandbox.groups import Group
from sandbox.phones import Person
from sandbox.sights import Shown
from sandbox.wire import BotAccount, Wire


class Injector:
    """The part of a sandbox's client that makes trouble: calls, limits, updates, the clock."""

    _wire: Wire

    async def fail_next(
        self,
        method: str | None = None,
        *,
        bot: BotAccount | None = None,
        code: int = 500,
        description: str | None = None,
        parameters: dict[str, Any] | None = None,
        times: int = 1,
        after_effect: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next calls (of this method, of this bot) fail.

        A code of 500 or more without a description answers as the front server does, with an
        HTML body. With `after_effect` the call does its work and fails all the same. `delay`
        holds the answer back that many seconds; with code 200 that is all it does. Polling is
        spared unless `method` names it.
        """
        body = {"method": method, "bot": bot.username if bot else None, "code": code}
        more = {"description": description, "parameters": parameters, "times": times}
        await self._wire.post("faults", **body, **more, after_effect=after_effect, delay=delay)

    async def heal(self) -> None:
        """Forget every fault asked for that has not happened yet."""
        await self._wire.post("heal")

    async def down(self, down: bool = True) -> None:
        """Answer every Bot API call with 502 and an HTML body, polls under way included."""
        await self._wire.post("down", down=down)

    async def limits(
        self,
        on: bool = True,
        *,
        burst: int | None = None,
        group: int | None = None,
        overall: int | None = None,
    ) -> None:
        """Switch Telegram's flood limits on or off; by the sandbox's clock they wear off.

        About one message a second in a chat, of which `burst` pass at once; `group` in any
        minute in a group; `overall` in any second. Figures stay as they are unless given.
        """
        await self._wire.post("limits", on=on, burst=burst, group=group, overall=overall)

    async def floods(
        self,
        seconds: float,
        *,
        chat: Person | Group | None = None,
        bot: BotAccount | None = None,
    ) -> None:
        """Answer 429 to every message to this chat, or to any, for so long; `heal` ends it."""
        about = {"chat": chat.id if chat else None, "bot": bot.username if bot else None}
        await self._wire.post("hold", seconds=seconds, **about)

    async def duplicate_next_update(self, bot: BotAccount | None = None) -> None:
        """Deliver the next new update twice, in two polls, with the same id."""
        await self._wire.post("duplicate", bot=bot.username if bot else None)

    async def swap_next_updates(self, bot: BotAccount | None = None) -> None:
        """Let the next update go behind the one after it, and take the later number."""
        await self._wire.post("swap", bot=bot.username if bot else None)

    async def second_poller(self, bot: BotAccount) -> None:
        """End the poll under way with 409, as when another instance polls; it takes nothing."""
        await self._wire.post("second_poller", bot=bot.username)

    async def cut_backlog(self, bot: BotAccount | None = None) -> int:
        """Lose what waits, and go on from a random number, as after a long outage; how many."""
        lost: int = await self._wire.post("cut", bot=bot.username if bot else None)
        return lost

    async def forge_delivery(
        self, bot: BotAccount, update: dict[str, Any], *, secret: str | None = None
    ) -> int | None:
        """Post to a bot's webhook as a stranger: with no secret, or with a wrong one.

        The status the bot answers with is returned, None when nothing came back.
        """
        told = await self._wire.post("forge", bot=bot.username, update=update, secret=secret)
        status: int | None = told["status"]
        return status

    async def lose_files(self, message: Shown) -> None:
        """Let the files of a message vanish from Telegram's side: no id and no path finds them."""
        await self._wire.post("lose", keys=[file["key"] for file in message.media])

    async def push_raw(self, bot: BotAccount, update: dict[str, Any]) -> int:
        """Queue any update at all; its update_id (the next one unless given) is returned."""
        update_id: int = await self._wire.post("raw", bot=bot.username, update=update)
        return update_id

    async def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward: dates, and updates and presses that grow too old."""
        await self._wire.post("clock", advance=seconds)

    async def stop_clock(self) -> None:
        """Let the sandbox's clock stand still but for `advance`, for exact figures."""
        await self._wire.post("clock", stop=True)
