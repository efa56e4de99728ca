"""Officers link reports; those of one event are decided together, each with its own reporter."""

import asyncio

import pytest

from desk import enrolment
from desk.codes import shown
from desk.rights import Role
from storage.tables import Link
from tests.conversations.test_decisions import officer_at_desk
from tests.world import Phone, World

FLOOD = (
    "Banjir setinggi lutut di dekat jembatan pasar",
    "banjr selutut dekat jembatan pasar",
    "Air banjir sudah masuk rumah dekat jembatan pasar",
)


async def tells(office: World, name: str, text: str) -> Phone:
    citizen = await office.citizen(name)
    await citizen.says(text)
    await citizen.says(office.place)
    await citizen.taps("form.send")
    return citizen


async def floods(office: World, count: int = 2) -> list[Phone]:
    names = ("Siti", "Budi", "Ani")
    return [await tells(office, names[one], FLOOD[one]) for one in range(count)]


async def links(
    office: World, desk: Phone, report: int, other: int, kind: str = "same", version: int = 1
) -> str:
    """Press what the keyboard of similar reports would offer; returns the toast."""
    data = f"d|{report}|{version}|link|{kind}:{other}"
    return (await desk.presses(await desk.sees("desk.card"), data)).text


async def states(office: World) -> list[tuple[str, str | None, int | None]]:
    return [(one.status, one.grade_information, one.merged_into) for one in await office.reports()]


async def code(office: World, number: int) -> str:
    return shown((await office.reports())[number - 1].code)


async def test_a_card_proposes_similar_reports_with_the_reason_and_links_at_a_tap(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    assert await code(office, 1) in (await desk.sees("linking.mark_similar")).text
    await desk.taps("desk.more")
    await desk.taps("linking.key", count=1)
    panel = await desk.sees("linking.panel")
    assert "banjir" in panel.text and await code(office, 1) in panel.text
    await desk.taps("linking.link_key", number=1, kind="confirms")
    [link] = await office.rows(Link)
    assert (link.report_id, link.other_id, link.kind) == (1, 2, "confirms")
    cards = await desk.seen("linking.mark_linked")
    assert [await code(office, 2) in cards[0].text, await code(office, 1) in cards[1].text] == [
        True,
        True,
    ]
    assert not await desk.seen("linking.panel")


async def test_nothing_similar_gives_no_hint(office: World) -> None:
    desk = await officer_at_desk(office)
    await tells(office, "Siti", FLOOD[0])
    await tells(office, "Budi", "Motor dicuri di parkiran masjid")
    assert not await desk.seen("linking.mark_similar")


@pytest.mark.parametrize("decided", [1, 2])
async def test_one_decision_is_one_for_all_of_an_event_and_every_reporter_is_told(
    office: World, decided: int
) -> None:
    desk = await officer_at_desk(office)
    citizens = await floods(office)
    await links(office, desk, 2, 1)
    card = (await desk.seen("desk.card"))[decided - 1]
    toast = await desk.presses(card, f"d|{decided}|1|approve|F3")
    assert toast.text == office.label(
        "id",
        "desk.approved",
        {"code": await code(office, decided), "grade": "F3", "told": True, "along": 1},
    )
    assert await states(office) == [("approved", "3", None), ("approved", "3", 1)]
    for citizen in citizens:
        assert len(await citizen.seen("citizen.outcome_approved")) == 1


async def test_a_rejection_too_with_its_reason_for_each(office: World) -> None:
    desk = await officer_at_desk(office)
    citizens = await floods(office)
    await links(office, desk, 1, 2)
    await desk.taps("desk.reject")
    await desk.taps("desk.reason_label", key="known")
    reports = await office.reports()
    assert [(one.status, one.reason) for one in reports] == [("rejected", "known")] * 2
    for citizen in citizens:
        assert await citizen.sees("citizen.outcome_rejected")


async def test_joining_joined_ones_gives_one_head_the_oldest(office: World) -> None:
    desk = await officer_at_desk(office)
    citizens = await floods(office, 3)
    await links(office, desk, 3, 2)
    assert [head for _, _, head in await states(office)] == [None, None, 2]
    await links(office, desk, 3, 1)
    assert [head for _, _, head in await states(office)] == [None, 1, 1]
    await desk.presses(await desk.sees("desk.card"), "d|3|1|approve|F6")
    assert {status for status, _, _ in await states(office)} == {"approved"}
    for citizen in citizens:
        assert await citizen.sees("citizen.outcome_approved")


async def test_what_joins_a_decided_event_is_decided_at_once(office: World) -> None:
    desk = await officer_at_desk(office)
    [siti] = await floods(office, 1)
    await desk.presses(await desk.sees("desk.card"), "d|1|1|approve|F3")
    budi = await tells(office, "Budi", FLOOD[1])
    toast = await links(office, desk, 2, 1)
    values = {"code": await code(office, 2), "other": await code(office, 1), "kind": "same"}
    assert toast == office.label("id", "linking.linked", {**values, "along": 1})
    assert await states(office) == [("approved", "3", None), ("approved", "3", 1)]
    assert await budi.sees("citizen.outcome_approved")
    assert len(await siti.seen("citizen.outcome_approved")) == 1


async def test_approved_and_rejected_are_never_one_event(office: World) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    await desk.presses(await desk.sees("desk.card"), "d|1|1|approve|F3")
    await desk.presses(await desk.sees("desk.card"), "d|2|1|reject|known")
    toast = await links(office, desk, 2, 1, version=2)
    assert toast == office.label("id", "linking.decided_apart", {})
    assert [head for _, _, head in await states(office)] == [None, None]
    assert await office.rows(Link) == []


async def test_parted_reports_are_decided_apart_again(office: World) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    await links(office, desk, 2, 1)
    await desk.presses(await desk.sees("desk.card"), "d|2|1|panel|links")
    toast = await desk.taps("linking.part_key", code=await code(office, 1))
    assert toast.text
    assert [head for _, _, head in await states(office)] == [None, None]
    assert await office.rows(Link) == []
    await desk.presses(await desk.sees("desk.card"), "d|2|1|approve|F6")
    assert [status for status, _, _ in await states(office)] == ["waiting", "approved"]


async def test_who_takes_the_head_back_leaves_the_event_to_the_others(office: World) -> None:
    desk = await officer_at_desk(office)
    siti, *_ = await floods(office, 3)
    await links(office, desk, 3, 2)
    await links(office, desk, 3, 1)
    await siti.says("📋 Laporan saya")
    await siti.taps((await siti.last()).buttons[0][0].text)
    await siti.taps("citizen.withdraw")
    await siti.taps("citizen.yes_withdraw")
    assert [head for _, _, head in await states(office)] == [None, None, 2]
    await desk.presses(await desk.sees("desk.card"), "d|3|1|approve|F6")
    assert [one for one, _, _ in await states(office)] == ["withdrawn", "approved", "approved"]


async def test_two_officers_who_decide_two_of_one_event_decide_once(office: World) -> None:
    hasan, rina = [await officer_at_desk(office, name) for name in ("Hasan", "Rina")]
    citizens = await floods(office)
    await links(office, hasan, 2, 1)
    cards = await hasan.seen("desk.card")
    first = await hasan.person.forges(cards[0], "d|1|1|approve|F3")
    second = await rina.person.forges(cards[1], "d|2|1|reject|known")
    await asyncio.gather(first, second)
    await office.settled()
    reports = await office.reports()
    assert len({(one.status, one.decided_by) for one in reports}) == 1
    assert [one.version for one in reports] == [2, 2]
    for citizen in citizens:
        outcomes = ("citizen.outcome_approved", "citizen.outcome_rejected")
        assert sum([len(await citizen.seen(key)) for key in outcomes]) == 1


async def test_two_officers_who_link_from_both_ends_make_one_link(office: World) -> None:
    hasan, rina = [await officer_at_desk(office, name) for name in ("Hasan", "Rina")]
    await floods(office)
    cards = await hasan.seen("desk.card")
    first = await hasan.person.forges(cards[0], "d|1|1|link|same:2")
    second = await rina.person.forges(cards[1], "d|2|1|link|same:1")
    await asyncio.gather(first, second)
    await office.settled()
    assert len(await office.rows(Link)) == 1
    assert [head for _, _, head in await states(office)] == [None, 1]


async def test_an_event_with_the_officers_own_report_is_left_to_another(office: World) -> None:
    officer = await office.officer("Hasan", Role.VERIFIER)
    rina = await officer_at_desk(office, "Rina")
    public = Phone(office, officer.person, office.public)
    await public.starts()
    await public.says(FLOOD[0])
    await public.says(office.place)
    await public.taps("form.send")
    await tells(office, "Budi", FLOOD[1])
    desk = office.at_desk(officer)
    own = office.label("id", "desk.own_report", {})
    assert await links(office, desk, 2, 1) == own
    await links(office, rina, 2, 1)
    toast = await desk.presses(await desk.sees("desk.card"), "d|2|1|approve|F6")
    assert toast.text == own
    assert {status for status, _, _ in await states(office)} == {"waiting"}


async def test_an_event_of_which_another_officer_holds_a_report_waits(office: World) -> None:
    hasan, rina = [await officer_at_desk(office, name) for name in ("Hasan", "Rina")]
    await floods(office)
    await links(office, hasan, 2, 1)
    await rina.presses((await rina.seen("desk.card"))[0], "d|1|1|take|")
    toast = await hasan.presses(await hasan.sees("desk.card"), "d|2|1|approve|F6")
    assert "Rina" in toast.text
    assert {status for status, _, _ in await states(office)} == {"waiting"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("d|1|1|link|same:1", id="with itself"),
        pytest.param("d|1|1|link|same:999", id="with a report that does not exist"),
        pytest.param("d|1|1|link|same:-1", id="with a negative id"),
        pytest.param("d|1|1|link|same:99999999999999999999", id="with a number too large"),
        pytest.param("d|1|1|link|same:", id="with nothing"),
        pytest.param("d|1|1|link|twin:2", id="in an unknown way"),
        pytest.param("d|1|9|link|same:2", id="at a version of the future"),
        pytest.param("d|1|1|part|2", id="parting what was never linked"),
        pytest.param("d|1|1|part|x", id="parting from no number"),
        pytest.param("d|999|1|link|same:2", id="of a report that does not exist"),
    ],
)
async def test_a_forged_link_gets_a_toast_and_changes_nothing(office: World, data: str) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    toast = await desk.presses(await desk.sees("desk.card"), data)
    assert toast.text
    assert await office.rows(Link) == []
    assert {one.merged_into for one in await office.reports()} == {None}
    assert "poison" not in office.log.getvalue()


async def test_one_event_is_not_called_anything_else_before_it_is_parted(office: World) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    await links(office, desk, 2, 1)
    toast = await links(office, desk, 2, 1, "contradicts")
    other = await code(office, 1)
    assert toast == office.label("id", "linking.same_already", {"code": other})
    assert [one.kind for one in await office.rows(Link)] == ["same"]


async def test_a_removed_officer_links_nothing(office: World) -> None:
    desk = await officer_at_desk(office)
    await floods(office)
    vault = office.product.house.vault
    await office.product.database.run(
        lambda session: enrolment.remove(session, vault, desk.person.id, office.clock())
    )
    assert (await links(office, desk, 2, 1)) == office.label("id", "desk.not_allowed", {})
    assert await office.rows(Link) == []


async def test_a_withdrawn_report_is_linked_to_nothing(office: World) -> None:
    desk = await officer_at_desk(office)
    siti, _ = await floods(office)
    await siti.says("📋 Laporan saya")
    await siti.taps((await siti.last()).buttons[0][0].text)
    await siti.taps("citizen.withdraw")
    await siti.taps("citizen.yes_withdraw")
    toast = await links(office, desk, 2, 1)
    assert toast == office.label("id", "linking.not_linkable", {})


async def test_a_digest_names_an_event_once_and_counts_its_reports(office: World) -> None:
    leader = await office.officer("Bupati", Role.LEADER)
    desk = await officer_at_desk(office)
    await floods(office)
    await links(office, desk, 2, 1)
    await desk.presses(await desk.sees("desk.card"), "d|2|1|approve|F3")
    office.clock.passes(minutes=1)
    await leader.taps("staff.key_today")
    text = (await leader.last()).text
    assert await code(office, 1) in text and await code(office, 2) not in text
