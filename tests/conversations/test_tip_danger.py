"""Danger now: at any step, from any message, and taken off again."""

from tests.conversations.tips import tip
from tests.world import World


async def test_danger_now_is_on_every_step_and_shows_the_numbers_to_call(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Rumah terbakar di ujung jalan")
    toast = await citizen.taps("form.danger")
    assert "112" in toast.text and "110" in toast.text
    assert "112" in (await citizen.last()).text
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.urgency == "urgent"
    assert "112" in (await citizen.sees("citizen.receipt")).text


async def test_the_danger_key_begins_an_urgent_report(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("🚨 Bahaya sekarang")
    await tip(citizen, "Rumah terbakar di ujung jalan")
    [report] = await office.reports()
    assert report.urgency == "urgent"


async def test_danger_can_be_taken_off_again(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Rumah terbakar di ujung jalan")
    await citizen.taps("form.danger")
    await citizen.taps("form.calm")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.urgency == "normal"


async def test_danger_counts_from_a_message_however_old(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    old = asked.button("🚨 Bahaya sekarang").data or ""
    await citizen.says(office.place)
    await citizen.presses(asked, old)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.urgency == "urgent"
