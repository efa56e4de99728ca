"""What a leader sees of an edition."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session

import digests
from cards.parts import ENTITIES, LIMIT, entities, length
from digests.editions import prepare
from digests.figures import Figures, Slice, Tally, Waiting
from digests.message import draw
from digests.periods import Period, containing, running
from digests.sheet import period_name
from storage.database import Database
from storage.tables import Edition, Report
from tests.digests.world import DISTRICTS, NOW, OFFICE, ZONE, enrol, keep, report, words
from words import Html, Library

SATURDAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LANGUAGES = ("id", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def approved(number: int, grade: tuple[str | None, str | None] = ("B", "2"), **changes: Any):
    source, information = grade
    grades = {"grade_source": source, "grade_information": information}
    return report(number, NOON, **({"decided": "approved"} | grades | changes))


def show(
    session: Session, language: str = "id", period: Period = Period.DAILY
) -> tuple[Html, ...]:
    """The digest of Saturday, or of the week or month it lies in."""
    edition = prepare(session, OFFICE, period, SATURDAY, NOW, send=False).edition
    return draw(session, edition, words(language), OFFICE)


async def shown(
    database: Database,
    rows: list[dict[str, Any]],
    language: str = "id",
    period: Period = Period.DAILY,
) -> str:
    await database.run(lambda session: keep(session, rows))
    return "\n".join(await database.read(lambda session: show(session, language, period)))


@in_both_languages
async def test_a_quiet_day_is_a_few_lines(database: Database, language: str):
    text = await shown(database, [report(1, NOON - 9 * DAY, decided="rejected")], language)
    assert len(text.splitlines()) == 6
    assert "blockquote" not in text


@in_both_languages
async def test_a_quiet_day_still_says_what_waits(database: Database, language: str):
    text = await shown(database, [report(7, NOON - 2 * DAY)], language)
    assert "K00-007" in text
    assert {"id": "2 hari", "en": "2 days"}[language] in text


async def test_what_nobody_has_approved_is_never_quoted(database: Database):
    rows = [
        report(1, NOON, text="BELUM"),
        report(2, NOON, text="BELUM", decided="rejected"),
        report(3, NOON, text="BELUM", decided="withdrawn"),
        approved(4, text="SUDAH"),
    ]
    text = await shown(database, rows)
    assert "BELUM" not in text
    assert "SUDAH" in text


@pytest.mark.parametrize("change", ["withdrawn", "erased"])
async def test_a_report_that_left_since_the_count_is_left_out(database: Database, change: str):
    rows = [approved(1), approved(2), report(3, NOON), report(4, NOON)]
    await database.run(lambda session: keep(session, rows))
    edition = await database.run(
        lambda session: prepare(session, OFFICE, Period.DAILY, SATURDAY, NOW, send=True).edition
    )

    def leave(session: Session) -> None:
        for number in (1, 3):
            found = session.get(Report, number)
            assert found
            if change == "erased":
                session.delete(found)
            else:
                found.status = "withdrawn"
                session.add(found)

    await database.run(leave)
    (text,) = await database.read(lambda session: draw(session, edition, words(), OFFICE))
    assert [code in text for code in ("K00-001", "K00-002", "K00-003", "K00-004")] == [
        False,
        True,
        False,
        True,
    ]


async def test_a_sent_edition_does_not_move_with_later_reports(database: Database):
    await database.run(lambda session: keep(session, [approved(1)]))
    edition = await database.run(
        lambda session: prepare(session, OFFICE, Period.DAILY, SATURDAY, NOW, send=True).edition
    )
    before = await database.read(lambda session: draw(session, edition, words(), OFFICE))

    def arrive(session: Session) -> None:
        session.add(Report(**approved(2)))
        session.add(Report(**report(3, NOON - DAY)))

    await database.run(arrive)
    again = await database.read(lambda session: session.get(Edition, edition.id))
    assert again
    assert await database.read(lambda session: draw(session, again, words(), OFFICE)) == before


@in_both_languages
async def test_a_busy_month_of_long_texts_is_split_and_loses_no_report(
    database: Database, language: str
):
    rows = [approved(number, text="🚨<&>" * 200, urgency="urgent") for number in range(1, 20)]
    await database.run(lambda session: keep(session, rows))
    messages = await database.read(lambda s: show(s, language, Period.MONTHLY))
    assert len(messages) > 1
    for part, message in enumerate(messages, start=1):
        assert f"({part}/{len(messages)})" in message.splitlines()[0]
        assert length(message) <= LIMIT
        assert entities(message) <= ENTITIES
        assert message.count("<blockquote") == message.count("</blockquote>")
    found = re.findall(r"<code>(.*?)</code>", "".join(messages))
    assert found == [f"K00-0{number:02}" for number in range(19, 4, -1)]


async def test_a_text_is_escaped_and_cut_to_one_line(database: Database):
    text = await shown(database, [approved(1, text="<b>awas</b> &\n" + "kata " * 100)])
    line = next(one for one in text.splitlines() if "awas" in one)
    assert line.startswith("&lt;b&gt;awas&lt;/b&gt; &amp; kata")
    assert len(unescape(line)) <= 120


async def test_urgent_reports_are_marked_and_others_are_not(database: Database):
    rows = [approved(1, urgency="urgent"), approved(2), report(3, NOON, urgency="urgent")]
    assert (await shown(database, rows)).count("🚨") == 2


@in_both_languages
async def test_a_grade_is_said_in_words_and_never_as_a_code(database: Database, language: str):
    grades = [(source, "1") for source in "ABCDEF"] + [("F", number) for number in "23456"]
    rows = [approved(number, grade) for number, grade in enumerate([*grades, (None, None)], 1)]
    text = await shown(database, rows, language, Period.MONTHLY)
    assert not re.search(r"\b[A-F][1-6]\b", text)
    said = re.findall(r"^\((?:.*?; )?(.*)\) <code>", text, re.MULTILINE)
    assert len(said) == 12
    assert len(set(said)) == 11  # a report that was not graded reads like F6


async def test_what_the_profile_does_not_know_is_still_drawn(database: Database):
    rows = [
        approved(1, region="99.99.99.9999", category="dropped"),
        report(2, NOON, region="nowhere", category="dropped"),
        approved(3, region="14.04"),
    ]
    text = await shown(database, rows)
    assert all(code in text for code in ("K00-001", "K00-002", "K00-003"))


async def test_the_eight_busiest_kecamatan_and_the_sum_of_the_others(database: Database):
    numbers = iter(range(1, 200))
    rows = [
        report(next(numbers), NOON, region=f"14.04.{district:02}.2002", decided="rejected")
        for district in range(1, 13)
        for _ in range(13 - district)
    ]
    text = await shown(database, rows)
    lines = [line.removeprefix("<blockquote expandable>") for line in text.splitlines()]
    for place, name in enumerate(DISTRICTS, start=1):
        assert (f"{name} {13 - place}" in lines) == (place <= 8)
    assert f"Kecamatan lain {4 + 3 + 2 + 1}</blockquote>" in lines


async def test_zeros_are_not_listed_and_changes_are(database: Database):
    rows = [
        report(1, NOON, category="land", region="14.04.01"),
        report(2, NOON, category="land", region="14.04.01"),
        report(3, NOON - DAY, category="land", region="14.04.02"),
        report(4, NOON - DAY, category="flood", region="14.04.02"),
    ]
    rows = [row | {"status": "rejected"} for row in rows]
    text = await shown(database, rows)
    assert "Keamanan 2 (+1)" in text
    assert "Reteh 2 (+2)" in text
    assert not any(absent in text for absent in ("banjir", "Bencana", "Ekonomi", "Enok"))


async def test_against_an_empty_day_no_changes_are_shown(database: Database):
    text = await shown(database, [report(1, NOON)])
    assert not re.search(r"[+−]\d", text)


async def test_the_event_of_another_day_is_dated(database: Database):
    rows = [approved(1, happened_at=NOON), approved(2, happened_at=NOON - 3 * DAY)]
    text = await shown(database, rows)
    assert text.count("18 Nov") == 1
    assert text.count("21 Nov;") == 0


async def test_a_week_dates_every_event_its_first_day_too(database: Database):
    monday = datetime(2026, 11, 16, 5, tzinfo=UTC)
    text = await shown(database, [approved(1, happened_at=monday)], period=Period.WEEKLY)
    assert "(16 Nov; " in text


BIG = Figures(
    counted_at=NOW,
    submitted=Tally(12_345, 6_789),
    urgent=Tally(1_234, 0),
    categories=(Slice("land", 12_345, 6_789, "security"),),
    kecamatan=(),
    states=(Slice("approved", 12_345, 6_789),),
    approved=Tally(0, 0),
    rejected=Tally(0, 0),
    withdrawn=Tally(0, 0),
    waiting=Waiting(),
    matters=(),
)


def edition_of(figures: Figures, period: Period = Period.DAILY, *, until: datetime | None = None):
    span = running(period, until, ZONE) if until else containing(period, SATURDAY, ZONE)
    return Edition(
        key=span.key,
        period=period.value,
        starts_at=span.start,
        ends_at=span.end,
        complete=span.complete,
        figures=figures.to_json(),
        created_at=NOW,
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("id", ["12.345", "6.789", "1.234", "(+5.556)"]), ("en", ["12,345", "6,789", "(+5,556)"])],
)
async def test_numbers_are_written_as_the_language_does(
    database: Database, language: str, expected: list[str]
):
    (text,) = await database.read(
        lambda session: draw(session, edition_of(BIG), words(language), OFFICE)
    )
    assert all(number in text for number in expected)


@in_both_languages
async def test_the_gist_has_every_number_a_leader_asks_for(database: Database, language: str):
    waiting = Waiting(count=44, urgent=5, oldest=NOW - timedelta(days=3, hours=9))
    figures = replace(
        BIG,
        submitted=Tally(77, 66),
        urgent=Tally(8),
        approved=Tally(11),
        rejected=Tally(22),
        withdrawn=Tally(33),
        waiting=waiting,
    )
    (text,) = await database.read(
        lambda session: draw(session, edition_of(figures), words(language), OFFICE)
    )
    gist = text.split("\n\n")[1]
    assert re.findall(r"\d+", gist) == ["77", "66", "8", "11", "22", "33", "44", "5", "3"]


@pytest.mark.parametrize("period", list(Period))
@in_both_languages
async def test_a_running_digest_says_until_when(database: Database, period, language: str):
    until = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    edition = edition_of(BIG, period, until=until)
    (text,) = await database.read(lambda s: draw(s, edition, words(language), OFFICE))
    clock = {"id": "14.30 WIB", "en": "14:30 WIB"}[language]
    assert clock in text.splitlines()[1]


@pytest.mark.parametrize(
    ("period", "day", "indonesian", "english"),
    [
        (Period.DAILY, SATURDAY, "Sabtu, 21 November 2026", "Saturday, 21 November 2026"),
        (Period.WEEKLY, SATURDAY, "16–22 November 2026", "16–22 November 2026"),
        (
            Period.WEEKLY,
            date(2026, 10, 1),
            "28 September – 4 Oktober 2026",
            "28 September – 4 October 2026",
        ),
        (
            Period.WEEKLY,
            date(2027, 1, 1),
            "28 Desember 2026 – 3 Januari 2027",
            "28 December 2026 – 3 January 2027",
        ),
        (Period.MONTHLY, date(2026, 5, 31), "Mei 2026", "May 2026"),
    ],
    ids=["day", "week", "week over two months", "week over two years", "month"],
)
def test_a_period_has_a_name_in_words(period, day, indonesian, english):
    span = containing(period, day, ZONE)
    assert (period_name(span, "id"), period_name(span, "en")) == (indonesian, english)


def own(language: str) -> dict[str, tuple[str, ...]]:
    library = Library(ZONE, "WIB", extra=(digests.TEMPLATES,))
    keys = library.keys(language)
    return {key: names for key, names in keys.items() if key.startswith("digest.")}


def test_both_languages_have_the_same_macros_and_arguments():
    assert own("id") == own("en")


@in_both_languages
async def test_every_macro_is_drawn_by_a_busy_week(database: Database, language: str):
    drawn: set[str] = set()
    library = Library(
        ZONE, "WIB", extra=(digests.TEMPLATES,), trace=lambda key, text: drawn.add(key)
    )
    rows = [
        approved(number, region=f"14.04.{number:02}", category=category)
        for number, category in enumerate(["land", "flood", "theft"] * 4, start=1)
    ]
    rows += [report(20, NOON, region="nowhere"), report(21, NOON - 7 * DAY, decided="rejected")]
    await database.run(lambda session: keep(session, rows))
    await database.run(lambda session: enrol(session, "Darmi", NOON, "agent", "14.04.01"))

    def week(session: Session) -> None:
        edition = prepare(session, OFFICE, Period.WEEKLY, SATURDAY, NOW + DAY, send=False).edition
        draw(session, edition, library.in_(language), OFFICE)

    await database.read(week)
    assert drawn == set(own(language))
