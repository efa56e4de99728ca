"""An agent in a boat: one message that says it all, a whole form, what became of it."""

import pytest

from desk.rights import Role
from storage.tables import Draft, Evidence, LogEntry, Outbox, Source
from tests.world import World


async def test_one_message_that_says_it_all_is_a_report_in_two_steps(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    agent = await office.agent()
    await agent.says(f"#radikalisme {office.place}: ceramah provokatif di balai desa")
    assert "form.review" in await agent.keys()
    await agent.taps("form.send")
    [report] = await office.reports()
    assert (report.form, report.category, report.region) == (
        "info",
        "radicalism",
        office.home.place_code,
    )
    assert report.text == "ceramah provokatif di balai desa"
    assert await agent.sees("agent.receipt")
    card = await office.at_desk(officer).sees("desk.card")
    [source] = await office.rows(Source)
    assert source.codename in card.text and "agen" in card.text and "Darmi" not in card.text


async def test_only_what_is_missing_is_asked(office: World) -> None:
    agent = await office.agent()
    await agent.says("Warga berkumpul di dermaga")
    assert "form.question" in await agent.keys()
    await agent.says(office.place)
    await agent.taps("form.send")
    [report] = await office.reports()
    assert report.region == office.home.place_code


async def test_a_photo_with_a_caption_is_a_quick_report(office: World) -> None:
    agent = await office.agent()
    await agent.sends_photo(caption=f"{office.place}: tanggul jebol")
    await agent.taps("form.send")
    [report] = await office.reports()
    assert report.text == "tanggul jebol"
    [row] = await office.rows(Evidence)
    assert (row.report_id, row.state) == (report.id, "kept")


async def test_an_agent_is_greeted_with_one_message_and_the_rest_is_under_the_menu_key(
    office: World,
) -> None:
    agent = await office.agent()
    assert len(await agent.tail(9)) == 1
    assert "agent.greeting" in await agent.keys()
    await agent.says("☰ Menu")
    assert len(await agent.tail(9)) == 2
    menu = await agent.sees("staff.menu")
    forms = office.product.house.forms
    assert {forms["daily"].button.in_("id"), "🌐 Bahasa / Language"} <= set(menu.labels)


async def test_an_agent_who_is_an_officer_too_is_shown_the_menu_at_once(office: World) -> None:
    agent = await office.agent("Darmi")
    await office.product.database.run(
        lambda session: office._enrol(Role.VERIFIER, agent.person, None, session)
    )
    await agent.starts()
    assert {"📥 Yang menunggu", "🟢 Nihil hari ini"} <= set((await agent.last()).labels)


async def test_the_whole_form_can_be_skipped_through_and_shows_on_the_card(
    office: World,
) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    agent = await office.agent()
    await agent.says("📝 Laporan informasi")
    await agent.says("Warga menuntut kejelasan batas lahan")
    await agent.says(office.place)
    await agent.says("Sekitar 50 warga dan kepala dusun")
    for _ in range(12):
        if "form.review" in await agent.keys():
            break
        await agent.taps("Lewati")
    await agent.taps("form.send")
    [report] = await office.reports()
    assert report.answers["who"] == "Sekitar 50 warga dan kepala dusun"
    card = await office.at_desk(officer).sees("desk.card")
    assert "Sekitar 50 warga dan kepala dusun" in card.text


async def test_the_agent_hears_the_outcome_and_the_grade_in_words(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    agent = await office.agent()
    await agent.says(f"{office.place}: tanggul jebol")
    await agent.taps("form.send")
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="B")
    await desk.taps("desk.grade", grade="B2")
    outcome = await agent.sees("agent.outcome_approved")
    assert "biasanya dapat dipercaya" in outcome.text and "B2" not in outcome.text
    await agent.says("📋 Laporan saya")
    own = await agent.last()
    await agent.taps(own.buttons[0][0].text)
    assert "biasanya dapat dipercaya" in (await agent.sees("citizen.status")).text


async def test_an_agent_who_is_an_officer_too_can_not_decide_the_own_report(
    office: World,
) -> None:
    agent = await office.agent("Darmi")
    await office.officer("Hasan", Role.VERIFIER)
    await agent.says(f"{office.place}: tanggul jebol")
    await agent.taps("form.send")
    await office.product.database.run(
        lambda session: office._enrol(Role.VERIFIER, agent.person, None, session)
    )
    await agent.person.joins(office.group)
    toast = await office.at_desk(agent).taps("desk.approve_default")
    assert toast.alert
    assert [report.status for report in await office.reports()] == ["waiting"]


async def test_no_table_joins_an_agents_account_to_the_codename(office: World) -> None:
    agent = await office.agent()
    account = await office.account("Darmi")
    await agent.sends_photo(caption=f"{office.place}: tanggul jebol")
    await agent.taps("form.send")
    address = f"account:{account.id}"
    assert all(row.owner != address for row in await office.rows(Evidence))
    assert all(row.owner != address for row in await office.rows(Draft))
    assert all(row.actor == "source" for row in await office.rows(LogEntry))
    about = [row for row in await office.rows(Outbox) if row.kind in ("receipt", "card")]
    assert about and all(row.recipient != address for row in about)


async def test_two_drafts_lie_side_by_side_and_the_last_touched_is_at_hand(
    office: World,
) -> None:
    agent = await office.agent()
    await agent.says("Warga berkumpul di dermaga")
    await agent.says("/nihil")
    await agent.taps("form.send")
    assert await agent.sees("citizen.unfinished")
    await agent.says(office.place)
    await agent.taps("form.send")
    assert [one.text for one in await office.reports()] == ["Warga berkumpul di dermaga"]


@pytest.mark.parametrize("data", ["s|form:info", "s|nihil", "s|own", "f|1|0|!send"])
async def test_who_is_no_agent_opens_no_form_however_the_button_was_made(
    office: World, data: str
) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    toast = await officer.presses(await officer.last(), data)
    assert toast.text
    assert await office.rows(Draft) == []
