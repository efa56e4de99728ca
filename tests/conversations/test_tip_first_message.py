"""A citizen's first message, whatever it is, begins a tip or is greeted."""

import pytest

from storage.tables import Draft, Evidence
from tests.conversations.tips import tip
from tests.world import World


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


async def test_the_notice_comes_with_the_first_answer_and_consent_with_send(
    office: World,
) -> None:
    citizen = await office.citizen()
    await tip(citizen)
    assert len(await citizen.seen("citizen.notice")) == 1
    [report] = await office.reports()
    assert report.consent_version == str(office.product.house.office.consent_version)
    assert report.submitted_at == office.clock()


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


async def test_a_greeting_is_greeted_and_makes_no_report(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Assalamu'alaikum, selamat pagi")
    assert "citizen.welcome" in await citizen.keys()
    assert await office.rows(Draft) == []


async def test_a_message_delivered_twice_answers_one_question_only(office: World) -> None:
    citizen = await office.citizen()
    await office.sandbox.duplicate_next_update(office.public)
    await citizen.says(office.place)
    await citizen.says(office.home.other)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == office.place
    assert report.region == office.home.other_code
