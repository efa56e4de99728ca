"""An hour of a busy office, every call to Telegram of which keeps to the list and the limits."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from desk.rights import Role
from sandbox.client import Sandbox
from sandbox.running import serve
from storage.pacer import Limits
from storage.tables import Card, Daily, Edition
from tests.conftest import SCENES, fresh
from tests.journeys import shifts, stories
from tests.journeys.captured import complaints
from tests.journeys.hour import Hour
from tests.world import World, world

MORNING = timedelta(hours=17, minutes=45)  # from noon to a quarter to six: the digest is due in it


@pytest.fixture(params=SCENES, ids=lambda scene: f"{scene[0]}-{scene[1].key}")
async def paced(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """An office that keeps Telegram's pace by its own clock alone: the library's limiter counts
    real seconds, of which this hour has a few."""
    monkeypatch.setattr("bot.connections.AIORateLimiter", lambda **_: None)
    engine, home = request.param
    with fresh(engine, request, tmp_path) as url:
        async with world(url, tmp_path, home, limits=Limits()) as running:
            running.clock.at += MORNING
            yield running


async def played(office: World) -> Hour:
    """Forty citizens in three waves, five agents, two officers, the Bupati and an admin."""
    played = Hour(office, random.Random(7))
    names = [f"Warga{number}" for number in range(40)]
    for number, name in enumerate(names):
        wave = 600 + 1000 * (number % 3)
        story = stories.CITIZENS[number % len(stories.CITIZENS)](office, name)
        played.begins(wave + played.luck.uniform(0, 240), story)
    for number in range(5):
        played.begins(played.luck.uniform(0, 1500), stories.agent(office, f"Agen{number}"))
    for share, name in enumerate(("Hasan", "Rina")):
        desk = office.at_desk(await office.officer(name, Role.VERIFIER))
        played.begins(30 + 15 * share, shifts.officer(office, desk, share))
    bupati = await office.officer("Bupati", Role.LEADER)
    played.begins(0, shifts.leader(office, bupati))
    played.begins(0, shifts.admin(office, await office.officer("Admin", Role.ADMIN)))
    played.begins(0, shifts.ticking(office))
    await played.plays()
    return played


async def test_every_call_of_a_busy_hour_keeps_to_the_list_and_the_limits(paced: World) -> None:
    await played(paced)
    calls = await paced.sandbox.calls(polls=True)
    assert len(calls) > 1000
    assert complaints(calls) == []
    assert await paced.sandbox.breaches() == []
    reports = await paced.reports()
    assert len(reports) >= 48
    assert {report.status for report in reports} == {
        "approved",
        "rejected",
        "withdrawn",
        "waiting",
    }
    cards = {card.report_id for card in await paced.rows(Card) if card.message_id is not None}
    assert {report.id for report in reports} <= cards
    assert "daily:2026-11-21" in {row.key for row in await paced.rows(Edition)}
    assert len(await paced.rows(Daily)) == 5


BUTTON = {"text": "A", "callback_data": "ä" * 33}
FORGED = [
    pytest.param({"text": "x" * 4097}, "text of 4097", id="a text too long"),
    pytest.param({"text": "x", "txt": "y"}, "unknown parameter 'txt'", id="a misspelt parameter"),
    pytest.param(
        {"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON]]}},
        "too much in the button 'A'",
        id="a button of 66 bytes",
    ),
    pytest.param(
        {"text": "x", "reply_markup": {"keyboard": [[{"text": "A"}]] * 101}},
        "101 buttons",
        id="too many keys",
    ),
]


async def forge(sandbox: Sandbox, method: str, **parameters: object) -> None:
    """A call that no program of ours would make."""
    async with httpx.AsyncClient() as line:
        url = f"{sandbox.url}/bot{sandbox.bots[0].token}/{method}"
        await line.post(url, json=parameters)


@pytest.mark.parametrize(("given", "complaint"), FORGED)
async def test_one_bad_call_among_them_is_noticed(
    given: dict[str, object], complaint: str
) -> None:
    async with serve() as sandbox:
        siti = await sandbox.person("Siti")
        await siti.start(sandbox.bots[0])
        await forge(sandbox, "sendMessage", chat_id=siti.id, text="Baik")
        assert complaints(await sandbox.calls()) == []
        await forge(sandbox, "sendMessage", chat_id=siti.id, **given)
        assert any(complaint in one for one in complaints(await sandbox.calls()))


async def test_one_message_too_many_in_the_group_is_noticed() -> None:
    async with serve() as sandbox:
        group = await sandbox.group("Meja", bots=sandbox.bots)
        for count in range(20):
            await forge(sandbox, "sendMessage", chat_id=group.id, text=str(count))
        assert complaints(await sandbox.calls()) == []
        await forge(sandbox, "sendMessage", chat_id=group.id, text="21")
        [complaint] = complaints(await sandbox.calls())
        assert f"21 messages to {group.id} in a minute" in complaint
