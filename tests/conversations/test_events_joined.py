"""Events that are made of events: one head, one decision, everybody told once."""

from desk.codes import shown
from sandbox.client import Shown
from tests.conversations.desks import officer
from tests.conversations.test_linking import links, states, tells
from tests.world import Phone, World

FLOOD = "Banjir setinggi lutut di dekat jembatan pasar"


async def card_of(office: World, desk: Phone, number: int) -> Shown:
    """The card of one report at the desk."""
    code = shown((await office.reports())[number - 1].code)
    cards = await desk.seen("desk.card")
    return next(one for one in cards if one.text.partition(" · ")[0].endswith(code))


async def two_events(office: World) -> tuple[Phone, list[Phone]]:
    """Four reports of which two and two are one event."""
    desk = await officer(office)
    citizens = [await tells(office, name, FLOOD) for name in ("Siti", "Budi", "Ani", "Wati")]
    await links(office, desk, 2, 1)
    await links(office, desk, 4, 3)
    assert [head for *_, head in await states(office)] == [None, 1, None, 3]
    return desk, citizens


async def test_two_events_become_one_from_either_end_and_are_decided_once(office: World) -> None:
    desk, citizens = await two_events(office)
    await links(office, desk, 4, 2)
    assert [head for *_, head in await states(office)] == [None, 1, 1, 1]
    assert await links(office, desk, 1, 3)  # once more, from the heads
    assert [head for *_, head in await states(office)] == [None, 1, 1, 1]
    await desk.presses(await card_of(office, desk, 3), "d|3|1|approve|F3")
    assert {status for status, *_ in await states(office)} == {"approved"}
    for citizen in citizens:
        assert len(await citizen.seen("citizen.outcome_approved")) == 1


async def test_an_event_that_waits_joins_a_decided_one_whole(office: World) -> None:
    desk, citizens = await two_events(office)
    await desk.presses(await card_of(office, desk, 2), "d|2|1|reject|known")
    office.clock.passes(minutes=1)
    await desk.presses(await card_of(office, desk, 3), "d|3|1|link|same:1")
    assert {status for status, *_ in await states(office)} == {"rejected"}
    assert [head for *_, head in await states(office)] == [None, 1, 1, 1]
    for citizen in citizens:
        assert len(await citizen.seen("citizen.outcome_rejected")) == 1
    await desk.presses(await card_of(office, desk, 4), "d|4|2|undo|")
    assert {status for status, *_ in await states(office)} == {"waiting"}


async def test_an_approved_event_and_a_rejected_one_stay_apart(office: World) -> None:
    desk, _ = await two_events(office)
    await desk.presses(await card_of(office, desk, 1), "d|1|1|approve|F3")
    await desk.presses(await card_of(office, desk, 3), "d|3|1|reject|known")
    said = await desk.presses(await card_of(office, desk, 4), "d|4|2|link|same:2")
    assert said.text == office.label("id", "linking.decided_apart", {})
    assert [head for *_, head in await states(office)] == [None, 1, None, 3]
