"""What holds after any fault: one report, one card, one receipt, one decision, one outcome."""

import pytest

from storage.outbox import State
from storage.tables import Outbox, Poison
from tests.conftest import SCENES
from tests.conversations.test_decisions import log_of
from tests.world import Phone, World

# A fault is Telegram's and is met before any database: which engine lies below makes no
# difference but where two units meet. Those tests take every scene, the others the first.
one_scene = pytest.mark.parametrize("office", SCENES[:1], indirect=True, ids=["one-scene"])
STORY = "Air sungai naik cepat"
UNFINISHED = (State.WAITING, State.SENDING, State.UNSURE)


async def filled_in(office: World, name: str = "Siti", text: str = STORY) -> Phone:
    """Somebody who has the review of a tip before them."""
    citizen = await office.citizen(name)
    await citizen.says(text)
    await citizen.says(office.place)
    return citizen


async def passes(office: World, seconds: float) -> None:
    """Time goes by at the office and at Telegram."""
    await office.sandbox.advance(seconds)
    office.clock.passes(seconds=seconds)
    await office.settled()


async def waits(office: World, citizen: Phone, desk: Phone) -> None:
    """The report of the citizen is there once, with one card, and nobody has decided."""
    assert [(one.status, one.version) for one in await office.reports()] == [("waiting", 1)]
    assert len(await desk.seen("desk.card")) == 1
    assert len(await citizen.seen("citizen.receipt")) == 1
    assert await log_of(office) == [("submitted", "waiting")]
    await nothing_is_left(office)


async def kept(office: World, citizen: Phone, desk: Phone) -> None:
    """The promise, after an officer has approved the only report there is."""
    assert [one.status for one in await office.reports()] == ["approved"]
    assert await log_of(office) == [("submitted", "waiting"), ("approved", "approved")]
    assert len(await citizen.seen("citizen.receipt")) == 1
    assert len(await citizen.seen("citizen.outcome_approved")) == 1
    [card] = await desk.seen("desk.card")
    assert "Hasan" in card.text
    assert office.label("id", "desk.approve_default", {}) not in card.labels
    await nothing_is_left(office)


async def nothing_is_left(office: World) -> None:
    """No message is stuck on its way, and no update was too much for the program."""
    assert [row.kind for row in await office.rows(Outbox) if row.state in UNFINISHED] == []
    assert await office.rows(Poison) == []
