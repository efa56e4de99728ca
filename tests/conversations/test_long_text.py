"""A text that a phone cut into several messages is one answer."""

from datetime import datetime, timedelta

import pytest

from desk.longtext import FULL, LONG, LongText, Part, begun
from tests.conversations.test_decisions import officer_at_desk
from tests.conversations.tips import tip
from tests.world import NOON, World

STORY = "Air naik sejak subuh dan sudah masuk ke rumah. "


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def story(length: int) -> str:
    """A story of about so many letters whose end can be told from its beginning."""
    return STORY * (length // len(STORY)) + "Jembatan di hilir sudah hanyut"


def letters(text: str) -> str:
    """Without spaces: of one where a full part ends nobody can tell that it was there."""
    return text.replace(" ", "")


async def test_all_of_a_long_story_arrives_and_its_end_answers_no_question(office: World) -> None:
    text = story(7000)
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says(text)
    assert len(await citizen.seen("form.question")) == 1
    assert not await citizen.seen("form.wrong")
    await office.sandbox.advance(10)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert letters(report.text) == letters(text)
    await desk.taps("desk.whole")
    private = [one.text for one in await desk.person.chat(office.private) if one.by_bot]
    assert any("Jembatan di hilir sudah hanyut" in one for one in private)


async def test_a_story_longer_than_a_report_holds_is_refused_once_and_kindly(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says(story(13_000))
    assert len(await citizen.seen("form.wrong")) == 1
    await office.sandbox.advance(10)
    await tip(citizen, "Air naik sejak subuh")
    [report] = await office.reports()
    assert report.text == "Air naik sejak subuh"


async def test_a_long_text_at_another_question_is_refused_once(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air naik sejak subuh")
    await citizen.says("x" * 5000)
    assert len(await citizen.seen("form.wrong")) == 1
    await office.sandbox.advance(10)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text == "Air naik sejak subuh"


async def test_the_review_shows_what_joined_and_either_part_may_be_edited(office: World) -> None:
    citizen = await office.citizen()
    await tip_at_review(office, citizen)
    await citizen.taps("form.change", field="Kejadian")
    await citizen.says(story(5000))
    assert len(await citizen.seen("form.review")) >= 2
    parts = [one for one in await citizen.messages() if not one.by_bot and "Air naik" in one.text]
    await citizen.edits(parts[-1], "Jembatan di hulu masih utuh")
    await citizen.taps("form.send")
    [report] = await office.reports()
    assert report.text.startswith("Air naik sejak")
    assert report.text.endswith("Jembatan di hulu masih utuh")
    assert len(report.text) > FULL


async def tip_at_review(office: World, citizen) -> None:
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)


async def test_an_agent_s_long_report_is_one_too(office: World) -> None:
    agent = await office.agent()
    await agent.says(f"#banjir {office.place}: {story(6000)}")
    await office.sandbox.advance(10)
    await agent.taps("form.send")
    [report] = await office.reports()
    assert letters(report.text) == letters(story(6000))
    assert report.region == office.home.place_code


@pytest.mark.parametrize(
    ("message", "seconds", "goes_on"),
    [(8, 0, True), (9, 3, True), (9, 4, False), (8, 60, True), (8, 61, False), (6, 0, False)],
    ids=str,
)
def test_a_next_part_comes_at_once_or_with_nothing_said_in_between(
    message: int, seconds: int, goes_on: bool
) -> None:
    long = begun(Part(7, "x" * LONG, at(0)))
    assert long is not None
    assert long.goes_on(Part(message, "y", at(seconds))) is goes_on
    assert not LongText({7: "x" * (LONG - 1)}, at(0)).goes_on(Part(message, "y", at(seconds)))


def test_parts_are_joined_as_they_were_cut() -> None:
    in_a_word = LongText({7: "x" * FULL}, at(0))
    assert in_a_word.joined_to("x" * FULL, "y") == "x" * FULL + "y"
    at_a_space = LongText({7: "x" * LONG}, at(0))
    assert at_a_space.joined_to("x" * LONG, "y") == "x" * LONG + " y"
    several = at_a_space.added(Part(9, "z", at(0))).added(Part(8, "y", at(0)))
    assert several.text == "x" * LONG + " y z" and several.first == 7
    assert LongText.from_json(several.to_json()) == several
