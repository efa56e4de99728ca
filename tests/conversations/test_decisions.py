"""Officers decide on cards; nobody else can, and nothing is decided twice."""

import pytest

from cards.taps import DeskTap
from desk import enrolment
from desk.decisions import PRESETS
from desk.rights import Role
from storage.tables import LogEntry
from tests.world import Phone, World

PLACE = "Simpang Tiga"  # both offices have one


async def reported(office: World, text: str = "Air sungai naik cepat") -> Phone:
    citizen = await office.citizen()
    await citizen.says(text)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    return citizen


async def officer_at_desk(office: World, name: str = "Hasan") -> Phone:
    return office.at_desk(await office.officer(name, Role.VERIFIER))


async def log_of(office: World) -> list[tuple[str, str | None]]:
    rows = await office.rows(LogEntry)
    return [(row.event, row.after) for row in sorted(rows, key=lambda row: row.id or 0)]


async def test_one_tap_approves_with_the_default_grade(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    toast = await desk.taps("desk.approve_default")
    assert "F6" in toast.text
    [report] = await office.reports()
    assert (report.grade_source, report.grade_information) == ("F", "6")
    account = await office.account("Hasan")
    assert report.decided_by == account.id
    assert report.decided_at == office.clock()
    assert await citizen.sees("citizen.outcome_approved")
    assert await log_of(office) == [("submitted", "waiting"), ("approved", "approved")]


async def test_the_card_then_shows_who_decided_what_and_when_and_has_no_decision_left(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="C")
    await desk.taps("desk.grade", grade="C3")
    card = await desk.sees("desk.card")
    assert "Hasan" in card.text and "C3" in card.text
    assert f"12.00 {office.home.zone_label}" in card.text
    actions = [(one.data or "").split("|")[3:] for row in card.buttons for one in row]
    assert not [one for one in actions if one[0] in ("approve", "reject") or one[1] == "grade"]
    assert len(await desk.seen("desk.card")) == 1


async def test_the_grade_is_never_told_to_the_public(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="A")
    await desk.taps("desk.grade", grade="A2")
    for message in await citizen.messages():
        assert "A2" not in message.text
        assert "dipercaya" not in message.text


@pytest.mark.parametrize("reason", [reason.value for reason in PRESETS])
async def test_every_preset_reason_rejects_and_is_told_kindly(office: World, reason: str) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key=reason)
    [report] = await office.reports()
    assert (report.status, report.reason) == ("rejected", reason)
    assert await citizen.sees("citizen.outcome_rejected")
    assert await citizen.sees("citizen.reason")
    assert "Hasan" not in (await citizen.last()).text


async def test_a_reply_to_the_card_rejects_in_the_officers_own_words(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await desk.taps("desk.reject")
    card = await desk.sees("desk.card")
    await desk.says("Sungai itu masuk wilayah tetangga, <mohon> hubungi camat", reply_to=card)
    [report] = await office.reports()
    assert (report.status, report.reason) == ("rejected", "own")
    assert "<mohon> hubungi camat" in (await citizen.sees("citizen.outcome_rejected")).text


async def test_a_reason_too_short_is_asked_again(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    await desk.taps("desk.reject")
    card = await desk.sees("desk.card")
    await desk.says("no", reply_to=card)
    [report] = await office.reports()
    assert report.status == "waiting"
    assert await desk.seen("desk.reason_unfit")


async def test_a_reply_after_the_decision_is_told_who_decided(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    await desk.taps("desk.approve_default")
    card = await desk.sees("desk.card")
    await other.says("Ini tidak benar sama sekali", reply_to=card)
    assert "Hasan" in (await other.sees("desk.answer_moved_on")).text
    assert not await citizen.seen("citizen.outcome_rejected")


async def test_back_closes_the_panel_and_nothing_is_decided(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.back")
    assert (await desk.sees("desk.card")).button("❌ Tolak")
    [report] = await office.reports()
    assert report.status == "waiting"


async def test_two_officers_in_the_same_second_one_wins_and_the_other_is_told(
    office: World,
) -> None:
    first = await officer_at_desk(office, "Hasan")
    second = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    card = await first.sees("desk.card")
    approve = card.button("✅ Setujui (F6)").data or ""
    [report] = await office.reports()
    reject = DeskTap(report.id or 0, report.version, "reject", "unclear").pack()
    one = await first.person.forges(card, approve)
    two = await second.person.forges(card, reject)
    toasts = [await one, await two]
    await office.settled()
    [report] = await office.reports()
    winner, loser = ("Hasan", toasts[1]) if report.status == "approved" else ("Rina", toasts[0])
    assert winner in loser.text
    assert (
        len(await citizen.seen("citizen.outcome_approved"))
        + len(await citizen.seen("citizen.outcome_rejected"))
        == 1
    )
    assert len(await log_of(office)) == 2


async def test_a_stranger_in_the_group_can_neither_tap_nor_reply(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    stranger = office.at_desk(await office.officer("Orang lain", opens=False))
    card = await stranger.sees("desk.card")
    toast = await stranger.taps("desk.approve_default")
    assert toast.alert and toast.text
    await desk.taps("desk.reject")
    await stranger.says("Saya yang menolak laporan ini", reply_to=card)
    [report] = await office.reports()
    assert report.status == "waiting"
    assert len(await log_of(office)) == 1


async def test_a_leader_or_admin_is_no_verifier(office: World) -> None:
    await officer_at_desk(office)
    await reported(office)
    boss = office.at_desk(await office.officer("Bupati", Role.LEADER, Role.ADMIN))
    toast = await boss.taps("desk.approve_default")
    assert toast.alert
    [report] = await office.reports()
    assert report.status == "waiting"


async def test_a_removed_officer_loses_the_right_at_once(office: World) -> None:

    desk = await officer_at_desk(office)
    await reported(office)
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, desk.person.id, office.clock())
    )
    toast = await desk.taps("desk.approve_default")
    assert toast.alert
    [report] = await office.reports()
    assert report.status == "waiting"


async def test_nobody_decides_a_report_of_their_own(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    public = Phone(office, officer.person, office.public)
    await public.starts()
    await public.says("Air sungai naik cepat")
    await public.says(office.place)
    await public.taps("form.send")
    desk = office.at_desk(officer)
    toast = await desk.taps("desk.approve_default")
    assert toast.alert
    [report] = await office.reports()
    assert report.status == "waiting"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("d|999|1|approve|F6", id="a report that does not exist"),
        pytest.param("d|1|1|approve|Z9", id="a grade that does not exist"),
        pytest.param("d|1|1|approve|", id="no grade"),
        pytest.param("d|1|1|reject|own", id="a reason without words"),
        pytest.param("d|1|1|reject|because", id="an unknown reason"),
        pytest.param("d|1|1|panel|secret", id="an unknown panel"),
        pytest.param("d|1|1|delete|", id="an unknown action"),
        pytest.param("d|-1|1|approve|F6", id="a negative id"),
        pytest.param("d|1|1", id="too few values"),
        pytest.param("d|99999999999999999999|1|approve|F6", id="a number too large"),
        pytest.param("nonsense", id="no button of ours"),
        pytest.param("d|1|7|approve|F6", id="a version of the future"),
    ],
)
async def test_a_forged_button_gets_a_toast_and_changes_nothing(office: World, data: str) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    card = await desk.sees("desk.card")
    toast = await desk.presses(card, data)
    assert toast.text
    [report] = await office.reports()
    assert report.status == "waiting"
    assert "poison" not in office.log.getvalue()


async def test_a_button_of_an_old_version_is_told_how_it_stands(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    await reported(office)
    card = await desk.sees("desk.card")
    old = card.button("✅ Setujui (F6)").data or ""
    await desk.taps("desk.approve_default")
    office.clock.passes(days=21)
    toast = await other.presses(card, old)
    assert "Hasan" in toast.text
    assert len(await log_of(office)) == 2


async def test_a_press_too_old_to_be_answered_still_decides_and_breaks_nothing(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await desk.person.presses_old(card, "✅ Setujui (F6)", inaccessible=True)
    await office.settled()
    [report] = await office.reports()
    assert report.status == "approved"
    assert await citizen.sees("citizen.outcome_approved")


async def test_an_urgent_report_says_so_on_its_card(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Rumah terbakar di ujung jalan")
    await citizen.taps("form.danger")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert "🚨" in (await desk.sees("desk.card")).text


async def test_who_does_not_want_to_be_written_to_is_not_and_finds_the_outcome(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    contact = office.product.house.forms["tip"].field("contact")
    assert contact is not None
    await citizen.taps("form.change", field=contact.label.in_("id"))
    await citizen.says("tidak")
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    assert not await citizen.seen("citizen.outcome_approved")
    await citizen.says("📋 Laporan saya")
    listed = await citizen.last()
    await citizen.taps(listed.buttons[0][0].text)
    assert await citizen.seen("citizen.status")


async def test_a_card_that_was_deleted_is_posted_again_when_it_changes(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    await reported(office)
    card = await desk.sees("desk.card")
    approve = card.button("✅ Setujui (F6)").data or ""
    press = await desk.person.forges(card, approve)
    await office.group.deletes(card)
    await press
    await office.settled()
    cards = [one for one in await other.messages() if "Hasan" in one.text and one.by_bot]
    assert cards or (await office.reports())[0].status == "approved"
