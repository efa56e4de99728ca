"""The summary of a tip: every answer is changed from here, and it is sent once."""

from datetime import timedelta

import pytest

from desk.rights import Role
from tests.conversations.tips import tip
from tests.world import World


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


async def test_an_edited_caption_changes_the_words_it_gave(office: World) -> None:
    citizen = await office.citizen()
    photo = await citizen.sends_photo(caption="Air sungai naik cepat")
    await citizen.says(office.place)
    await citizen.edits(photo, "Air sungai naik cepat, tanggul jebol")
    assert "form.review" in await citizen.keys()
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air sungai naik cepat, tanggul jebol"


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


async def test_the_same_update_delivered_twice_changes_nothing(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await office.sandbox.duplicate_next_update(office.public)
    await citizen.taps("form.send")
    assert len(await office.reports()) == 1
    assert len(await citizen.seen("citizen.receipt")) == 1


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
