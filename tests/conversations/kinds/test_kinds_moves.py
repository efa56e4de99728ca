"""Moves that are the same for every kind: skip, conditions, back, cancel, old buttons."""

from collections.abc import Mapping

import pytest

from forms.steps import WrongKey
from storage.tables import Draft
from tests.conversations.kinds.own import TITLE, Filling, field, options, own_begun, own_form
from tests.world import World

CLOSED = 'when = { field = "open", is = ["no"] }'
ASKED = "asked = true"


@pytest.fixture
def own_forms() -> Mapping[str, str]:
    return own_form(
        field("open", "yesno"),
        field("since", "day", CLOSED),
        field("detour", "text", ASKED, required=False),
        field("people", "number", ASKED, required=False),
        field("means", "several", ASKED + options(car="Mobil", boat="Perahu"), required=False),
        field("loss", "money", required=False),
    )


async def test_each_optional_question_is_skipped_by_button_or_by_word(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("ya")
    assert await filling.at() == "detour"
    await filling.phone.taps("Lewati")
    await filling.phone.says("lewati")
    await filling.phone.says("tidak ada")
    assert (await filling.sends()).answers == {"open": True}


async def test_a_required_question_can_not_be_skipped(office: World) -> None:
    filling = await own_begun(office)
    await filling.refused(filling.phone.says("lewati"), WrongKey.YES_OR_NO)
    shown = await filling.phone.last()
    assert "Lewati" not in shown.labels
    row = (await office.rows(Draft))[0]
    forged = filling.phone.presses(shown, f"f|{row.id}|{row.revision}|skip")
    await filling.refused(forged, WrongKey.YES_OR_NO)


async def test_a_question_is_asked_only_when_its_condition_holds(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("tidak")
    assert await filling.at() == "since"
    await filling.refused(filling.phone.says("entah kapan"), WrongKey.DAY_UNCLEAR)
    await filling.phone.says("kemarin")
    for _ in range(3):
        await filling.phone.taps("Lewati")
    await filling.changes("Label open")
    await filling.phone.says("ya")
    assert "Label since" not in (await filling.phone.last()).text
    assert (await filling.sends()).answers == {"open": True}


async def test_an_optional_answer_left_out_is_given_on_the_review_and_taken_out_again(
    office: World,
) -> None:
    filling = await own_begun(office)
    await filling.phone.says("ya")
    for _ in range(3):
        await filling.phone.taps("Lewati")
    await filling.changes("Label loss")
    await filling.phone.says("1,5 juta")
    await filling.changes("Label people")
    await filling.phone.says("4")
    await filling.changes("Label people")
    await filling.phone.taps("Kosongkan")
    assert (await filling.sends()).answers == {"open": True, "loss": {"number": "1500000"}}


async def test_back_walks_the_questions_and_keeps_the_answers(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("ya")
    await filling.phone.says("Lewat jalan kebun")
    await filling.phone.taps("form.back")
    assert await filling.at() == "detour"
    await filling.phone.taps("form.back")
    await filling.phone.taps("form.back")
    assert await filling.at() == "where"
    await filling.phone.taps("Biarkan seperti ini")
    assert (await filling.draft()).answers["detour"] == "Lewat jalan kebun"
    for _ in range(2):
        await filling.phone.taps("Lewati")
    assert (await filling.sends()).answers == {"open": True, "detour": "Lewat jalan kebun"}


async def test_back_from_a_change_keeps_the_answer(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.says("ya")
    for _ in range(3):
        await filling.phone.taps("Lewati")
    await filling.changes("Label open")
    await filling.phone.taps("form.to_review")
    assert (await filling.sends()).answers == {"open": True}


async def test_cancel_asks_once_more_and_throws_the_form_away(office: World) -> None:
    filling = await own_begun(office)
    await filling.phone.taps("form.cancel")
    await filling.phone.taps("form.keep")
    assert await filling.at() == "open"
    await filling.phone.taps("form.cancel")
    await filling.phone.taps("form.yes_drop")
    assert "citizen.dropped" in await filling.phone.keys()
    assert await office.rows(Draft) == [] and await office.reports() == []


async def test_an_old_button_of_an_earlier_question_changes_nothing(office: World) -> None:
    filling = await own_begun(office)
    asked = await filling.phone.last()
    await filling.phone.says("ya")
    before = await filling.draft()
    toast = await filling.phone.presses(asked, asked.button("Tidak").data or "")
    assert "form.question_passed" in office.trace.keys(toast.text)
    assert "form.question" in await filling.phone.keys()
    assert await filling.draft() == before
    for _ in range(3):
        await filling.phone.taps("Lewati")
    assert (await filling.sends()).answers == {"open": True}


async def test_send_forged_before_the_end_asks_for_what_is_missing(office: World) -> None:
    filling = await own_begun(office)
    [row] = await office.rows(Draft)
    shown = await filling.phone.last()
    forged = filling.phone.presses(shown, f"f|{row.id}|{row.revision}|!send")
    await filling.refused(forged, WrongKey.ANSWER_MISSING)
    assert await office.reports() == []


async def test_a_form_of_the_profile_stands_beside_those_of_the_library(office: World) -> None:
    forms = office.product.house.forms
    assert {"tip", "info", "daily", "damage"} <= set(forms)
    filling = Filling(office, await office.citizen())
    await filling.phone.says(office.label("id", "citizen.menu_report", {}))
    assert {TITLE, forms["tip"].button.in_("id")} <= set((await filling.phone.last()).labels)
