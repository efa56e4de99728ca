"""Calls that are refused, fail, or are answered too late, in the middle of a conversation."""

from functools import partial
from typing import Any

import pytest
from telegram.request import HTTPXRequest

from storage.outbox import State
from storage.pacer import Limits
from storage.tables import Outbox
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.faults.promise import filled_in, kept, nothing_is_left, one_scene, passes, waits
from tests.world import Phone, World

MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@one_scene
@pytest.mark.parametrize("whose", ["a chat", "everybody"])
async def test_fault_04_a_flood_delays_what_is_owed_and_doubles_nothing(
    office: World, whose: str
) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    review = await citizen.last()
    chat = citizen.person if whose == "a chat" else None
    await office.sandbox.stop_clock()
    await office.sandbox.floods(30, chat=chat)
    await citizen.taps("form.send", on=review)
    assert await citizen.seen("citizen.receipt") == []
    assert len(await desk.seen("desk.card")) == (0 if chat is None else 1)
    await passes(office, 31)
    await waits(office, citizen, desk)
    await office.sandbox.floods(30, chat=chat)
    await desk.taps("desk.approve_default")
    assert await citizen.seen("citizen.outcome_approved") == []
    await passes(office, 31)
    await kept(office, citizen, desk)


@one_scene
async def test_fault_05_cards_beyond_the_limit_of_a_minute_hang_in_the_next_ones_once_each(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    office.product.limits = Limits()  # so that what waits for a limit is not taken for unfinished
    await office.sandbox.stop_clock()
    await office.sandbox.limits(burst=100, group=2)
    for number in range(5):
        citizen = await filled_in(office, f"Warga{number}")
        await citizen.taps("form.send")
        assert len(await citizen.seen("citizen.receipt")) == 1
    assert len(await desk.seen("desk.card")) == 2
    for minute in (4, 5):
        await passes(office, 61)
        assert len(await desk.seen("desk.card")) == minute
    await nothing_is_left(office)


@one_scene
async def test_fault_06_a_server_that_fails_before_the_effect_delays_each_message_once(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    await office.sandbox.fail_next("sendMessage", code=502, times=2)
    await citizen.taps("form.send")
    await waits_a_little(office)
    # An answer in HTML may hide an effect, so what came first here says that it is repeated.
    await waits(office, citizen, desk)
    for method in ("sendMessage", "editMessageText"):
        await office.sandbox.fail_next(method, code=500, description="Internal Server Error")
    await desk.taps("desk.approve_default")
    await waits_a_little(office)
    await kept(office, citizen, desk)


@one_scene
@pytest.mark.parametrize("late", [False, True], ids=["an error", "a time-out"])
async def test_fault_06_what_took_effect_all_the_same_comes_at_most_once_more_and_says_so(
    office: World, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if late:  # the program waits five seconds: too long for a test
        monkeypatch.setattr(
            "bot.connections.HTTPXRequest", partial(HTTPXRequest, read_timeout=0.3)
        )
        await office.stops()
        await office.starts()
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    await fails_after(office, late, "sendMessage", times=2)
    await citizen.taps("form.send")
    await waits_a_little(office)
    cards, receipts = await desk.seen("desk.card"), await citizen.seen("citizen.receipt")
    assert ["dipasang ulang" in one.text for one in cards] == [False, True]
    assert ["dikirim ulang" in one.text for one in receipts] == [False, True]
    await fails_after(office, late, "sendMessage", bot=office.public)
    await fails_after(office, late, "editMessageText", bot=office.private)
    await desk.taps("desk.approve_default")
    await waits_a_little(office)
    outcomes = await citizen.seen("citizen.outcome_approved")
    assert ["dikirim ulang" in one.text for one in outcomes] == [False, True]
    assert len(await office.reports()) == 1
    assert ["Hasan" in one.text for one in await desk.seen("desk.card")] == [False, True]
    await nothing_is_left(office)


async def fails_after(office: World, late: bool, method: str, **more: Any) -> None:
    """The next calls do their work and are answered with an error, or too late."""
    trouble: dict[str, Any] = {"code": 200, "delay": 1.0} if late else {"code": 500}
    await office.sandbox.fail_next(method, after_effect=True, **trouble, **more)


async def waits_a_little(office: World) -> None:
    """Long enough for the second and third attempt."""
    for _ in range(3):
        await passes(office, 6)


@one_scene
async def test_fault_07_who_blocks_in_the_middle_finds_the_draft_again(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    await citizen.blocks()
    await passes(office, 3600)
    await office.tick()
    assert [row.kind for row in await office.rows(Outbox) if row.state == State.SENT] == []
    await citizen.unblocks()
    await citizen.starts()
    await citizen.taps("form.send")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)


@one_scene
async def test_fault_13_an_edit_that_changes_nothing_is_done(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await filled_in(office)
    await office.sandbox.fail_next(
        "editMessageText", bot=office.public, code=400, description=MODIFIED
    )
    await citizen.taps("form.danger")  # the review is drawn anew in its place
    await citizen.taps("form.send")
    card = await desk.sees("desk.card")
    await office.sandbox.fail_next(
        "editMessageText", bot=office.private, code=400, description=MODIFIED
    )
    await desk.taps("desk.approve_default")
    assert [one.message_id for one in await desk.seen("desk.card")] == [card.message_id]
    assert len(await citizen.seen("citizen.outcome_approved")) == 1
    await nothing_is_left(office)


@one_scene
async def test_fault_24_an_account_deleted_meanwhile_ends_its_own_messages_only(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    gone = await reported(office)
    await gone.person.deactivates()
    other = await filled_in(office, "Budi", "Pohon tumbang menutup jalan")
    await other.taps("form.send")
    for card in await desk.seen("desk.card"):
        await desk.presses(card, card.buttons[0][0].data or "")
    assert [one.status for one in await office.reports()] == ["approved", "approved"]
    assert len(await other.seen("citizen.outcome_approved")) == 1
    await nothing_is_left(office)


@one_scene
async def test_fault_24_a_username_that_changes_and_goes_stays_the_same_reporter(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen: Phone = await filled_in(office)
    await citizen.person.renames("Siti Aminah", username="siti_baru")
    await citizen.taps("form.send")
    await citizen.person.renames("S")
    await desk.taps("desk.approve_default")
    await kept(office, citizen, desk)
