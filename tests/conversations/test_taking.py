"""Two officers never work on the same report: taking, letting go, taking over, pulling."""

from datetime import timedelta

import pytest

from desk import enrolment
from desk.rights import Role
from storage.tables import LogEntry
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import Phone, World


async def events(office: World) -> list[str]:
    rows = await office.rows(LogEntry)
    return [row.event for row in sorted(rows, key=lambda row: row.id or 0)]


async def test_a_taken_report_shows_who_holds_it_and_only_that_officer_decides(
    office: World,
) -> None:
    hasan, rina = await officer_at_desk(office), await officer_at_desk(office, "Rina")
    await reported(office)
    await hasan.taps("desk.take")
    card = await rina.sees("desk.mark_taken")
    assert "Hasan" in card.text and "12.30" in card.text
    for key in ("desk.approve_default", "desk.reject", "desk.approve_graded"):
        toast = await rina.taps(key)
        assert "Hasan" in toast.text and toast.alert
    [report] = await office.reports()
    assert report.status == "waiting"
    await hasan.taps("desk.approve_default")
    [report] = await office.reports()
    assert (report.status, report.taken_by) == ("approved", None)
    assert await rina.seen("desk.mark_taken") == []


async def test_two_officers_take_at_once_and_one_of_them_holds_it(office: World) -> None:
    hasan, rina = await officer_at_desk(office), await officer_at_desk(office, "Rina")
    await reported(office)
    card = await hasan.sees("desk.card")
    await hasan.presses(card, "d|1|1|take|")
    toast = await rina.presses(card, "d|1|1|take|")
    assert "Hasan" in toast.text
    [report] = await office.reports()
    assert report.taken_by == (await office.account("Hasan")).id


async def test_who_holds_a_report_lets_it_go_and_another_can_not_do_it_for_him(
    office: World,
) -> None:
    hasan, rina = await officer_at_desk(office), await officer_at_desk(office, "Rina")
    await reported(office)
    await hasan.taps("desk.take")
    await rina.taps("desk.held")
    assert "Hasan" in (await rina.taps("desk.let_go")).text
    await hasan.taps("desk.let_go")
    [report] = await office.reports()
    assert report.taken_by is None
    assert await events(office) == ["submitted", "taken", "let_go"]
    await rina.taps("desk.approve_default")
    assert (await office.reports())[0].status == "approved"


async def test_another_officer_takes_over_and_the_first_one_is_told(office: World) -> None:
    first = await office.officer("Hasan", Role.VERIFIER)
    hasan, rina = office.at_desk(first), await officer_at_desk(office, "Rina")
    await reported(office)
    await hasan.taps("desk.take")
    await rina.taps("desk.held")
    assert "Hasan" in (await rina.sees("desk.panel_take_over")).text
    await rina.taps("desk.take_over")
    assert "Rina" in (await first.sees("desk.taken_over_from_you")).text
    assert "Rina" in (await hasan.taps("desk.approve_default")).text
    await rina.taps("desk.approve_default")
    assert await events(office) == ["submitted", "taken", "taken_over", "approved"]


async def test_a_hold_ends_by_itself_after_the_offices_time(office: World) -> None:
    hasan, rina = await officer_at_desk(office), await officer_at_desk(office, "Rina")
    await reported(office)
    await hasan.taps("desk.take")
    office.clock.passes(minutes=29)
    await office.tick()
    assert "Hasan" in (await rina.taps("desk.approve_default")).text
    office.clock.passes(minutes=2)
    await office.tick()
    await office.settled()
    assert await rina.seen("desk.mark_taken") == []
    assert (await events(office))[-1] == "hold_ended"
    await rina.taps("desk.approve_default")
    assert (await office.reports())[0].status == "approved"


async def test_the_next_one_comes_to_the_own_chat_urgent_first_then_oldest(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    await reported(office, "Jembatan retak")
    siti = await office.citizen("Budi")
    await siti.says("Rumah terbakar di ujung jalan")
    await siti.taps("form.danger")
    await siti.says(office.place)
    await siti.taps("form.send")
    await officer.taps("staff.key_pull")
    assert "terbakar" in (await officer.sees("desk.card")).text
    await officer.taps("desk.approve_graded")
    await officer.taps("desk.source_key", letter="B")
    await officer.taps("desk.grade", grade="B2")
    assert "Hasan" in (await officer.sees("desk.card")).text
    urgent = [one for one in await desk.seen("desk.card") if "terbakar" in one.text]
    assert "B2" in urgent[0].text  # the card at the desk is the same report
    await officer.taps("desk.next")
    assert "Jembatan" in (await officer.sees("desk.card")).text
    assert "Hasan" in (await desk.sees("desk.mark_taken")).text
    toast = await officer.taps("desk.next", on=(await officer.seen("desk.card"))[0])
    assert toast.text == office.label("id", "desk.nothing_left", {})


async def test_two_officers_pull_two_different_reports(office: World) -> None:
    hasan = await office.officer("Hasan", Role.VERIFIER)
    rina = await office.officer("Rina", Role.VERIFIER)
    await reported(office, "Jembatan retak")
    budi = await office.citizen("Budi")
    await budi.says("Pohon tumbang")
    await budi.says(office.place)
    await budi.taps("form.send")
    await hasan.taps("staff.key_pull")
    await rina.taps("staff.key_pull")
    assert "Jembatan" in (await hasan.sees("desk.card")).text
    assert "Pohon" in (await rina.sees("desk.card")).text


async def test_nobody_pulls_a_report_of_his_own(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    citizen = Phone(office, officer.person, office.public)
    await citizen.starts()
    await citizen.says("Jembatan retak")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    toast = await officer.taps("staff.key_pull")
    assert toast.text == office.label("id", "desk.nothing_left", {})


async def test_a_rejection_in_own_words_works_in_the_own_chat(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    citizen = await reported(office)
    await officer.taps("staff.key_pull")
    await officer.taps("desk.reject")
    card = await officer.sees("desk.panel_reject")
    await officer.says("Mohon lapor ke kantor camat", reply_to=card)
    [report] = await office.reports()
    assert (report.status, report.reason) == ("rejected", "own")
    assert "kantor camat" in (await citizen.sees("citizen.outcome_rejected")).text


async def test_a_removed_officer_can_neither_take_nor_pull(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    await reported(office)
    menu = await officer.sees("staff.menu")
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, officer.person.id, office.clock())
    )
    toast = await desk.taps("desk.take")
    assert toast.text == office.label("id", "desk.not_allowed", {})
    await officer.taps("staff.key_pull", on=menu)
    assert await officer.seen("desk.card") == []
    [report] = await office.reports()
    assert report.taken_by is None


@pytest.mark.parametrize("action", ["take", "take_over", "let_go"])
async def test_old_and_forged_buttons_change_nothing(office: World, action: str) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    card = await desk.sees("desk.card")
    await desk.taps("desk.approve_default")
    office.clock.passes(days=21)
    [report] = await office.reports()
    for data in (f"d|{report.id}|1|{action}|", f"d|999|1|{action}|"):
        assert (await desk.presses(card, data)).text
    assert (await office.reports())[0].taken_by is None
    assert await events(office) == ["submitted", "approved"]


async def test_the_board_tells_what_waits_who_holds_and_how_long_a_decision_takes(
    office: World,
) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    desk = office.at_desk(officer)
    await reported(office)
    office.clock.passes(minutes=20)
    await desk.taps("desk.approve_default")
    budi = await office.citizen("Budi")
    await budi.says("Pohon tumbang")
    await budi.says(office.place)
    await budi.taps("form.send")
    office.clock.passes(minutes=5)
    await desk.taps("desk.take")
    await officer.says("/meja")
    said = (await officer.sees("staff.board")).text
    assert "Hasan: 1" in said and "20 menit" in said and "5 menit" in said
    await desk.says("/meja")
    assert "Hasan: 1" in (await desk.sees("staff.board")).text
    outsider = office.at_desk(await office.officer("Orang", Role.READER))
    await outsider.says("/meja")
    assert len(await desk.seen("staff.board")) == 1
    assert timedelta(minutes=25) == office.clock() - office.noon
