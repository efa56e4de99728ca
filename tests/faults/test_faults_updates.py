"""Updates that come twice, swapped, at once, or not at all."""

import httpx
import pytest

from storage.tables import Draft
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.faults.promise import STORY, filled_in, kept, one_scene, passes, waits
from tests.world import World


async def test_fault_01_with_every_update_delivered_twice_nothing_happens_twice(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    for words in (STORY, office.place):
        await office.sandbox.duplicate_next_update(office.public)
        await citizen.says(words)
    # Else the story, taken once more, would have been no place that anybody knows.
    assert await citizen.seen("form.wrong") == []
    await office.sandbox.duplicate_next_update(office.public)
    await citizen.taps("form.send")
    await office.sandbox.duplicate_next_update(office.private)
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


async def test_fault_02_send_overtaking_the_last_words_loses_neither(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    review = await citizen.last()
    await office.sandbox.swap_next_updates(office.public)
    await citizen.person.says(office.public, "Jembatan di hilir juga sudah putus")
    await citizen.taps("form.send", on=review)
    await waits(office, citizen, desk)
    assert len(await office.rows(Draft)) == 1  # the words arrived last: they begin another report


async def test_fault_02_a_reason_overtaking_its_button_is_a_question_and_is_told_so(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await office.sandbox.swap_next_updates(office.private)
    press = await desk.person.presses(card, office.label("id", "desk.reject", {}))
    await desk.says("Sungai itu milik tetangga", reply_to=card)
    await press
    await office.settled()
    assert len(await desk.seen("asking.sent_note")) == 1
    assert len(await citizen.seen("asking.question")) == 1
    assert [(one.status, one.version) for one in await office.reports()] == [("waiting", 1)]
    await desk.says("Sungai itu milik tetangga", reply_to=card)
    assert len(await citizen.seen("citizen.outcome_rejected")) == 1


async def test_fault_03_all_a_hurried_person_does_at_once_is_done_in_order(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    review = await citizen.last()
    send = office.label("id", "form.send", {})
    await office.stops()
    presses = [await citizen.person.presses(review, send) for _ in range(3)]
    await citizen.person.says(office.public, "Pohon tumbang di pasar")
    await office.starts()
    await office.settled()
    assert "" not in [(await press).text for press in presses]
    await waits(office, citizen, desk)
    assert len(await office.rows(Draft)) == 1  # what was said after sending is the next report


async def test_fault_12_two_officers_who_each_tap_twice_decide_once(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    data = card.buttons[0][0].data or ""
    await office.stops()
    presses = [await who.person.forges(card, data) for who in (desk, other, desk, other)]
    await office.starts()
    toasts = [await press for press in presses]
    await office.settled()
    assert all(toast.text for toast in toasts)
    assert len({toast.alert for toast in toasts}) == 2  # one has decided, three are told who
    [report] = await office.reports()
    assert report.status == "approved"
    assert len(await citizen.seen("citizen.outcome_approved")) == 1


@one_scene
async def test_fault_10_a_press_lost_while_the_program_was_down_is_pressed_again(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await office.stops()
    await desk.person.forges(card, card.buttons[0][0].data or "")
    await office.sandbox.advance(151)
    await office.starts()
    await office.settled()
    await waits(office, citizen, desk)
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_10_a_press_too_old_to_answer_decides_once_and_a_second_one_nothing(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    label = card.buttons[0][0].text
    await office.stops()
    for inaccessible in (False, True):
        await desk.person.presses_old(card, label, inaccessible=inaccessible)
    await office.starts()
    await office.settled()
    await kept(office, citizen, desk)


@one_scene
async def test_fault_20_after_a_lost_backlog_the_draft_is_there_and_numbers_may_start_anywhere(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says(STORY)
    await office.stops()
    await citizen.person.says(office.public, office.place)
    assert await office.sandbox.cut_backlog() == 1
    await office.starts()
    await citizen.starts()
    assert "form.question" in await citizen.keys()
    await citizen.says(office.place)
    await office.sandbox.cut_backlog()  # while the program polls with a number of the old row
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_21_another_poller_costs_time_and_no_update(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    for bot in (office.public, office.private):
        await office.sandbox.second_poller(bot)
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


async def hooked(office: World, url: str) -> None:
    """Somebody who has the token sets a webhook, which ends the polling."""
    async with httpx.AsyncClient() as line:
        api = f"{office.sandbox.url}/bot{office.public.token}/setWebhook"
        answer = await line.post(api, json={"url": url})
    assert answer.json()["ok"]


@one_scene
async def test_fault_21_a_webhook_set_while_the_program_polls_is_taken_away(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    await hooked(office, "http://127.0.0.1:9/nobody")
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
@pytest.mark.parametrize("secret", [None, "salah"], ids=["no secret", "a wrong one"])
async def test_fault_26_there_is_no_door_at_which_a_forged_delivery_could_knock(
    office: World, secret: str | None
) -> None:
    desk = await officer_at_desk(office)
    await office.stops()
    await hooked(office, "http://127.0.0.1:9/left-behind")
    await office.starts()
    citizen = await reported(office)
    with pytest.raises(Exception, match="no webhook"):
        await office.sandbox.forge_delivery(office.public, {"update_id": 1}, secret=secret)
    await waits(office, citizen, desk)


@one_scene
async def test_fault_27_between_unknown_updates_a_report_goes_all_the_way(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    strange = ({"telepathy": {"from": 5}}, {"message": "x"}, {"callback_query": {"id": 7}})
    for words in (STORY, office.place):
        for update in strange:
            await office.sandbox.push_raw(office.public, dict(update))
        await citizen.says(words)
    await citizen.taps("form.send")
    await office.sandbox.push_raw(office.private, {"my_chat_member": {"chat": {}}})
    await desk.taps("desk.approve_default")
    await passes(office, 1)
    await kept(office, citizen, desk)
