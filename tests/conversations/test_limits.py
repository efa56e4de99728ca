"""One person's many reports reach a limit of their own; danger passes, and nobody else waits."""

from dataclasses import replace

import pytest

from offices.office import Limits
from storage.tables import Draft
from tests.conversations.tips import tip
from tests.world import Phone, World

STRICT = Limits(citizen_hour=2, citizen_day=3, agent_hour=3, agent_day=5, urgent_more=1)


@pytest.fixture
def strict(office: World) -> World:
    """The same office, which takes few reports from one person."""
    house = office.product.house
    object.__setattr__(house, "office", replace(house.office, limits=STRICT))
    return office


async def urgent(citizen: Phone, text: str) -> None:
    await citizen.says(text)
    await citizen.taps("form.danger")
    await citizen.says(citizen.world.place)
    await citizen.taps("form.send")


async def test_beyond_the_hours_limit_the_draft_stays_and_is_sent_when_it_is_free(
    strict: World,
) -> None:
    citizen = await strict.citizen()
    await tip(citizen)
    strict.clock.passes(minutes=20)
    await tip(citizen)
    await tip(citizen, "Pohon tumbang menutup jalan")
    refused = await citizen.sees("abuse.too_many")
    assert "13.00" in refused.text and "112" in refused.text
    assert len(await strict.reports()) == 2
    assert len(await strict.rows(Draft)) == 1
    strict.clock.passes(minutes=41)
    await citizen.taps("form.send")
    assert len(await strict.reports()) == 3


async def test_the_days_limit_counts_too(strict: World) -> None:
    citizen = await strict.citizen()
    for _ in range(3):
        await tip(citizen)
        strict.clock.passes(hours=2)
    await tip(citizen)
    assert "22 November 2026" in (await citizen.sees("abuse.too_many")).text
    assert len(await strict.reports()) == 3


async def test_an_urgent_report_passes_beyond_the_limit_but_not_for_ever(strict: World) -> None:
    citizen = await strict.citizen()
    await tip(citizen)
    await tip(citizen)
    await urgent(citizen, "Rumah terbakar, orang terjebak")
    assert [one.urgency for one in await strict.reports()] == ["normal", "normal", "urgent"]
    await urgent(citizen, "Rumah terbakar, orang terjebak")
    assert "112" in (await citizen.sees("abuse.too_many")).text
    assert len(await strict.reports()) == 3


async def test_a_draft_at_its_limit_can_be_made_urgent_and_sent(strict: World) -> None:
    citizen = await strict.citizen()
    await tip(citizen)
    await tip(citizen)
    await tip(citizen, "Rumah terbakar")
    await citizen.taps("form.danger")
    await citizen.taps("form.send")
    assert (await strict.reports())[-1].urgency == "urgent"


async def test_one_persons_flood_is_nobody_elses_limit(strict: World) -> None:
    loud, quiet = await strict.citizen("Ribut"), await strict.citizen("Siti")
    for _ in range(4):
        await tip(loud)
        await loud.says("/start")
    await tip(quiet)
    assert await quiet.seen("citizen.receipt")
    assert len(await strict.reports()) == 3


async def test_an_agent_may_send_more_than_a_citizen(strict: World) -> None:
    agent = await strict.agent()
    for number in range(4):
        await agent.says(f"#banjir {strict.place}: Air naik ke-{number}")
        await agent.taps("form.send")
    assert len(await strict.reports()) == 3
    assert await agent.sees("abuse.too_many")
