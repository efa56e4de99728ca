"""An agent's day: nihil in two taps, or what happened."""

from desk.rights import Role
from storage.tables import Daily
from tests.world import World


async def test_nihil_is_two_steps_and_no_report(office: World) -> None:
    agent = await office.agent()
    await agent.says("🟢 Nihil hari ini")
    await agent.taps("form.send")
    [row] = await office.rows(Daily)
    assert (row.region, row.nihil) == (office.home.kecamatan_code, True)
    assert await agent.sees("agent.nihil")
    assert await office.reports() == []


async def test_a_nihil_that_telegram_would_not_show_comes_again_as_it_was(
    office: World,
) -> None:
    agent = await office.agent()
    await office.sandbox.fail_next("sendMessage", bot=office.private, code=502)
    await agent.says("🟢 Nihil hari ini")
    assert "form.review" in await agent.keys()
    await agent.taps("form.send")
    assert [row.region for row in await office.rows(Daily)] == [office.home.kecamatan_code]


async def test_a_nihil_of_another_place_is_of_that_place(office: World) -> None:
    agent = await office.agent(area=office.home.point_code)
    await agent.says(f"nihil {office.home.kecamatan}")
    await agent.taps("form.send")
    assert [row.region for row in await office.rows(Daily)] == [office.home.kecamatan_code]


async def test_nihil_can_be_written(office: World) -> None:
    agent = await office.agent()
    await agent.says("nihil")
    await agent.taps("form.send")
    assert [row.nihil for row in await office.rows(Daily)] == [True]


async def test_a_nihil_sent_twice_is_one(office: World) -> None:
    agent = await office.agent()
    for _ in range(2):
        await agent.says("nihil")
        await agent.taps("form.send")
    assert len(await office.rows(Daily)) == 1
    assert len(await agent.seen("agent.nihil")) == 2


async def test_a_day_with_events_is_a_report_with_a_card_and_outlives_a_nihil(
    office: World,
) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    agent = await office.agent()
    await agent.says("/harian")
    await agent.taps("Ya, ada kejadian")
    await agent.says("Tanggul parit 3 jebol, air masuk ke kebun")
    await agent.says(office.place)
    await agent.taps("form.send")
    [report] = await office.reports()
    assert await office.at_desk(officer).sees("desk.card")
    await agent.says("nihil")
    await agent.taps("form.send")
    [row] = await office.rows(Daily)
    assert (row.nihil, row.report_id) == (False, report.id)
    assert report.code[:3] in (await agent.sees("agent.nihil")).text
