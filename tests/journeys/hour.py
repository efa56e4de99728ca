"""An hour in which many stories are played side by side on the office's clock."""

import heapq
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlmodel import Session, col, func, select

from storage.outbox import State
from storage.tables import Outbox
from tests.world import World

Story = AsyncIterator[float]
"""Deeds, and between them how many seconds pass."""


@dataclass
class Hour:
    """Plays stories side by side on the office's clock, which jumps from one deed to the next.

    While messages wait for Telegram's limits it goes second by second, so that each leaves as
    early as it may.
    """

    office: World
    luck: random.Random
    passed: float = 0.0
    stories: list[tuple[float, int, Story]] = field(default_factory=list)

    def begins(self, second: float, story: Story) -> None:
        """Let a story begin so many seconds after the hour."""
        heapq.heappush(self.stories, (second, len(self.stories), story))

    async def plays(self) -> None:
        """Every story to its end, and until the last message is sent."""
        while self.stories:
            second, number, story = heapq.heappop(self.stories)
            await self.until(second)
            pause = await anext(story, None)
            if pause is not None:
                heapq.heappush(self.stories, (self.passed + pause, number, story))
        while await self.office.read(_waiting):
            await self.until(self.passed + 10)

    async def until(self, second: float) -> None:
        """Let the time pass for the office and for Telegram alike."""
        while self.passed < second:
            due = await self.office.read(partial(_waiting, until=self.office.clock()))
            step = min(1.0, second - self.passed) if due else second - self.passed
            self.passed += step
            self.office.clock.passes(seconds=step)
            await self.office.sandbox.advance(step)
            await self.office.settled()


def _waiting(session: Session, until: datetime | None = None) -> int:
    """How many messages are on their way, or of those that may go by then."""
    unfinished = (State.WAITING, State.SENDING, State.UNSURE)
    query = select(func.count()).select_from(Outbox).where(col(Outbox.state).in_(unfinished))
    if until is not None:
        query = query.where(col(Outbox.not_before) <= until)
    return session.exec(query).one()
