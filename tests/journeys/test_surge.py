"""Sixty people send what they wrote in the same second, and others begin to write."""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.lifecycle import Status
from sandbox.client import Call
from storage.pacer import Limits
from tests.bench.crowd import Crowd, buttons, is_receipt
from tests.bench.newsroom import Group
from tests.conftest import SCENES, fresh
from tests.journeys.captured import complaints
from tests.journeys.hour import Hour
from tests.world import World, world

PEOPLE, WRITERS = 60, 5
AT_ONCE = 4  # people who write in one second, before; what a bot may say in it is enough for them
URGENT = (17, 44)
WATCHED = 90  # seconds after the surge; cards that wait for the flood to end do so for longer
SOON = 5.0  # seconds of the office's clock until the group knows of what is urgent


@pytest.fixture(params=SCENES, ids=lambda scene: f"{scene[0]}-{scene[1].key}")
async def paced(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """An office and a Telegram that keep their pace by clocks which a test moves."""
    monkeypatch.setattr("bot.connections.AIORateLimiter", lambda **_: None)
    engine, home = request.param
    with fresh(engine, request, tmp_path) as url:
        async with world(url, tmp_path, home, limits=Limits()) as running:
            await running.sandbox.stop_clock()
            yield running


async def test_in_a_surge_nothing_is_lost_and_thanks_come_before_questions(paced: World) -> None:
    hour = Hour(paced, random.Random(7))
    async with Crowd(paced.sandbox, paced.place).listening() as crowd:
        ready = []
        for first in range(0, PEOPLE, AT_ONCE):
            ready += await crowd.drafts(range(first, first + AT_ONCE), URGENT)
            await hour.until(hour.passed + 1)
        writers = await asyncio.gather(*(crowd.meets(f"Penulis {n}") for n in range(WRITERS)))
        await hour.until(hour.passed + 60)
        await paced.sandbox.limits(True)
        before = await paced.sandbox.sequence()
        await asyncio.gather(*(crowd.sends(one) for one in ready))
        await paced.settled()
        for one in writers:
            await one.says(paced.public, "Pohon tumbang menutup jalan")
        await paced.settled()
        await hour.until(hour.passed + WATCHED)
    calls = await paced.sandbox.calls(before)
    said = [one for one in calls if one.ok and one.bot == paced.public.username]
    assert {report.status for report in await paced.reports()} == {Status.WAITING}
    thanked = [int(one.parameters["chat_id"]) for one in said if is_receipt(one)]
    assert sorted(thanked) == sorted(one.person.id for one in ready)
    questions = [number for number, one in enumerate(said) if _asks(one)]
    assert len(questions) == WRITERS
    assert min(questions) > max(number for number, one in enumerate(said) if is_receipt(one))
    assert complaints([one for one in calls if one.ok]) == []
    begun = calls[0].at
    group = Group(calls, paced.group.id)
    assert all(group.news_of(number, begun) - begun <= SOON for number in URGENT)


def _asks(call: Call) -> bool:
    return call.method == "sendMessage" and bool(buttons(call)) and not is_receipt(call)
