"""An officer grades the source, then the information; the first figure needs a witness."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session

from desk import repute
from storage.database import Database
from storage.tables import Link, Source
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.conversations.test_linking import floods, links
from tests.digests.world import keep, report
from tests.world import World

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)


async def test_the_letter_comes_first_then_the_figure_which_approves(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    await desk.taps("desk.approve_graded")
    assert await desk.seen("desk.panel_grade")
    await desk.taps("desk.source_key", letter="C")
    assert (await office.reports())[0].status == "waiting"
    assert await desk.seen("desk.panel_info")
    await desk.taps("desk.grade", grade="C2")
    [one] = await office.reports()
    assert (one.status, one.grade_source, one.grade_information) == ("approved", "C", "2")


async def test_the_first_figure_is_not_offered_and_a_forged_one_is_refused(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    card = await desk.sees("desk.card")
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="A")
    labels = (await desk.sees("desk.panel_info")).labels
    assert office.label("id", "desk.grade", {"grade": "A2"}) in labels
    assert office.label("id", "desk.grade", {"grade": "A1"}) not in labels
    toast = await desk.presses(card, "d|1|1|approve|A1")
    assert toast.text == office.label("id", "desk.no_witness", {})
    assert (await office.reports())[0].status == "waiting"


@pytest.mark.parametrize("kind", ["same", "confirms"])
async def test_with_a_second_source_the_first_figure_is_offered(office: World, kind: str) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    await links(office, desk, 2, 1, kind)
    await desk.presses(await desk.sees("desk.card"), "d|2|1|panel|info_B")
    await desk.taps("desk.grade", grade="B1")
    assert (await office.reports())[1].grade_information == "1"


async def test_the_same_source_twice_is_no_witness_nor_is_who_contradicts(office: World) -> None:
    desk = await officer_at_desk(office)
    [siti, _] = await floods(office)
    await links(office, desk, 2, 1, "contradicts")
    await siti.says("Banjir masih setinggi lutut di dekat jembatan pasar")
    await siti.says(office.place)
    await siti.taps("form.send")
    await links(office, desk, 3, 1)
    for version in ("d|1|1", "d|3|1"):
        toast = await desk.presses(await desk.sees("desk.card"), f"{version}|approve|A1")
        assert toast.text == office.label("id", "desk.no_witness", {})


async def test_a_source_with_a_record_has_a_letter_proposed(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    for number, text in enumerate(("Pohon tumbang", "Motor dicuri", "Harga beras naik"), start=1):
        await desk.presses(await desk.sees("desk.card"), f"d|{number}|1|approve|F6")
        await citizen.says(text)
        await citizen.says(office.place)
        await citizen.taps("form.send")
    await desk.taps("desk.approve_graded")
    labels = (await desk.sees("desk.panel_grade")).labels
    assert office.label("id", "desk.source_key_proposed", {"letter": "C"}) in labels


def told(number: int, source: str, status: str, **changes: Any) -> dict[str, Any]:
    return report(number, NOW, source_id=source, decided=status, **changes)


@pytest.mark.parametrize(
    ("approved", "confirmed", "refuted", "letter"),
    [
        pytest.param(0, 0, 0, "F", id="nothing known"),
        pytest.param(2, 2, 0, "F", id="too little"),
        pytest.param(3, 0, 0, "C", id="approved, and nobody confirmed any"),
        pytest.param(3, 1, 0, "B", id="one confirmed"),
        pytest.param(10, 3, 0, "A", id="ten, three confirmed, none refuted"),
        pytest.param(10, 3, 1, "B", id="one refuted is no A"),
        pytest.param(3, 1, 2, "C", id="three of five"),
        pytest.param(1, 1, 2, "D", id="one of three"),
        pytest.param(0, 0, 3, "E", id="none of three"),
    ],
)
def test_the_letter_follows_from_the_record(
    approved: int, confirmed: int, refuted: int, letter: str
) -> None:
    assert repute.Repute(approved, confirmed, refuted).letter == letter


async def test_only_what_says_something_about_the_truth_counts(database: Database) -> None:
    rows = [
        told(1, "s1", "approved"),
        told(2, "s1", "approved"),  # confirmed by 11
        told(3, "s1", "approved"),  # contradicted by 12
        told(4, "s1", "approved"),  # confirmed by nobody but the source itself
        told(5, "s1", "rejected", reason="not_confirmed"),
        told(6, "s1", "rejected", reason="unclear"),
        told(7, "s1", "approved"),  # contradicted by 13, which was rejected
        report(8, NOW, source_id="s1"),
        told(11, "s2", "approved"),
        told(12, "s2", "approved"),
        told(13, "s2", "rejected", reason="no_event"),
    ]
    pairs = [(2, 11, "same"), (3, 12, "contradicts"), (1, 4, "confirms"), (7, 13, "contradicts")]

    def unit(session: Session) -> repute.Repute:
        other = Source(id="s2", codename="Bakau", bot="public", language="id", created_at=NOW)
        session.add(other)
        keep(session, rows)
        for one, its, kind in pairs:
            session.add(Link(report_id=one, other_id=its, kind=kind, by=1, at=NOW))
        session.flush()
        return repute.of(session, "s1")

    assert await database.run(unit) == repute.Repute(approved=4, confirmed=1, refuted=2)
