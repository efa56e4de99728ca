"""An agent hears, before sending, of reports like it; says which is the same; officers link."""

import json

import pytest

from desk.codes import shown
from sandbox.client import Shown
from storage.tables import Draft, Link, LogEntry, Source
from tests.conversations.test_decisions import officer_at_desk
from tests.conversations.test_linking import FLOOD, tells
from tests.conversations.test_mending import change
from tests.world import Phone, World

SECRET = "Kepala desa memungut pungli dari pedagang, dana desa hilang"


async def drafts(agent: Phone, text: str) -> Shown:
    """An agent tells all in one message and has the review on the screen."""
    await agent.says(f"{agent.world.place}: {text}")
    return await agent.sees("form.review")


async def code(office: World, number: int) -> str:
    return shown((await office.reports())[number - 1].code)


async def forged(agent: Phone, value: str) -> str:
    """Press a button of the newest review that it does not have; returns the toast."""
    [draft] = await agent.world.rows(Draft)
    data = f"f|{draft.id}|{draft.revision}|{value}"
    return (await agent.presses(await agent.sees("form.review"), data)).text


def not_offered(office: World) -> str:
    return office.label("id", "linking.not_offered", {})


async def pointed_to(office: World) -> list[list[int]]:
    return [one.pointed_to for one in await office.reports()]


@pytest.mark.parametrize("text", [FLOOD[1], "banjr di dekat jembatanpasar selutut", FLOOD[2]])
async def test_an_agent_points_to_the_same_event_and_an_officer_links_it(
    office: World, text: str
) -> None:
    desk = await officer_at_desk(office)
    await tells(office, "Siti", FLOOD[0])
    agent = await office.agent()
    review = await drafts(agent, text)
    assert "banjir (desa sama, hari sama)" in review.text and "21 Nov 2026" in review.text
    await office.stops()
    await office.starts()
    toast = await agent.taps("linking.point_key", number=1, pointed=False)
    assert toast.text == office.label("id", "linking.pointed", {"same": True})
    await office.stops()
    await office.starts()
    await agent.taps("form.send")
    assert await pointed_to(office) == [[], [1]]
    assert await office.rows(Link) == []
    card = await desk.sees("linking.mark_pointed")
    assert await code(office, 1) in card.text and not await desk.seen("linking.mark_similar")
    await desk.taps("desk.more")
    await desk.taps("linking.key", count=1)
    assert "ditandai agen" in (await desk.sees("linking.panel")).text
    await desk.taps("linking.link_key", number=1, kind="same")
    [link] = await office.rows(Link)
    assert (link.report_id, link.other_id, link.kind) == (1, 2, "same")
    assert not await desk.seen("linking.mark_pointed")
    entries = [row for row in await office.rows(LogEntry) if row.event == "pointed"]
    assert [(row.actor, row.details) for row in entries] == [("source", {"to": 1})]


async def test_of_whose_it_is_or_what_it_says_an_agent_learns_nothing(office: World) -> None:
    desk = await officer_at_desk(office)
    await tells(office, "Zubaidah", "Banjir di jembatan, tongkang menabrak tiang, lapor Pak Camat")
    other = await office.agent("Anwaruddin")
    await drafts(other, "Banjir di jembatan, perahu karam")
    await other.taps("form.send")
    await desk.says("Apakah masih banjir?", reply_to=await desk.sees("desk.card"))
    agent = await office.agent("Darmi")
    await drafts(agent, "Banjir di jembatan sejak subuh")
    await agent.taps("linking.point_key", number=1, pointed=False)
    await agent.taps("form.send")
    calls = await office.sandbox.calls()
    own = str(agent.person.id)
    heard = json.dumps([c.parameters for c in calls if str(c.parameters.get("chat_id")) == own])
    assert "Mirip dengan laporan" in heard
    secrets = ("Zubaidah", "Anwaruddin", "tongkang", "tiang", "Camat", "perahu", "karam", "agen")
    codenames = [one.codename for one in await office.rows(Source)]
    codes = [await code(office, 1), await code(office, 2)]
    mine = codenames.pop()
    assert not [one for one in (*secrets, *codenames, *codes, mine) if one in heard]
    assert [one for one in await pointed_to(office) if one]


async def test_nothing_is_told_of_other_places_of_secrets_or_of_what_was_rejected(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await tells(office, "Siti", SECRET)
    await tells(office, "Budi", "Banjir setinggi lutut di pasar")
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="no_event")
    for name, place in (("Ani", office.home.kecamatan), ("Edi", office.product.house.office.name)):
        elsewhere = await office.citizen(name)
        await elsewhere.says("Banjir setinggi lutut di pasar")
        await elsewhere.says(place)
        if "form.review" not in await elsewhere.keys():  # the regency is asked about once more
            await elsewhere.taps(place)
        await elsewhere.taps("form.send")
    agent = await office.agent()
    for text in (SECRET, "banjir setinggi lutut di pasar", "Motor dicuri di parkiran masjid"):
        await drafts(agent, text)
        assert not await agent.seen("linking.alike")
        assert await forged(agent, "!same:1") == not_offered(office)
        await agent.taps("form.cancel")
        await agent.taps("form.yes_drop")
    citizen = await office.citizen("Joko")
    await citizen.says("Banjir setinggi lutut di pasar")
    await citizen.says(office.place)
    assert not await citizen.seen("linking.alike")
    assert await forged(citizen, "!same:2") != not_offered(office)
    await citizen.taps("form.send")
    assert await pointed_to(office) == [[]] * 5


async def test_what_the_agent_sent_before_is_told_by_its_code_whatever_it_is(
    office: World,
) -> None:
    agent = await office.agent()
    await drafts(agent, SECRET)
    await agent.taps("form.send")
    review = await drafts(agent, SECRET)
    assert await code(office, 1) in review.text and "laporan Anda sendiri" in review.text
    other = await office.agent("Rusli")
    await drafts(other, SECRET)
    assert not await other.seen("linking.alike")


async def test_what_changed_between_the_review_and_the_tap(office: World) -> None:
    desk = await officer_at_desk(office)
    await tells(office, "Siti", FLOOD[0])
    agent = await office.agent()
    await drafts(agent, FLOOD[1])
    await agent.taps("linking.point_key", number=1, pointed=False)
    toast = await agent.taps("linking.point_key", number=1, pointed=True)
    assert toast.text == office.label("id", "linking.pointed", {"same": False})
    await desk.taps("desk.approve_default")
    await agent.taps("linking.point_key", number=1, pointed=False)
    await change(agent, "what", "Motor dicuri di parkiran masjid", "info")
    await agent.taps("form.send")
    assert await pointed_to(office) == [[], []]  # it was said of other words
    budi = await tells(office, "Budi", FLOOD[0])
    await drafts(agent, FLOOD[1])
    await agent.taps("linking.point_key", number=1, pointed=False)
    await budi.says("📋 Laporan saya")
    await budi.taps((await budi.last()).buttons[0][0].text)
    await budi.taps("citizen.withdraw")
    await budi.taps("citizen.yes_withdraw")
    assert await forged(agent, "!same:3") == not_offered(office)
    await agent.taps("form.send")
    assert await pointed_to(office) == [[], [], [], []]


@pytest.mark.parametrize("bot", ["agent", "citizen"])
async def test_a_forged_button_points_to_nothing(office: World, bot: str) -> None:
    await tells(office, "Siti", FLOOD[0])
    await tells(office, "Budi", "Motor dicuri di parkiran masjid")
    phone = await (office.agent() if bot == "agent" else office.citizen("Joko"))
    await phone.says(FLOOD[1])
    await phone.says(office.place)
    for value in (
        *("!same:2", "!same:3", "!same:-1", "!same:", "!same:1:1", "!same:99999999999999999999"),
        *("!other:2", "!other:x", "!same:٣", "!same:01"),
    ):
        toast = await forged(phone, value)
        assert toast == (not_offered(office) if bot == "agent" else "")
    [draft] = await office.rows(Draft)
    stale = f"f|{draft.id}|{draft.revision - 1}|!same:1"
    assert (await phone.presses(await phone.sees("form.review"), stale)).text
    foreign = await office.agent("Rusli")
    data = f"f|{draft.id}|{draft.revision}|!same:1"
    gone = office.label("id", "form.draft_gone", {})
    assert (await foreign.presses(await foreign.last(), data)).text == gone
    await phone.taps("form.send")
    assert await pointed_to(office) == [[], [], []]
    assert "poison" not in office.log.getvalue()


async def test_a_review_that_telegram_was_too_busy_for_tells_it_too(office: World) -> None:
    await tells(office, "Siti", FLOOD[0])
    agent = await office.agent()
    await office.sandbox.fail_next("sendMessage", bot=office.private, code=502)
    await agent.says(f"{office.place}: {FLOOD[1]}")
    office.clock.passes(minutes=1)
    await office.settled()
    assert await agent.sees("linking.alike")
    await agent.taps("linking.point_key", number=1, pointed=False)
    await agent.taps("form.send")
    assert await pointed_to(office) == [[], [1]]


async def test_a_mended_report_points_too_and_never_to_itself(office: World) -> None:
    desk = await officer_at_desk(office)
    agent = await office.agent()
    await drafts(agent, FLOOD[0])
    await agent.taps("form.send")
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    await tells(office, "Siti", FLOOD[1])
    await agent.taps("mending.mend")
    review = await agent.sees("form.review")
    assert await code(office, 1) not in review.text
    await agent.taps("linking.point_key", number=1, pointed=False)
    await agent.taps("form.send")
    assert await pointed_to(office) == [[2], []]
    assert await code(office, 2) in (await desk.sees("linking.mark_pointed")).text


async def test_a_form_answered_at_length_everywhere_is_reviewed_in_one_message(
    office: World,
) -> None:
    await tells(office, "Siti", FLOOD[0])
    agent = await office.agent()
    await agent.says("📝 Laporan informasi")
    await agent.says("Banjir di dekat jembatan pasar, " + "🌊 < air naik " * 60)
    await agent.says(office.place)
    for _ in range(12):
        if "form.review" in await agent.keys():
            break
        choices = (await agent.last()).labels
        if "Dari saksi" in choices:
            await agent.taps("Dari saksi")
        elif "Warga setempat" in choices:
            await agent.taps("Warga setempat")
        else:
            await agent.says("🌊 < kata " * 90)
    assert await agent.sees("linking.alike")
    await agent.taps("form.send")
    assert len((await office.reports())[1].answers["analysis"]) > 700
    assert "poison" not in office.log.getvalue()
