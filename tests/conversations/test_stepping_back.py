"""An officer who steps back from a report does nothing on it any more."""

import pytest

from cards.taps import DeskTap
from storage.tables import Link
from tests.conversations.desks import (
    THREE_WEEKS,
    data_of,
    events,
    officer,
    removed,
    report_of,
    reported,
)
from tests.world import Phone, World


async def steps_back(phone: Phone) -> None:
    await phone.taps("desk.more")
    await phone.taps("stepping.open")
    await phone.taps("stepping.confirm")


async def test_the_others_read_that_somebody_did_and_not_who(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    await steps_back(hasan)
    card = await rina.sees("stepping.mark")
    assert "Hasan" not in card.text
    assert await events(office) == ["submitted", "stepped_back"]
    await rina.taps("desk.approve_default")
    assert (await report_of(office)).status == "approved"


@pytest.mark.parametrize(
    "action",
    ["approve|F6", "reject|unclear", "panel|grade", "panel|more", "urgency|important"],
)
async def test_whoever_stepped_back_is_refused_kindly(office: World, action: str) -> None:
    hasan = await officer(office)
    await reported(office)
    await steps_back(hasan)
    toast = await hasan.presses(await hasan.sees("desk.card"), f"d|1|1|{action}")
    assert toast.alert
    assert toast.text == office.label("id", "stepping.stepped_back", {})
    assert (await report_of(office)).status == "waiting"
    assert len(await events(office)) == 2


async def test_a_reply_of_who_stepped_back_rejects_nothing(office: World) -> None:
    hasan = await officer(office)
    citizen = await reported(office)
    await hasan.taps("desk.reject")
    card = await hasan.sees("desk.panel_reject")
    await hasan.presses(card, "d|1|1|step_back|")
    assert not await hasan.seen("desk.panel_reject")
    await hasan.says("Ini hanya kabar angin belaka", reply_to=card)
    assert (await report_of(office)).status == "waiting"
    assert not await citizen.seen("citizen.outcome_rejected")


async def test_stepping_back_twice_is_told_and_logged_once(office: World) -> None:
    hasan = await officer(office)
    await reported(office)
    await steps_back(hasan)
    office.clock.passes(days=THREE_WEEKS)
    toast = await hasan.presses(await hasan.sees("desk.card"), "d|1|1|step_back|")
    assert toast.alert and toast.text
    assert await events(office) == ["submitted", "stepped_back"]


async def test_a_proposal_of_who_steps_back_goes_with_them(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    card = await hasan.sees("desk.card")
    await hasan.presses(card, "d|1|1|urgency|emergency")
    await steps_back(hasan)
    await rina.presses(card, "d|1|1|urgency|emergency")
    assert (await report_of(office)).urgency == "normal"
    assert "Rina" in (await rina.sees("urgency.proposed")).text


async def test_backing_out_of_the_question_changes_nothing(office: World) -> None:
    hasan = await officer(office)
    await reported(office)
    await hasan.taps("desk.more")
    await hasan.taps("stepping.open")
    await hasan.taps("desk.back")
    await hasan.taps("desk.approve_default")
    assert (await report_of(office)).status == "approved"


async def test_both_of_two_officers_may_step_back_in_the_same_second(office: World) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    await reported(office)
    card, _ = await data_of(hasan, "desk.more")
    presses = [await one.person.forges(card, "d|1|1|step_back|") for one in (hasan, rina)]
    toasts = [await press for press in presses]
    await office.settled()
    assert not any(toast.alert for toast in toasts)
    assert await events(office) == ["submitted", "stepped_back", "stepped_back"]
    assert "2" in (await rina.sees("stepping.mark")).text


async def test_only_an_officer_of_today_steps_back_and_only_from_a_report_as_it_stands(
    office: World,
) -> None:
    hasan, rina = await officer(office), await officer(office, "Rina")
    stranger = office.at_desk(await office.officer("Orang lain", opens=False))
    await reported(office)
    card = await hasan.sees("desk.card")
    await removed(office, rina)
    for phone, forged in (
        (rina, DeskTap(1, 1, "step_back", "")),
        (stranger, DeskTap(1, 1, "step_back", "")),
        (hasan, DeskTap(999, 1, "step_back", "")),
        (hasan, DeskTap(1, 7, "step_back", "")),
    ):
        assert (await phone.presses(card, forged.pack())).alert
    assert await events(office) == ["submitted"]


async def test_nothing_is_linked_to_a_report_that_one_stepped_back_from(office: World) -> None:
    hasan = await officer(office)
    await reported(office)
    await steps_back(hasan)
    await reported(office, "Air naik di pasar")
    first, second = await office.reports()
    card = await hasan.sees("desk.card")
    for data in (f"link|confirms:{first.id}", f"link|same:{first.id}", f"part|{first.id}"):
        toast = await hasan.presses(card, f"d|{second.id}|1|{data}")
        assert toast.text == office.label("id", "stepping.stepped_back", {})
    assert await office.rows(Link) == []
