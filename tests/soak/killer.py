"""Kills the program over and over: at any moment, or at a point where it hurts."""

import asyncio
import random
from contextlib import suppress

from storage.dying import Point
from tests.journeys.lives import Lives

LIFE = (0.8, 3.0)  # seconds from one death to the next; a start takes most of the first of them
REACHED_WITHIN = 3.0  # seconds; a point that nobody passes is given up
ELSEWHERE = {Point.BURIED, Point.RECOVERED, Point.DUTY_DONE, Point.SWEPT}
"""Reached by poison, at a start, or every half minute: rarely in this play."""


async def kills(lives: Lives, luck: random.Random) -> None:
    """Until cancelled."""
    points = [point for point in Point if point not in ELSEWHERE]
    while True:
        await asyncio.sleep(luck.uniform(*LIFE))
        count = len(lives.ended)
        if luck.random() < 0.5:
            with suppress(OSError, EOFError, AssertionError):  # it died meanwhile all the same
                await lives.dies_at(f"{luck.choice(points)}:{luck.randint(1, 9)}")
            with suppress(TimeoutError):
                async with asyncio.timeout(REACHED_WITHIN):
                    await lives.have_ended(count + 1)
                continue
        lives.kill()
        await lives.have_ended(count + 1)
