"""(c): from the tap on Send to the card at the Bot API, each program in a process of its own."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from sandbox.client import Sandbox
from tests.bench.crowd import Crowd, Draft, number_in
from tests.bench.processes import process, sandbox, settings_of
from tests.bench.rounds import Row, in_rounds, percentiles

FAST, FAST_REPORTS = 20, 400  # reports a second, without limits
SLOW, SLOW_REPORTS = 15, 15  # reports a minute, with Telegram's limits
PATIENCE = 60.0
LOOK = 0.2


async def rows(folder: Path) -> list[Row]:
    """Both, as rows of the table."""
    found, every = await fast(folder / "fast"), await slow(folder / "slow")
    what = "(c) Send tapped → card at the Bot API"
    return [
        *in_rounds(f"{what}, {FAST} reports a second, no limits", found, "ms", FAST_REPORTS // 4),
        *percentiles(f"{what}, {SLOW} a minute under the limits", every, "ms"),
    ]


async def fast(folder: Path) -> tuple[float, ...]:
    """Milliseconds of each report, twenty a second, nobody's limits on."""
    return await _timed(folder, ("tests.bench.unlimited",), FAST_REPORTS, 1 / FAST, limits=False)


async def slow(folder: Path) -> tuple[float, ...]:
    """Milliseconds of each report, fifteen a minute, the limits of sandbox and program on."""
    return await _timed(folder, ("bot", "run"), SLOW_REPORTS, 60 / SLOW, limits=True)


async def _timed(
    folder: Path, program: Sequence[str], count: int, pause: float, *, limits: bool
) -> tuple[float, ...]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(sandbox(folder))
        play = await stack.enter_async_context(Sandbox(url))
        group = await play.group("Meja verifikasi", bots=[play.bots[1]])
        settings = settings_of(url, folder, group.id)
        await stack.enter_async_context(process(*program, folder=folder, settings=settings))
        crowd = await stack.enter_async_context(Crowd(play).listening())
        ready = await crowd.drafts(range(count))
        await play.limits(limits)
        sent = await _sent(crowd, ready, pause)
        cards = await _cards(crowd, group.id, count)
    return tuple((cards[number] - at) * 1000 for number, at in enumerate(sent))


async def _sent(crowd: Crowd, ready: list[Draft], pause: float) -> list[float]:
    """Tap every Send at its time, whether those before are done or not; when each was tapped."""
    loop = asyncio.get_running_loop()
    begun = loop.time()

    async def tap(draft: Draft) -> float:
        await asyncio.sleep(begun + draft.number * pause - loop.time())
        return await crowd.sends(draft)

    return await asyncio.gather(*(tap(one) for one in ready))


async def _cards(crowd: Crowd, group: int, count: int) -> dict[int, float]:
    """When the Bot API had taken the card of each report."""
    end = time.monotonic() + PATIENCE
    found: dict[int, float] = {}
    while len(found) < count:
        if time.monotonic() > end:
            raise TimeoutError(f"only {len(found)} of {count} cards came")
        await asyncio.sleep(LOOK)
        for call in crowd.said:
            number = number_in(call)
            if int(call.parameters["chat_id"]) == group and number is not None:
                found.setdefault(number, call.at)
    return found
