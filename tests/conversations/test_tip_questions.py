"""The two questions of a tip: what does not fit is said, and nothing is lost."""

import pytest

from storage.tables import Evidence
from tests.conversations.tips import tip
from tests.world import World


async def test_every_extra_wish_still_fits_into_five_steps_after_the_first_word(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.home.twice)
    candidates = await citizen.sees("form.candidates")
    assert set(office.home.twice_names) <= set(candidates.labels)
    await citizen.taps(office.home.twice_names[0])
    await citizen.sends_photo()
    await citizen.taps("form.send")
    assert len(await office.reports()) == 1


async def test_a_point_outside_the_regency_is_said_and_the_draft_stays(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.sends_location(*office.home.outside)
    assert "form.wrong" in await citizen.keys()
    await citizen.says(office.place)
    assert "form.review" in await citizen.keys()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("Atlantis", id="a place that does not exist"),
        pytest.param("???", id="no letters at all"),
        pytest.param("x" * 2000, id="far too long"),
    ],
)
async def test_an_unknown_place_gets_a_sentence_with_an_example_and_a_list(
    office: World, wrong: str
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(wrong)
    keys = await citizen.keys()
    assert "form.wrong" in keys and "form.question" in keys
    assert (await citizen.last()).buttons
    await citizen.says(office.place)
    assert "form.review" in await citizen.keys()


async def test_too_few_words_are_asked_again_with_the_draft_kept(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo()
    await citizen.says("air")
    assert "form.wrong" in await citizen.keys()
    await tip(citizen)
    [row] = await office.rows(Evidence)
    assert row.report_id is not None


async def test_a_kind_of_message_that_can_not_be_read_is_answered_and_the_draft_stays(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.person.sends_sticker(citizen.chat)
    await office.settled()
    assert await citizen.seen("citizen.cannot_read")
    assert "form.question" in await citizen.keys()


async def test_an_old_button_shows_the_present_question_again(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    old = asked.button("Pilih dari daftar").data or ""
    await citizen.says(office.place)
    toast = await citizen.presses(asked, old)
    assert toast.text
    assert "form.review" in await citizen.keys()


async def test_the_language_changes_at_once_and_for_good(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("🌐 Bahasa / Language")
    await citizen.taps("English")
    await citizen.says("The river is rising fast")
    await citizen.says(office.home.kecamatan)
    await citizen.taps("✅ Send")
    receipt = await citizen.sees("citizen.receipt")
    assert "Thank you" in receipt.text
