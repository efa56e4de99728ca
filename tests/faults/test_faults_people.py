"""What people send that nobody can use, and links that are no good."""

import pytest

from desk.rights import Role
from storage.tables import Account, Evidence, Source
from tests.conversations.test_decisions import officer_at_desk
from tests.faults.promise import filled_in, kept, nothing_is_left, one_scene, passes
from tests.world import World

NAME = "<b>R&D</b> \u202e<"


@one_scene
async def test_fault_15_an_album_of_ten_is_whole_though_half_of_it_comes_after_sending(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.sends_album(10, "Air sungai naik cepat", late=[0, 6, 7, 8, 9])
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await citizen.delivers_late()
    assert [row.report_id for row in await office.rows(Evidence)] == [1] * 10
    assert len([one for one in await desk.messages() if one.kind == "photo"]) == 10
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_16_a_file_that_vanished_is_told_and_the_report_goes_on(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await office.stops()
    photo = await citizen.person.sends_photo(office.public, 1)
    await office.sandbox.lose_files(photo)
    await office.starts()
    await office.settled()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    for _ in range(12):
        await passes(office, 3600)
    assert [row.state for row in await office.rows(Evidence)] == ["lost"]
    assert len(await citizen.seen("citizen.evidence_refused")) == 1
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_17_a_name_full_of_tags_breaks_neither_card_nor_toast(office: World) -> None:
    officer = await office.officer(NAME, Role.VERIFIER)
    desk = office.at_desk(officer)
    citizen = await filled_in(office, NAME)
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    [card] = await desk.seen("desk.card")
    assert "R&D" in card.text
    assert len(await citizen.seen("citizen.outcome_approved")) == 1
    toast = await desk.presses(card, "d|1|1|approve|F6")
    assert "R&D" in toast.text
    await nothing_is_left(office)


@one_scene
async def test_fault_19_an_edit_after_the_decision_is_told_kindly_and_changes_nothing(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    said = await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    await citizen.edits(said, "Tidak jadi")
    assert "citizen.edit_too_late" in await citizen.keys()
    await desk.taps("desk.approve_default")
    await citizen.edits(said, "Semua bohong")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat"
    assert "bohong" not in (await desk.sees("desk.card")).text
    await kept(office, citizen, desk)


@one_scene
@pytest.mark.parametrize("payload", ["x" * 64, "x" * 65, "u-" + "A" * 70, "../etc", "💥"])
async def test_fault_23_a_start_link_of_nobodys_making_tells_a_stranger_nothing(
    office: World, payload: str
) -> None:
    stranger = await office.stranger()
    await stranger.says("/start")
    usual = await stranger.keys()
    await stranger.says(f"/start {payload}")
    assert await stranger.keys() in (usual, ["staff.invite_unfit"])
    assert await office.rows(Account) == []
    assert await office.rows(Source) == []
    citizen = await office.citizen()
    await citizen.says(f"/start {payload}")
    assert await citizen.sees("citizen.welcome")
    await nothing_is_left(office)
