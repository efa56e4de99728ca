"""A citizen fills in a tip: any first message, few steps, nothing lost on a bad line."""

from datetime import timedelta

import pytest

from desk.people import Role
from forms.draft import Draft as FormDraft
from storage.tables import Draft, Evidence
from tests.world import Phone, World


async def tip(citizen: Phone, text: str = "Air sungai naik cepat") -> None:
    await citizen.says(text)
    await citizen.says(citizen.world.place)
    await citizen.taps("form.send")


async def test_three_messages_make_a_report(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat"
    assert report.region == office.home.place_code
    assert report.happened_at == office.clock()
    assert report.contact
    assert await citizen.sees("citizen.receipt")


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


async def test_a_first_photo_with_words_answers_what_happened(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Tanggul jebol dekat sekolah")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Tanggul jebol dekat sekolah"
    [row] = await office.rows(Evidence)
    assert (row.report_id, row.state) == (report.id, "kept")


async def test_a_first_photo_without_words_is_kept_and_the_words_are_asked(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo()
    assert "form.question" in await citizen.keys()
    await tip(citizen)
    assert len(await office.reports()) == 1
    [row] = await office.rows(Evidence)
    assert row.report_id is not None


async def test_a_first_location_answers_where_once_its_kecamatan_is_confirmed(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.sends_location(*office.home.point)
    question = await citizen.sees("form.confirm")
    await citizen.taps(question.buttons[0][0].text)
    await citizen.says("Tanggul jebol dekat sekolah")
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.region.startswith(office.home.point_code)
    assert report.lat == pytest.approx(office.home.point[0])


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
        pytest.param("x" * 3000, id="far too long"),
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


async def test_the_notice_comes_with_the_first_answer_and_consent_with_send(
    office: World,
) -> None:
    citizen = await office.citizen()
    await tip(citizen)
    assert len(await citizen.seen("citizen.notice")) == 1
    [report] = await office.reports()
    assert report.consent_version == str(office.product.house.office.consent_version)
    assert report.submitted_at == office.clock()


async def test_danger_now_is_on_every_step_and_shows_the_numbers_to_call(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Rumah terbakar di ujung jalan")
    toast = await citizen.taps("form.danger")
    assert "112" in toast.text and "110" in toast.text
    assert "112" in (await citizen.last()).text
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.urgency == "urgent"
    assert "112" in (await citizen.sees("citizen.receipt")).text


async def test_the_danger_key_begins_an_urgent_report(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("🚨 Bahaya sekarang")
    await tip(citizen, "Rumah terbakar di ujung jalan")
    [report] = await office.reports()
    assert report.urgency == "urgent"


async def test_danger_can_be_taken_off_again(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Rumah terbakar di ujung jalan")
    await citizen.taps("form.danger")
    await citizen.taps("form.calm")
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.urgency == "normal"


@pytest.mark.parametrize(
    ("field", "answer", "column", "value"),
    [
        ("what", "Tanggul jebol di dua tempat", "text", "Tanggul jebol di dua tempat"),
        ("where", "{home.kecamatan}", "region", "{home.kecamatan_code}"),
        ("contact", "tidak", "contact", "False"),
    ],
)
async def test_each_answer_can_be_changed_on_the_review(
    office: World, field: str, answer: str, column: str, value: str
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    form = office.product.house.forms["tip"]
    labelled = form.field(field)
    assert labelled is not None
    await citizen.taps("form.change", field=labelled.label.in_("id"))
    await citizen.says(answer.format(home=office.home))
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    stored = getattr(report, column)
    assert str(stored) == value.format(home=office.home)


async def test_when_and_category_can_be_changed_by_buttons_and_words(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    form = office.product.house.forms["tip"]
    when, category = form.field("when"), form.field("category")
    assert when is not None and category is not None
    await citizen.taps("form.change", field=when.label.in_("id"))
    await citizen.says("kapan ya")
    assert "form.wrong" in await citizen.keys()
    await citizen.says("kemarin 14.30")
    await citizen.taps("form.change", field=category.label.in_("id"))
    groups = await citizen.last()
    await citizen.taps(groups.buttons[0][0].text)
    options = await citizen.last()
    await citizen.taps(options.buttons[0][0].text)
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.happened_at == office.noon - timedelta(hours=21, minutes=30)
    keys = {one.key for one in office.product.house.office.categories}
    assert report.category in keys


async def test_an_edited_message_changes_its_answer_while_nothing_was_sent(
    office: World,
) -> None:
    citizen = await office.citizen()
    first = await citizen.says("Air sungai niak cepat")
    await citizen.says(office.place)
    await citizen.edits(first, "Air sungai naik cepat sekali")
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat sekali"
    await citizen.edits(first, "Semua bohong")
    assert "citizen.edit_too_late" in await citizen.keys()
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat sekali"


async def test_a_double_tap_on_send_makes_one_report_and_one_receipt(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    review = await citizen.last()
    send = review.button("✅ Kirim")
    first = await citizen.person.presses(review, send)
    second = await citizen.person.forges(review, send.data or "")
    await first
    toast = await second
    await office.settled()
    assert toast.text
    assert len(await office.reports()) == 1
    assert len(await citizen.seen("citizen.receipt")) == 1


async def test_a_message_delivered_twice_answers_one_question_only(office: World) -> None:
    citizen = await office.citizen()
    await office.sandbox.duplicate_next_update(office.public)
    await citizen.says(office.place)
    await citizen.says(office.home.other)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == office.place
    assert report.region == office.home.other_code


async def test_the_same_update_delivered_twice_changes_nothing(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await office.sandbox.duplicate_next_update(office.public)
    await citizen.taps("form.send")
    assert len(await office.reports()) == 1
    assert len(await citizen.seen("citizen.receipt")) == 1


async def test_danger_counts_from_a_message_however_old(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    old = asked.button("🚨 Bahaya sekarang").data or ""
    await citizen.says(office.place)
    await citizen.presses(asked, old)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.urgency == "urgent"


async def test_a_thumb_that_slips_on_an_old_cancel_loses_nothing(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    await citizen.presses(asked, asked.button("🗑 Batal").data or "")
    confirm = await citizen.sees("citizen.confirm_drop")
    await citizen.says(office.place)
    await citizen.presses(confirm, confirm.buttons[0][0].data or "")
    assert len(await office.rows(Draft)) == 1
    await citizen.taps("form.keep")
    assert "form.review" in await citizen.keys()


async def test_an_old_button_shows_the_present_question_again(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    asked = await citizen.last()
    old = asked.button("Pilih dari daftar").data or ""
    await citizen.says(office.place)
    toast = await citizen.presses(asked, old)
    assert toast.text
    assert "form.review" in await citizen.keys()


async def test_cancel_throws_the_draft_away_and_says_so(office: World) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.taps("form.cancel")
    assert len(await office.rows(Draft)) == 1
    toast = await citizen.taps("form.yes_drop")
    assert toast.text
    assert "citizen.dropped" in await citizen.keys()
    await office.tick()
    assert await office.rows(Draft) == []
    assert await office.rows(Evidence) == []
    assert [path for path in office.evidence_folder.rglob("*") if path.is_file()] == []


async def test_a_draft_is_resumed_after_the_program_was_stopped_and_started(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await office.stops()
    said = citizen.person.says(citizen.chat, office.place)
    await said
    await office.starts()
    await office.settled()
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat"


async def test_start_brings_an_unfinished_report_back(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.starts()
    assert await citizen.seen("citizen.unfinished")
    assert "form.question" in await citizen.keys()


async def test_a_draft_is_reminded_once_after_an_hour_and_gone_after_a_day(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.sends_photo(caption="Air sungai naik cepat")
    office.clock.passes(minutes=59)
    await office.tick()
    assert await citizen.seen("citizen.draft_reminder") == []
    office.clock.passes(minutes=2)
    await office.tick()
    await office.tick()
    assert len(await citizen.seen("citizen.draft_reminder")) == 1
    office.clock.passes(hours=23)
    await office.tick()
    assert await office.rows(Draft) == []
    assert await office.rows(Evidence) == []
    toast = await citizen.taps("form.continue_draft")
    assert toast.text
    await citizen.says("Pohon tumbang menutup jalan")
    assert len(await citizen.seen("citizen.notice")) == 2


async def test_the_reminder_leads_back_to_the_question(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    office.clock.passes(minutes=61)
    await office.tick()
    await citizen.taps("form.continue_draft")
    assert "form.question" in await citizen.keys()
    await citizen.says(office.place)
    await citizen.taps("form.send")
    assert len(await office.reports()) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Assalamualaikum, banjir di pasar Tembilahan",
        "Assalamu'alaikum pak ada kebakaran di Parit 10 sekarang",
        "Salam, longsor",
        "Selamat pagi pak, jalan putus",
    ],
)
async def test_a_greeting_followed_by_an_event_is_a_report(office: World, said: str) -> None:
    citizen = await office.citizen()
    await citizen.says(said)
    assert len(await office.rows(Draft)) == 1
    assert "citizen.notice" in await citizen.keys() or "form.question" in await citizen.keys()


@pytest.mark.parametrize(
    "said", ["Assalamualaikum wr.wb.", "halo pak", "Selamat siang ibu", "p", "Permisi min"]
)
async def test_every_usual_greeting_is_known(office: World, said: str) -> None:
    citizen = await office.citizen()
    await citizen.says(said)
    assert await office.rows(Draft) == []


async def test_an_edited_caption_changes_the_words_it_gave(office: World) -> None:
    citizen = await office.citizen()
    photo = await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.edits(photo, "Air sungai naik cepat, tanggul jebol")
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat, tanggul jebol"


async def test_a_greeting_is_greeted_and_makes_no_report(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Assalamu'alaikum, selamat pagi")
    assert "citizen.welcome" in await citizen.keys()
    assert await office.rows(Draft) == []


async def test_a_kind_of_message_that_can_not_be_read_is_answered_and_the_draft_stays(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.person.sends_sticker(citizen.chat)
    await office.settled()
    assert await citizen.seen("citizen.cannot_read")
    assert "form.question" in await citizen.keys()


async def test_the_language_changes_at_once_and_for_good(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("🌐 Bahasa / Language")
    await citizen.taps("English")
    await citizen.says("The river is rising fast")
    await citizen.says(office.home.kecamatan)
    await citizen.taps("✅ Send")
    receipt = await citizen.sees("citizen.receipt")
    assert "Thank you" in receipt.text


async def test_answers_of_a_draft_are_sealed(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Kepala desa memukul tetangga saya")
    [row] = await office.rows(Draft)
    assert b"Kepala desa" not in row.sealed
    opened = office.product.house.vault.open(row.sealed, f"draft|{row.owner}|{row.form}")
    draft = FormDraft.from_json(opened["draft"], office.product.house.forms["tip"])
    assert draft.answers["what"] == "Kepala desa memukul tetangga saya"


async def test_words_with_tags_and_emoji_arrive_as_they_were_written(office: World) -> None:
    citizen = await office.citizen()
    verifier = await office.officer("Hasan", Role.VERIFIER)
    words = '<b>Air</b> & lumpur > 2 meter 🌊🌊 di Jl. "Melati"'
    await tip(citizen, words)
    card = await office.at_desk(verifier).sees("desk.card")
    assert words in card.text


async def test_the_longest_report_still_fits_on_card_and_review(office: World) -> None:
    citizen = await office.citizen()
    verifier = await office.officer("Hasan", Role.VERIFIER)
    await tip(citizen, "🌊&<" * 500)
    desk = office.at_desk(verifier)
    await desk.taps("desk.approve_graded")
    await desk.sees("desk.panel_grade")
    assert await office.sandbox.breaches() == []
    [report] = await office.reports()
    assert len(report.text) == 1500
