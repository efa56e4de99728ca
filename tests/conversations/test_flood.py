"""Many reports at once: one card tells of them all, and officers pull them one by one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk import flood
from desk.rights import Role
from storage.pacer import Limits
from tests.conftest import SCENES, fresh
from tests.world import Phone, World, world


@pytest.fixture(params=SCENES, ids=lambda scene: f"{scene[0]}-{scene[1].key}")
async def flooded(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """An office that keeps a group's pace, and is flooded by more than three reports."""
    monkeypatch.setattr("bot.connections.AIORateLimiter", lambda **_: None)
    monkeypatch.setattr(flood, "AT", 3)
    engine, home = request.param
    with fresh(engine, request, tmp_path) as url:
        async with world(url, tmp_path, home, limits=Limits(overall=None)) as running:
            yield running


async def sends(office: World, name: str, what: str, *, urgent: bool = False) -> Phone:
    """One report, within one instant: a group takes one message a second."""
    citizen = await office.citizen(name)
    await citizen.says(what)
    if urgent:
        await citizen.taps("form.danger")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    return citizen


async def seconds(office: World, count: int) -> None:
    for _ in range(count):
        office.clock.passes(seconds=1)
        await office.settled()


async def test_a_flood_is_told_by_one_card_and_every_report_can_be_pulled(
    flooded: World,
) -> None:
    office = flooded
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    await seconds(office, 2)
    people = [await sends(office, f"Warga{number}", f"Banjir {number}") for number in range(6)]
    people.append(await sends(office, "Warga9", "Rumah terbakar", urgent=True))
    assert len(await desk.seen("desk.card")) == 1  # the first one, and the second is full
    await seconds(office, 12)
    card = await desk.sees("desk.queue_card")
    assert "terbakar" in " ".join(one.text for one in await desk.seen("desk.card"))
    assert len(await desk.seen("desk.card")) == 2  # urgent ones hang all the same
    assert "5 menunggu" in card.text
    assert all([await one.seen("citizen.receipt") for one in people])
    pulled = set()
    for _ in range(4):
        await desk.taps("desk.next", on=await desk.sees("desk.queue_card"))
        await seconds(office, 3)
        shown = await officer.sees("desk.card")
        pulled.add(shown.text[:8])
        await officer.taps("desk.approve_default", on=shown)
        await seconds(office, 6)
    assert len(pulled) == 4
    await seconds(office, 20)
    assert len(await desk.seen("desk.queue_card")) == 1  # edited in place
    assert (await desk.sees("desk.queue_card")).buttons == []
    waiting = [one for one in await office.reports() if one.status == "waiting"]
    texts = " ".join(one.text for one in await desk.seen("desk.card"))
    assert all(f"{one.code[:3]}-{one.code[3:]}" in texts for one in waiting)
    assert await office.sandbox.breaches() == []


async def test_without_a_flood_nothing_is_held_and_no_queue_card_comes(flooded: World) -> None:
    office = flooded
    desk = office.at_desk(await office.officer("Hasan", Role.VERIFIER))
    for number in range(3):
        await sends(office, f"Warga{number}", f"Banjir {number}")
    await seconds(office, 4)
    assert len(await desk.seen("desk.card")) == 3
    assert await desk.seen("desk.queue_card") == []
