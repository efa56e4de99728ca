"""Officers say how urgent a report is; an emergency takes two of them and reaches leaders."""

from dataclasses import replace

import pytest

from cards.taps import DeskTap
from desk import rating
from desk.lifecycle import Urgency
from desk.rights import PRIVATE, Person, Role
from storage.tables import Source
from tests.conversations.desks import (
    THREE_WEEKS,
    both_press,
    data_of,
    events,
    officer,
    removed,
    report_of,
    reported,
)
from tests.world import Phone, World


async def opens_levels(phone: Phone) -> None:
    await phone.taps("desk.more")
    await phone.taps("urgency.open")


async def says(phone: Phone, level: str) -> str:
    """Open the choice and press a level; the toast."""
    await opens_levels(phone)
    toast = await phone.taps("urgency.choice", level=level, chosen=False)
    return toast.text


async def emergency(office: World) -> tuple[Phone, Phone]:
    """Two officers who both said emergency."""
    hasan, rina = await officer(office), await officer(office, "Rina")
    await says(hasan, "emergency")
    await rina.taps("urgency.confirm")
    return hasan, rina


async def test_an_officer_marks_a_report_important_and_the_card_and_queue_say_so(
    office: World,
) -> None:
    desk = await officer(office)
    await reported(office)
    await opens_levels(desk)
    await desk.taps("urgency.choice", level="important", chosen=False)
    assert (await report_of(office)).urgency == "important"
    card = await desk.sees("urgency.heading")
    assert "❗" in card.text and card.button("✅ Setujui (F6)")
    assert await events(office) == ["submitted", "rated"]
    await Phone(office, desk.person, office.private).taps("staff.key_queue")
    queue = await Phone(office, desk.person, office.private).sees("staff.queue")
    assert "❗" in queue.text


async def test_pressing_the_same_level_again_changes_and_logs_nothing(office: World) -> None:
    desk = await officer(office)
    await reported(office)
    await opens_levels(desk)
    toast = await desk.taps("urgency.choice", level="normal", chosen=True)
    assert toast.text and not toast.alert
    assert await events(office) == ["submitted"]


async def test_one_officer_proposes_an_emergency_and_can_not_confirm_it(office: World) -> None:
    desk = await officer(office)
    await officer(office, "Rina")
    await reported(office)
    await says(desk, "emergency")
    assert (await report_of(office)).urgency == "normal"
    assert "Hasan" in (await desk.sees("urgency.proposed")).text
    assert await desk.seen("urgency.second_wanted")
    assert (await desk.taps("urgency.confirm")).text
    assert (await report_of(office)).urgency == "normal"
    assert await events(office) == ["submitted", "emergency_proposed"]


async def test_a_second_officer_confirms_and_leaders_hear_it_at_the_approval(
    office: World,
) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    hasan, rina = await officer(office), await officer(office, "Rina")
    citizen = await reported(office, "Rumah terbakar di ujung jalan")
    await says(hasan, "emergency")
    await rina.taps("urgency.confirm")
    assert (await report_of(office)).urgency == "emergency"
    assert "🆘" in (await rina.sees("urgency.heading")).text
    assert not await rina.seen("urgency.proposed")
    assert not await leader.seen("leader.alert")
    await rina.taps("desk.approve_graded")
    await rina.taps("desk.source_key", letter="B")
    await rina.taps("desk.grade", grade="B2")
    alert = await leader.sees("leader.alert")
    report = await report_of(office)
    [source] = await office.rows(Source)
    codename = source.codename
    assert "Rumah terbakar" in alert.text and "biasanya dapat dipercaya" in alert.text
    assert office.place.rpartition(", ")[2] in alert.text
    assert report.code[3:] in alert.text and codename not in alert.text and "B2" not in alert.text
    assert len(await leader.seen("leader.alert")) == 1
    assert await citizen.sees("citizen.outcome_approved")


async def test_an_approved_report_that_becomes_an_emergency_alerts_at_once(
    office: World,
) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await hasan.taps("desk.approve_default")
    await says(hasan, "emergency")
    assert not await leader.seen("leader.alert")
    await rina.taps("urgency.confirm")
    assert len(await leader.seen("leader.alert")) == 1


async def test_an_emergency_that_is_none_after_all_is_told_to_whoever_was_alerted(
    office: World,
) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    await reported(office)
    hasan, _ = await emergency(office)
    await hasan.taps("desk.approve_default")
    newcomer = await office.officer("Wakil", Role.LEADER)
    await opens_levels(hasan)
    await hasan.taps("urgency.choice", level="important", chosen=False)
    assert await leader.seen("leader.alert_over")
    assert not await newcomer.seen("leader.alert_over")


async def test_a_leader_who_was_away_hears_of_an_emergency_on_coming_back(
    office: World,
) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    await leader.blocks()
    await reported(office)
    hasan, _ = await emergency(office)
    await hasan.taps("desk.approve_default")
    assert not await leader.seen("leader.alert")
    await leader.unblocks()
    assert len(await leader.seen("leader.alert")) == 1


async def test_a_leader_who_was_away_hears_nothing_of_an_emergency_that_is_over(
    office: World,
) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    await leader.blocks()
    await reported(office)
    hasan, _ = await emergency(office)
    await hasan.taps("desk.approve_default")
    await opens_levels(hasan)
    await hasan.taps("urgency.choice", level="normal", chosen=False)
    await leader.unblocks()
    assert not await leader.seen("leader.alert")
    assert not await leader.seen("leader.alert_over")


async def test_only_leaders_are_alerted(office: World) -> None:
    reader = await office.officer("Camat", Role.READER)
    paused = await office.officer("Dulu", Role.LEADER)
    await removed(office, paused)
    await reported(office)
    hasan, rina = await emergency(office)
    await hasan.taps("desk.approve_default")
    for phone in (reader, paused, hasan, rina):
        assert not await phone.seen("leader.alert")


async def test_the_proposal_of_an_officer_who_left_counts_no_longer(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await says(hasan, "emergency")
    await removed(office, hasan)
    await says(rina, "emergency")
    assert (await report_of(office)).urgency == "normal"
    assert "Rina" in (await rina.sees("urgency.proposed")).text


async def test_another_level_takes_a_proposal_away(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await says(hasan, "emergency")
    await opens_levels(rina)
    await rina.taps("urgency.choice", level="normal", chosen=True)
    assert (await report_of(office)).emergency_by is None
    assert not await rina.seen("urgency.proposed")


async def test_where_the_office_says_so_one_officer_is_enough(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    hasan = await officer(office)
    await reported(office)
    await hasan.taps("desk.approve_default")
    house = office.product.house
    alone = replace(house, office=replace(house.office, emergency_needs_two=False))
    account, report = await office.account("Hasan"), await report_of(office)
    by = Person(
        bot=PRIVATE,
        name="Hasan",
        language="id",
        account=account.id,
        roles=frozenset({Role.VERIFIER}),
        address=f"account:{account.id}",
    )
    done = await office.product.database.run(
        lambda session: rating.rate(
            session, by, alone, report.id or 0, 2, Urgency.EMERGENCY, now=office.clock()
        )
    )
    await office.settled()
    assert done.step is rating.Step.SET
    assert (await report_of(office)).urgency == "emergency"
    assert len(await leader.seen("leader.alert")) == 1


async def test_two_officers_in_the_same_second_make_an_emergency_once(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await hasan.taps("desk.approve_default")
    await opens_levels(hasan)
    _, data = await data_of(hasan, "urgency.choice", level="emergency", chosen=False)
    await both_press(office, (hasan, data), (rina, data))
    assert (await report_of(office)).urgency == "emergency"
    assert len(await leader.seen("leader.alert")) == 1
    assert (await events(office))[2:] == ["emergency_proposed", "rated"]


async def test_a_button_three_weeks_old_on_a_report_that_moved_on_changes_nothing(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await opens_levels(hasan)
    card, data = await data_of(hasan, "urgency.choice", level="important", chosen=False)
    await rina.presses(card, data.replace("|urgency|important", "|reject|unclear"))
    office.clock.passes(days=THREE_WEEKS)
    toast = await hasan.presses(card, data)
    assert toast.alert and "Rina" in toast.text
    assert (await report_of(office)).urgency == "normal"


@pytest.mark.parametrize("level", ["urgent", "apocalypse", ""])
async def test_a_level_no_officer_may_say_is_refused(office: World, level: str) -> None:
    desk = await officer(office)
    await reported(office)
    toast = await desk.presses(await desk.sees("desk.card"), f"d|1|1|urgency|{level}")
    assert toast.alert and toast.text
    assert await events(office) == ["submitted"]


async def test_a_forged_button_with_another_reports_id_needs_that_reports_version(
    office: World,
) -> None:
    desk = await officer(office)
    await reported(office)
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="unclear")
    report = await report_of(office)
    for forged in (
        DeskTap(report.id or 0, report.version, "urgency", "important"),
        DeskTap(report.id or 0, 1, "urgency", "important"),
        DeskTap(999, 1, "urgency", "important"),
    ):
        toast = await desk.presses(await desk.sees("desk.card"), forged.pack())
        assert toast.alert and toast.text
    assert (await report_of(office)).urgency == "normal"


async def test_a_removed_officer_a_stranger_and_a_leader_can_not_say_how_urgent(
    office: World,
) -> None:
    hasan = await officer(office)
    leader = await officer(office, "Bupati", Role.LEADER)
    stranger = office.at_desk(await office.officer("Orang lain", opens=False))
    await reported(office)
    await opens_levels(hasan)
    card, data = await data_of(hasan, "urgency.choice", level="important", chosen=False)
    await removed(office, hasan)
    for phone in (hasan, leader, stranger):
        assert (await phone.presses(card, data)).alert
    assert (await report_of(office)).urgency == "normal"


async def test_the_queue_has_emergencies_first_then_danger_then_what_is_important(
    office: World,
) -> None:
    desk = await officer(office)
    rina = await officer(office, "Rina")
    citizen = await reported(office, "Yang pertama dan biasa saja")
    for text in ("Yang kedua dan penting", "Yang ketiga dan darurat"):
        await citizen.says(text)
        await citizen.says(office.place)
        await citizen.taps("form.send")
    await citizen.says("Yang keempat dan bahaya")
    await citizen.taps("form.danger")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    first, second, third, fourth = await office.reports()
    card = await desk.sees("desk.card")
    await desk.presses(card, DeskTap(second.id or 0, 1, "urgency", "important").pack())
    for phone in (desk, rina):
        await phone.presses(card, DeskTap(third.id or 0, 1, "urgency", "emergency").pack())
    own = Phone(office, desk.person, office.private)
    await own.taps("staff.key_queue")
    text = (await own.sees("staff.queue")).text
    places = [text.index(one.code[3:]) for one in (third, fourth, second, first)]
    assert places == sorted(places)
