"""The figures of a period, against a count by hand."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from digests.figures import NAMED, Figures, Slice, Tally, count
from digests.matters import LIMITS
from digests.periods import Period, Span, containing, last_complete, running
from storage.database import Database
from tests.digests.world import NOW, OFFICE, ZONE, Queries, keep, random_reports, report

SOURCE = "ABCFDE"  # best first; F and 6 mean not judged
INFORMATION = "123645"
Row = dict[str, Any]
SPANS = [
    *(last_complete(period, NOW, ZONE) for period in Period),
    *(running(period, NOW + timedelta(hours=5), ZONE) for period in Period),
    containing(Period.DAILY, date(2026, 10, 30), ZONE),
]


async def counted(database: Database, span: Span, rows: list[Row]) -> Figures:
    await database.run(lambda session: keep(session, rows))
    return await database.run(lambda session: count(session, span, NOW, OFFICE))


def within(rows, key, span):
    return [row for row in rows if row[key] and span.start <= row[key] < span.end]


def slices(rows, span, key_of) -> set[tuple[str, int, int]]:
    present = Counter(map(key_of, within(rows, "submitted_at", span)))
    past = Counter(map(key_of, within(rows, "submitted_at", span.before())))
    return {(key, present[key], past[key]) for key in present | past}


def plain(several: tuple[Slice, ...]) -> set[tuple[str, int, int]]:
    return {(one.key, one.now, one.before) for one in several}


def kecamatan_of(row) -> str:
    code = row["region"][:8]
    return code if len(row["region"]) >= 8 and code.startswith("14.04.") else ""


def weight_of(row):
    source = SOURCE.index(row["grade_source"] or "F")
    information = INFORMATION.index(row["grade_information"] or "6")
    return (
        row["urgency"] != "urgent",
        source + information,
        information,
        -OFFICE.category(row["category"]).weight,
        -row["submitted_at"].timestamp(),
        -row["id"],
    )


@pytest.mark.parametrize("seed", range(3))
async def test_figures_equal_a_count_by_hand(database: Database, seed: int):
    edges = [moment for span in SPANS for moment in (span.start, span.end, span.before().start)]
    rows = random_reports(seed, 400, edges)
    await database.run(lambda session: keep(session, rows))
    for span in SPANS:
        figures = await database.run(partial(count, span=span, now=NOW, office=OFFICE))
        before = span.before()

        def tally(key, test, rows=rows, span=span, before=before):
            return Tally(*(sum(map(test, within(rows, key, one))) for one in (span, before)))

        assert figures.submitted == tally("submitted_at", lambda row: True)
        assert figures.urgent == tally("submitted_at", lambda row: row["urgency"] == "urgent")
        assert plain(figures.categories) == slices(rows, span, lambda row: row["category"])
        assert plain(figures.states) == slices(rows, span, lambda row: row["status"])
        assert plain(figures.kecamatan) == slices(rows, span, kecamatan_of)
        for decision in ("approved", "rejected", "withdrawn"):
            expected = tally("decided_at", lambda row, it=decision: row["status"] == it)
            assert getattr(figures, decision) == expected
        approved = [row for row in within(rows, "decided_at", span) if row["status"] == "approved"]
        best = sorted(approved, key=weight_of)[: LIMITS[span.period]]
        assert figures.matters == tuple(row["id"] for row in best)
        waiting = [row for row in rows if row["status"] == "waiting"]
        named = sorted(
            waiting, key=lambda row: (row["urgency"] != "urgent", row["submitted_at"], row["id"])
        )
        assert figures.waiting.count == len(waiting)
        assert figures.waiting.urgent == sum(row["urgency"] == "urgent" for row in waiting)
        assert figures.waiting.oldest == min(row["submitted_at"] for row in waiting)
        assert figures.waiting.ids == tuple(row["id"] for row in named[:NAMED])


DAY = containing(Period.DAILY, date(2026, 11, 21), ZONE)
NOON = DAY.start + timedelta(hours=12)


def graded(number: int, grade: str, **changes: Any) -> Row:
    source, information = grade[0], grade[1]
    grades = {"grade_source": source, "grade_information": information}
    return report(number, NOON, decided="approved", **grades, **changes)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (graded(1, "E5", urgency="urgent"), graded(2, "A1")),
        (graded(1, "B2"), graded(2, "C2")),
        (graded(1, "C3"), graded(2, "F3")),
        (graded(1, "F3"), graded(2, "D3")),
        (graded(1, "C3"), graded(2, "C6")),
        (graded(1, "C6"), graded(2, "C4")),
        (graded(1, "F1"), graded(2, "A5")),
        (graded(1, "C1"), graded(2, "A3")),
        (graded(1, "B2", category="land"), graded(2, "B2", category="protest")),
        (graded(1, "B2", category="prices"), graded(2, "C2", category="land")),
        (
            graded(1, "B2"),
            graded(2, "B2") | {"submitted_at": NOON - timedelta(minutes=1)},
        ),
        (graded(2, "B2"), graded(1, "B2")),
    ],
    ids=[
        "danger before any grade",
        "the better source",
        "an unknown source is below the third step",
        "an unknown source is above a doubtful one",
        "unjudged content is below the third step",
        "unjudged content is above the doubtful",
        "a confirmed tale of a stranger before an unlikely one of a friend",
        "of equal sums the better content",
        "the heavier category",
        "the grade before the category",
        "the newer",
        "the later number of the same moment",
    ],
)
async def test_what_matters_more_comes_first(database: Database, first: Row, second: Row):
    figures = await counted(database, DAY, [second, first])
    assert figures.matters == (first["id"], second["id"])


@pytest.mark.parametrize(("period", "limit"), [("daily", 10), ("weekly", 10), ("monthly", 15)])
async def test_what_matters_has_a_limit(database: Database, period: str, limit: int):
    rows = [graded(number, "B2") for number in range(1, 21)]
    span = containing(Period(period), date(2026, 11, 21), ZONE)
    figures = await counted(database, span, rows)
    assert len(figures.matters) == limit
    assert figures.approved.now == 20


async def test_a_category_knows_its_group_even_when_the_profile_dropped_it(database: Database):
    rows = [report(1, NOON, category="flood"), report(2, NOON, category="dropped")]
    figures = await counted(database, DAY, rows)
    assert {one.key: one.group for one in figures.categories} == {
        "flood": "nature",
        "dropped": OFFICE.category("dropped").group,
    }


async def test_the_largest_slice_comes_first(database: Database):
    categories = ["flood", "land", "land", "theft", "land", "theft"]
    rows = [
        report(number, NOON, category=category)
        for number, category in enumerate(categories, start=1)
    ]
    figures = await counted(database, DAY, rows)
    assert [one.key for one in figures.categories] == ["land", "theft", "flood"]


async def test_an_event_is_named_once_and_leaves_room_for_the_others(database: Database):
    of_one = [graded(number, "A1") for number in range(1, 31)]
    for row in of_one:
        row["merged_into"] = None if row["id"] == 1 else 1
    others = [graded(number, "C3") for number in range(31, 34)]
    waiting = [report(40, NOON), report(41, NOON, merged_into=40)]
    rows = [row | {"merged_into": row.get("merged_into")} for row in (*of_one, *others, *waiting)]
    figures = await counted(database, DAY, rows)
    assert set(figures.matters) == {1, 31, 32, 33}
    assert figures.approved == Tally(33, 0)
    assert (figures.waiting.count, figures.waiting.ids) == (2, (40,))


async def test_an_empty_office_has_empty_figures(database: Database):
    figures = await counted(database, DAY, [])
    assert figures.submitted == figures.urgent == figures.approved == Tally(0, 0)
    assert (figures.categories, figures.kecamatan, figures.matters) == ((), (), ())
    assert (figures.waiting.count, figures.waiting.oldest) == (0, None)


async def test_figures_survive_json_and_hold_no_words(database: Database):
    rows = [
        graded(1, "B2", text="RAHASIA"),
        report(2, NOON, text="RAHASIA", reason_text="RAHASIA"),
    ]
    figures = await counted(database, DAY, rows)
    written = json.dumps(figures.to_json())
    assert Figures.from_json(json.loads(written)) == figures
    assert Figures.from_json(figures.to_json()) == figures
    assert "RAHASIA" not in written


async def test_the_number_of_queries_does_not_grow_with_the_reports(database: Database):
    rows = random_reports(7, 300, [datetime(2026, 11, 1, tzinfo=UTC)])
    await database.run(lambda session: keep(session, rows))
    queries = Queries(database)
    span = last_complete(Period.MONTHLY, NOW, ZONE)
    await database.run(lambda session: count(session, span, NOW, OFFICE))
    assert len(queries.statements) <= 12
