"""A bot's queue of updates and the rules of getUpdates over it."""

from __future__ import annotations

import asyncio
import random
from itertools import islice
from typing import Any

from sandbox.accounts import Bot
from sandbox.clock import Clock
from sandbox.refusal import OTHER_POLLER, WEBHOOK_SET, Refusal
from sandbox.updates import KINDS, QUIET, WEEK, life

FIRST_ID_MIN = 2_000_001
POLL_SECONDS_MAX = 50
BEYOND_TAIL = 10
# Why a poll under way ends with a conflict.
CONFLICTS = {"other": OTHER_POLLER, "webhook": WEBHOOK_SET}


class Mailbox:
    """Updates not yet confirmed, oldest first: update_id -> (update, when it happened)."""

    def __init__(self, bot: Bot, clock: Clock, luck: random.Random) -> None:
        self.bot = bot
        self.clock = clock
        self.waiting: dict[int, tuple[dict[str, Any], float]] = {}
        self.again: list[dict[str, Any]] = []
        self.gone: set[int] = set()
        self._expired = 0.0
        self.changed: set[int] = set()
        self._poller: asyncio.Future[str] | None = None
        self._twice = False
        self._swapping = False
        self._held: dict[str, Any] | None = None
        self._luck = luck
        if not bot.next_update_id:
            self.renumber()

    # -- filling -----------------------------------------------------------------------------

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind; sticks until it asks otherwise."""
        asked = self.bot.allowed_updates
        return kind not in QUIET if asked is None else kind in asked

    def put(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; None when the bot does not want its kind, or it is held back."""
        if not self.wants(kind):
            return None
        if self._swapping and self._held is None:
            self._held = {kind: body}
            return None
        number = self.put_raw({kind: body})
        self._release()
        return number

    def put_raw(self, update: dict[str, Any]) -> int:
        """Queue an update as it is, numbered unless it brings a number."""
        now = self.clock.now()
        if self.bot.newest_at and now - self.bot.newest_at > WEEK:
            self.renumber()
        self.bot.newest_at = now
        number = int(update.get("update_id", self.bot.next_update_id))
        update = {"update_id": number, **update}
        self.bot.next_update_id = max(self.bot.next_update_id, number + 1)
        self.waiting[number] = (update, now)
        self.changed.add(number)
        if self._twice:
            self._twice = False
            self.again.append(update)
        self.wake()
        return number

    def duplicate_next(self) -> None:
        """Deliver the next update queued once more after it was confirmed."""
        self._twice = True

    def swap_next(self) -> None:
        """Hold the next update back until another one went ahead of it."""
        self._swapping = True

    def renumber(self) -> None:
        """Go on from a random number, as Telegram does after a week without updates."""
        self.bot.next_update_id = self._luck.randrange(FIRST_ID_MIN, 900_000_000)

    def calm(self) -> None:
        """Let updates come as they happen."""
        self._twice = False
        self._release()

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self.put_raw(held)
        self._swapping = self._swapping and held is None

    def wake(self) -> None:
        """Let the poll under way look again."""
        self.end("look")

    # -- emptying ----------------------------------------------------------------------------

    def allow(self, kinds: list[str] | None) -> None:
        """Take over what the bot wants; an empty list or only unknown names is the default."""
        if kinds is not None:
            known = [kind for kind in kinds if kind in KINDS]
            self.bot.allowed_updates = known or None

    def confirm(self, offset: int) -> int:
        """Forget what an offset confirms; how many updates that were.

        A negative offset keeps only the last ones. One far beyond the tail confirms nothing.
        """
        self.expire()
        if offset > self.bot.next_update_id + BEYOND_TAIL:
            doomed = []
        elif offset < 0:
            doomed = list(self.waiting)[:offset]
        else:
            doomed = [number for number in self.waiting if number < offset]
        self.forget(doomed)
        return len(doomed)

    def forget(self, numbers: list[int]) -> None:
        """Drop these updates."""
        for number in numbers:
            del self.waiting[number]
        self.gone.update(numbers)

    def accepted(self, number: int) -> bool:
        """A webhook took this update; False when it is to be delivered once more."""
        for update in self.again:
            if update["update_id"] == number:
                self.again.remove(update)
                return False
        self.forget([number] if number in self.waiting else [])
        return True

    def expire(self) -> None:
        """Drop what waited too long; looked at once a second at most, for queues grow long."""
        now = self.clock.now()
        if now - self._expired < 1:
            return
        self._expired = now
        self.forget([n for n, (u, at) in self.waiting.items() if now - at > life(u)])

    def head(self, limit: int) -> list[dict[str, Any]]:
        """What a poll answers now. A duplicate comes by itself once its first copy is gone."""
        for update in self.again:
            if update["update_id"] not in self.waiting:
                self.again.remove(update)
                return [update]
        self.expire()
        return [update for update, _ in islice(self.waiting.values(), limit)]

    async def poll(self, limit: int, seconds: int) -> list[dict[str, Any]]:
        """Updates from the head, waiting for the first. Ends the poll that was under way."""
        loop = asyncio.get_running_loop()
        self.end("other")
        until = loop.time() + seconds
        mine: asyncio.Future[str] | None = None
        while True:
            found = self.head(limit)
            left = until - loop.time()
            if found or left <= 0:
                if self._poller is mine:
                    self._poller = None
                return found
            mine = self._poller = loop.create_future()
            timer = loop.call_later(left, self._tick, mine)
            try:
                why = await mine
            finally:
                timer.cancel()
            if why in CONFLICTS:
                raise Refusal(409, CONFLICTS[why])
            if why == "end":
                return []

    def end(self, why: str = "end") -> None:
        """End the poll under way: with a conflict for `why`, or with nothing to report."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(why)

    @staticmethod
    def _tick(poller: asyncio.Future[str]) -> None:
        if not poller.done():
            poller.set_result("look")
