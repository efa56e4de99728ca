"""Flood limits: how much a bot may send, and how long it must wait when it sent too much."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusal import Refusal

# Calls that count; asking, deleting, answering presses and "typing" do not.
COUNTED = ("send", "forward", "copy", "edit")
UNCOUNTED = {"sendChatAction"}
# Has a limit of its own: once a second.
WEBHOOK = "setWebhook"
# Everybody's key for what holds for all chats of a bot.
ALL = ""


@dataclass(slots=True)
class Bucket:
    """What one chat was sent and has not worn off yet, as of the moment `at`."""

    level: float = 0
    at: float = 0

    def rest(self, now: float, rate: float) -> float:
        """How much is left by now."""
        return max(0, self.level - (now - self.at) * rate)


@dataclass(slots=True)
class Limits:
    """Telegram's published figures, off until switched on; the clock is the caller's.

    About one message a second in a chat, of which a `burst` passes at once (no figure is
    published for it); so many in any minute in a `group`; so many in any second `overall`. An
    album counts its parts. `hold` stops a chat, or all, also while the limits are off.
    """

    on: bool = False
    burst: int = 5
    group: int = 20
    overall: int = 30
    _buckets: dict[tuple[int, str], Bucket] = field(default_factory=dict)
    _sent: dict[tuple[int, str], deque[float]] = field(default_factory=dict)
    _held: dict[tuple[int, str], float] = field(default_factory=dict)

    def switch(self, on: bool, **figures: int | None) -> None:
        """On or off, with other figures for those given; what was sent before is forgotten."""
        self.on = on
        for name, figure in figures.items():
            if figure is not None:
                setattr(self, name, figure)
        self._buckets.clear()
        self._sent.clear()

    def hold(self, bot: int, chat: int | None, until: float) -> None:
        """Refuse every message of this bot, to this chat or to any, until this moment."""
        self._held[bot, ALL if chat is None else str(chat)] = until

    def release(self) -> None:
        """Forget every hold."""
        self._held.clear()

    def check(self, bot: int, method: str, given: dict[str, Any], now: float) -> None:
        """Raise the 429 that this call meets, if it meets one; it then counts for nothing."""
        weight = weight_of(method, given)
        if not weight:
            return
        chat = str(given.get("chat_id", ALL))
        waits = [self._held.get(key, 0) - now for key in ((bot, chat), (bot, ALL))]
        if method == WEBHOOK:
            waits = [self._window(bot, WEBHOOK, 1, 1, 1, now) if self.on else 0]
        elif self.on:
            waits += self._waits(bot, chat, weight, now)
        if max(waits) > 0:
            seconds = max(1, math.ceil(max(waits)))
            words = f"Too Many Requests: retry after {seconds}"
            raise Refusal(429, words, {"retry_after": seconds})

    def spend(self, bot: int, method: str, given: dict[str, Any], now: float) -> None:
        """Count a call that went through."""
        weight = weight_of(method, given)
        if not (self.on and weight):
            return
        chat = str(given.get("chat_id", ALL))
        if method == WEBHOOK:
            self._sent[bot, WEBHOOK] = deque([now])
            return
        level = self._bucket(bot, chat).rest(now, 1) + weight
        self._buckets[bot, chat] = Bucket(level, now)
        for key in ((bot, chat), (bot, ALL)):
            self._sent.setdefault(key, deque(maxlen=max(self.group, self.overall))).extend(
                [now] * weight
            )

    def _waits(self, bot: int, chat: str, weight: int, now: float) -> list[float]:
        # What weighs more than a limit as a whole waits until nothing else counts.
        full = self._bucket(bot, chat).rest(now, 1) + min(weight, self.burst) - self.burst
        waits = [full, self._window(bot, ALL, self.overall, 1, weight, now)]
        if chat.startswith("-"):
            waits.append(self._window(bot, chat, self.group, 60, weight, now))
        return waits

    def _bucket(self, bot: int, chat: str) -> Bucket:
        return self._buckets.get((bot, chat), Bucket())

    def _window(
        self, bot: int, chat: str, most: int, seconds: float, weight: int, now: float
    ) -> float:
        """How long until a window that rolls along has room for this weight."""
        recent = [at for at in self._sent.get((bot, chat), ()) if at > now - seconds]
        over = len(recent) + min(weight, most) - most
        return recent[over - 1] + seconds - now if over > 0 else 0


def weight_of(method: str, given: dict[str, Any]) -> int:
    """How many messages a call counts as."""
    if not method.startswith((*COUNTED, WEBHOOK)) or method in UNCOUNTED:
        return 0
    several = given.get("media") if method == "sendMediaGroup" else given.get("message_ids")
    return len(several) if isinstance(several, list) else 1
