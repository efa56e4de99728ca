"""What happens to the verification group: thrown out, closed, emptied, spoken in by others."""

import pytest

from storage.tables import Account, Source
from tests.conversations.test_decisions import log_of, officer_at_desk, reported
from tests.faults.promise import filled_in, kept, nothing_is_left, one_scene, passes, waits
from tests.world import World


@one_scene
@pytest.mark.parametrize("trouble", ["thrown out", "muted"])
async def test_fault_08_a_desk_that_shuts_the_bot_out_gets_its_card_when_it_is_back(
    office: World, trouble: str
) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    if trouble == "muted":
        await office.group.mutes(office.private)
    else:
        await office.group.kicks(office.private)
    await citizen.taps("form.send")
    assert len(await citizen.seen("citizen.receipt")) == 1
    await passes(office, 61)
    assert await desk.seen("desk.card") == []
    if trouble == "muted":
        await office.group.mutes(office.private, False)
    else:
        await office.group.adds(office.private)
    await passes(office, 61)
    await waits(office, citizen, desk)
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_08_shut_out_between_tap_and_card_the_decision_stands_and_is_told(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await office.stops()
    card = await desk.sees("desk.card")
    await desk.person.forges(card, card.buttons[0][0].data or "")
    await office.group.kicks(office.private)
    await office.starts()
    await office.settled()
    assert len(await citizen.seen("citizen.outcome_approved")) == 1
    await office.group.adds(office.private)
    await passes(office, 61)
    await kept(office, citizen, desk)


@one_scene
async def test_fault_14_a_card_deleted_under_an_officers_finger_hangs_anew_once(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await office.stops()
    await desk.person.forges(card, card.buttons[0][0].data or "")
    await office.group.deletes(card)
    await office.starts()
    await office.settled()
    await kept(office, citizen, desk)


@one_scene
async def test_fault_18_an_anonymous_administrator_decides_by_button_and_not_by_words(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await office.group.promotes(desk.person)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await desk.taps("desk.reject")
    everybody = len(await office.rows(Source)), len(await office.rows(Account))
    for words in ("/start", "Sungai itu milik tetangga"):
        await desk.person.says_anonymously(office.group, words, reply_to=card)
        await office.settled()
    assert (len(await office.rows(Source)), len(await office.rows(Account))) == everybody
    assert len(await desk.seen("desk.answer_hidden")) == 1
    await waits(office, citizen, desk)
    await desk.taps("desk.back")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_22_closed_or_deleted_topics_keep_no_card_away(office: World) -> None:
    desk = await officer_at_desk(office)
    await office.group.becomes_forum()
    topic = await office.group.opens_topic("Laporan")
    await office.group.demotes(office.private)
    await office.stops()
    office.settings = office.settings.model_copy(update={"verification_topic_id": topic.thread})
    await office.starts()
    names = iter(("Siti", "Budi", "Wati"))
    for count, change in enumerate((None, topic.closes, topic.vanishes), start=1):
        if change is not None:
            await change()
        citizen = await filled_in(office, next(names), f"Pohon tumbang nomor {count}")
        await citizen.taps("form.send")
        [card] = [one for one in await desk.seen("desk.card") if f"nomor {count}" in one.text]
        await desk.taps("desk.approve_default", on=card)
        assert len(await citizen.seen("citizen.outcome_approved")) == 1
    await nothing_is_left(office)


@one_scene
async def test_fault_22_the_general_topic_by_its_number_is_the_group_itself(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await office.group.becomes_forum()
    await office.stops()
    office.settings = office.settings.model_copy(update={"verification_topic_id": 1})
    await office.starts()
    citizen = await reported(office)
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_28_words_in_a_guise_decide_nothing_and_are_left_alone(office: World) -> None:
    desk = await officer_at_desk(office)
    other = await officer_at_desk(office, "Rina")
    citizen = await reported(office)
    await desk.taps("desk.reject")
    said = await desk.says("Sungai itu milik tetangga")
    before = len(await desk.messages())
    await other.person.forwards(said, office.group)
    await other.person.says_via(office.group, office.private, "Sungai itu milik tetangga")
    await other.person.says_as_channel(office.group, "Sungai itu milik tetangga")
    await other.person.says_as_channel(office.group, "Sungai itu milik tetangga", linked=True)
    await office.settled()
    assert len(await desk.messages()) == before + 4
    await waits(office, citizen, desk)


@one_scene
async def test_fault_28_what_a_citizen_passes_on_is_a_report_like_any_other(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    budi = await office.sandbox.person("Budi")
    hamlet = await office.sandbox.group("Warga RT 3", [citizen.person, budi])
    rumour = await budi.says(hamlet, "Jembatan di hilir sudah putus")
    await citizen.person.forwards(rumour, office.public)
    await office.settled()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_29_an_answer_to_a_card_that_is_no_more_decides_nothing(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_photo(1, "Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await desk.taps("desk.reject")
    card = await desk.sees("desk.card")
    [photo] = [one for one in await desk.messages() if one.kind == "photo"]
    await desk.says("Sungai itu milik tetangga", reply_to=photo)
    await office.group.deletes(card)
    await desk.says("Sungai itu milik tetangga", reply_to=card)
    [report] = await office.reports()
    assert report.status == "waiting"
    assert await log_of(office) == [("submitted", "waiting")]
    assert await citizen.seen("citizen.outcome_rejected") == []
    await nothing_is_left(office)


@one_scene
async def test_fault_29_an_answer_to_a_vanished_question_is_an_answer(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    question = await citizen.last()
    await citizen.person.deletes(question)
    await citizen.says(office.place, reply_to=question)
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)
