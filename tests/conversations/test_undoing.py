"""A decision is taken back, and whoever was told is told again."""

import pytest

from cards.taps import DeskTap
from desk.rights import Role
from storage.tables import LogEntry, Outbox, Undone
from tests.conversations.desks import (
    THREE_WEEKS,
    both_press,
    data_of,
    events,
    in_own_chat,
    officer,
    removed,
    report_of,
    reported,
)
from tests.world import Phone, World

REASON = "Ternyata menyangkut desa tetangga"


async def admin_at(office: World, name: str = "Kepala") -> Phone:
    return await officer(office, name, Role.ADMIN)


async def alerted(office: World) -> tuple[Phone, Phone, Phone, Phone]:
    """A leader who heard of an emergency, and who decided: leader, Hasan, Rina, citizen."""
    leader = await office.officer("Bupati", Role.LEADER)
    hasan, rina = await officer(office), await officer(office, "Rina")
    citizen = await reported(office)
    card = await hasan.sees("desk.card")
    for phone in (hasan, rina):
        await phone.presses(card, "d|1|1|urgency|emergency")
    await hasan.taps("desk.approve_default")
    return leader, hasan, rina, citizen


async def test_who_decided_takes_it_back_and_the_reporter_is_told_again(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await hasan.taps("desk.approve_graded")
    await hasan.taps("desk.source_key", letter="B")
    await hasan.taps("desk.grade", grade="B2")
    office.clock.passes(minutes=9)
    await hasan.taps("undoing.open")
    report = await report_of(office)
    assert (report.status, report.version) == ("waiting", 3)
    assert (report.decided_at, report.decided_by, report.grade_source) == (None, None, None)
    told = await citizen.sees("undoing.told")
    assert report.code[3:] in told.text and "Hasan" not in told.text
    card = await hasan.sees("undoing.mark")
    assert "Hasan" in card.text and card.button("✅ Setujui (F6)")
    assert await events(office) == ["submitted", "approved", "undone"]


async def test_the_report_is_decided_anew_and_the_reporter_hears_that_too(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    for _ in range(2):
        await hasan.taps("desk.approve_default")
        await hasan.taps("undoing.open")
    await hasan.taps("desk.reject")
    await hasan.taps("desk.reason_label", key="unclear")
    assert len(await citizen.seen("citizen.outcome_approved")) == 2
    assert len(await citizen.seen("undoing.told")) == 2
    assert len(await citizen.seen("citizen.outcome_rejected")) == 1
    assert not await hasan.seen("undoing.mark")
    report = await report_of(office)
    assert (report.status, report.reason, report.version) == ("rejected", "unclear", 6)


async def test_a_rejection_is_taken_back_with_its_reason(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await hasan.taps("desk.reject")
    await hasan.says("Ini bukan urusan kantor kami", reply_to=await hasan.sees("desk.card"))
    await hasan.taps("undoing.open")
    report = await report_of(office)
    assert (report.status, report.reason, report.reason_text) == ("waiting", None, None)
    assert await citizen.sees("undoing.told")


async def test_an_outcome_still_on_its_way_is_stopped_and_nothing_is_told(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await office.sandbox.fail_next(
        "sendMessage", bot=office.public, code=429, parameters={"retry_after": 30}
    )
    await hasan.taps("desk.approve_default")
    await hasan.taps("undoing.open")
    office.clock.passes(minutes=2)
    await office.settled()
    assert not await citizen.seen("citizen.outcome_approved")
    assert not await citizen.seen("undoing.told")
    await hasan.taps("desk.approve_default")
    assert len(await citizen.seen("citizen.outcome_approved")) == 1


async def test_who_was_away_hears_neither_the_outcome_nor_that_it_was_taken_back(
    office: World,
) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await citizen.blocks()
    await hasan.taps("desk.approve_default")
    await hasan.taps("undoing.open")
    await hasan.taps("desk.approve_default")
    await citizen.unblocks()
    assert not await citizen.seen("undoing.told")
    assert len(await citizen.seen("citizen.outcome_approved")) == 1


async def test_who_does_not_want_to_be_written_to_is_not(office: World) -> None:
    hasan = await officer(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    contact = office.product.house.forms["tip"].field("contact")
    assert contact is not None
    await citizen.taps("form.change", field=contact.label.in_("id"))
    await citizen.says("tidak")
    await citizen.taps("form.send")
    await hasan.taps("desk.approve_default")
    await hasan.taps("undoing.open")
    assert (await report_of(office)).status == "waiting"
    assert not await citizen.seen("undoing.told")


async def test_leaders_who_were_alerted_get_a_correction(office: World) -> None:
    leader, hasan, _, _ = await alerted(office)
    newcomer = await office.officer("Wakil", Role.LEADER)
    await hasan.taps("undoing.open")
    assert len(await leader.seen("leader.alert_over")) == 1
    assert not await newcomer.seen("leader.alert_over")
    await hasan.taps("desk.approve_default")
    assert len(await leader.seen("leader.alert")) == 2
    assert len(await newcomer.seen("leader.alert")) == 1
    await hasan.taps("undoing.open")
    assert len(await leader.seen("leader.alert_over")) == 2
    assert len(await newcomer.seen("leader.alert_over")) == 1


async def test_an_alert_still_on_its_way_is_stopped_and_nothing_is_corrected(
    office: World,
) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    card = await hasan.sees("desk.card")
    for phone in (hasan, rina):
        await phone.presses(card, "d|1|1|urgency|emergency")
    await office.sandbox.fail_next(
        "sendMessage", bot=office.private, code=429, parameters={"retry_after": 30}
    )
    await hasan.taps("desk.approve_default")
    assert not await leader.seen("leader.alert")
    await hasan.taps("undoing.open")
    office.clock.passes(minutes=2)
    await office.settled()
    assert not await leader.seen("leader.alert")
    assert not await leader.seen("leader.alert_over")


async def test_in_the_own_chat_it_goes_the_same_way(office: World) -> None:
    await officer(office)
    admin = await officer(office, "Kepala", Role.ADMIN)
    await reported(office)
    hasan = await in_own_chat(office, "Hasan")
    await hasan.taps("desk.approve_default")
    office.clock.passes(hours=1)
    chief = await in_own_chat(office, "Kepala")
    await chief.taps("undoing.open")
    assert not await admin.seen("undoing.panel")
    await chief.says(REASON, reply_to=await chief.sees("undoing.panel"))
    assert (await report_of(office)).status == "waiting"
    assert REASON in (await admin.sees("undoing.mark")).text
    assert REASON in (await hasan.sees("undoing.mark")).text


async def test_another_officer_can_not_and_is_told_who_can(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await hasan.taps("desk.approve_default")
    toast = await rina.taps("undoing.open")
    assert toast.alert and "Hasan" in toast.text
    assert (await report_of(office)).status == "approved"


async def test_after_ten_minutes_only_an_admin_can(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await hasan.taps("desk.approve_default")
    office.clock.passes(minutes=10, seconds=1)
    toast = await hasan.taps("undoing.open")
    assert toast.alert and "admin" in toast.text and "Hasan" not in toast.text
    assert (await report_of(office)).status == "approved"
    assert not await citizen.seen("undoing.told")


async def test_an_admin_takes_it_back_weeks_later_with_a_reason(office: World) -> None:
    _, hasan, _, citizen = await alerted(office)
    admin = await admin_at(office)
    office.clock.passes(days=THREE_WEEKS)
    toast = await admin.taps("undoing.open")
    assert not toast.alert
    assert (await report_of(office)).status == "approved"
    await admin.says(REASON, reply_to=await admin.sees("undoing.panel"))
    report = await report_of(office)
    assert report.status == "waiting"
    assert await citizen.sees("undoing.told")
    card = await hasan.sees("undoing.mark")
    assert REASON in card.text and "Kepala" in card.text
    [undone] = await office.rows(Undone)
    assert (undone.was, undone.reason) == ("approved", REASON)
    log = await office.rows(LogEntry)
    assert REASON not in str([row.details for row in log])
    assert REASON not in str([row.payload for row in await office.rows(Outbox)])


async def test_an_admin_without_a_reason_is_asked_again_and_nothing_happens(
    office: World,
) -> None:
    hasan = await officer(office)
    await reported(office)
    await hasan.taps("desk.approve_default")
    admin = await admin_at(office)
    await admin.taps("undoing.open")
    card = await admin.sees("undoing.panel")
    await admin.says("hm", reply_to=card)
    assert await admin.seen("undoing.reason_unfit")
    assert (await report_of(office)).status == "approved"
    await admin.says(REASON, reply_to=card)
    assert (await report_of(office)).status == "waiting"


async def test_an_officers_reply_while_an_admin_is_asked_takes_nothing_back(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await hasan.taps("desk.approve_default")
    admin = await admin_at(office)
    await admin.taps("undoing.open")
    await rina.says(REASON, reply_to=await rina.sees("undoing.panel"))
    assert (await report_of(office)).status == "approved"
    assert await rina.seen("desk.answer_moved_on")


async def test_an_officer_can_not_open_the_admins_question_by_a_forged_button(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await hasan.taps("desk.approve_default")
    card = await rina.sees("desk.card")
    assert (await rina.presses(card, "d|1|2|panel|undo")).alert
    assert not await rina.seen("undoing.panel")


async def test_pressed_twice_it_is_taken_back_once(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await hasan.taps("desk.approve_default")
    card, data = await data_of(hasan, "undoing.open")
    presses = [await hasan.person.forges(card, data) for _ in range(2)]
    toasts = [await press for press in presses]
    await office.settled()
    assert sorted(toast.alert for toast in toasts) == [False, True]
    assert len(await citizen.seen("undoing.told")) == 1
    assert (await report_of(office)).version == 3


async def test_who_decided_and_another_in_the_same_second(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    citizen = await reported(office)
    await hasan.taps("desk.approve_default")
    _, data = await data_of(hasan, "undoing.open")
    said = await both_press(office, (hasan, data), (rina, data))
    assert all(said)
    assert (await report_of(office)).status == "waiting"
    assert len(await citizen.seen("undoing.told")) == 1


async def test_two_admins_with_a_reason_in_the_same_second(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await hasan.taps("desk.approve_default")
    first, second = await admin_at(office), await admin_at(office, "Wakil")
    report = await report_of(office)
    card = await first.sees("desk.card")
    for admin in (first, second):  # the second one has the question now
        await admin.presses(card, DeskTap(report.id or 0, 2, "undo", "").pack())
    for admin in (first, second):
        await admin.person.says(office.group, REASON, reply_to=card)
    await office.settled()
    [undone] = await office.rows(Undone)
    assert undone.account_id == (await office.account("Wakil")).id
    assert len(await citizen.seen("undoing.told")) == 1
    assert (await report_of(office)).version == 3


async def test_a_button_three_weeks_old_of_a_decision_taken_back_since_changes_nothing(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await hasan.taps("desk.approve_default")
    card, data = await data_of(hasan, "undoing.open")
    await hasan.taps("undoing.open")
    await rina.taps("desk.approve_default")
    office.clock.passes(days=THREE_WEEKS)
    toast = await hasan.presses(card, data)
    assert toast.alert and "Rina" in toast.text
    assert (await report_of(office)).status == "approved"


@pytest.mark.parametrize("forged", [DeskTap(999, 2, "undo", ""), DeskTap(1, 1, "undo", "")])
async def test_a_forged_button_takes_nothing_back(office: World, forged: DeskTap) -> None:
    hasan = await officer(office)
    await reported(office)
    await hasan.taps("desk.approve_default")
    toast = await hasan.presses(await hasan.sees("desk.card"), forged.pack())
    assert toast.alert and toast.text
    assert (await report_of(office)).status == "approved"


async def test_nothing_is_taken_back_before_there_is_a_decision(office: World) -> None:
    hasan = await officer(office)
    await reported(office)
    assert (await hasan.presses(await hasan.sees("desk.card"), "d|1|1|undo|")).alert
    assert await events(office) == ["submitted"]


async def test_a_removed_officer_a_stranger_and_a_leader_can_not(office: World) -> None:
    hasan = await officer(office)
    leader = await officer(office, "Bupati", Role.LEADER)
    stranger = office.at_desk(await office.officer("Orang lain", opens=False))
    await reported(office)
    await hasan.taps("desk.approve_default")
    card, data = await data_of(hasan, "undoing.open")
    await removed(office, hasan)
    for phone in (hasan, leader, stranger):
        assert (await phone.presses(card, data)).alert
    assert (await report_of(office)).status == "approved"


async def test_nobody_takes_back_a_decision_on_their_own_report_or_one_they_stepped_back_from(
    office: World,
) -> None:
    hasan = await officer(office)
    chief = await office.officer("Kepala", Role.ADMIN, Role.VERIFIER)
    public = Phone(office, chief.person, office.public)
    await public.starts()
    await public.says("Air sungai naik cepat")
    await public.says(office.place)
    await public.taps("form.send")
    await hasan.taps("desk.approve_default")
    card, data = await data_of(hasan, "undoing.open")
    assert (await office.at_desk(chief).presses(card, data)).alert
    await hasan.presses(card, "d|1|2|step_back|")
    assert (await hasan.presses(card, data)).alert
    assert (await report_of(office)).status == "approved"
