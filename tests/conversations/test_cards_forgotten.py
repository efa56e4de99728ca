"""Cards in the chat of which the bot knows nothing any more, or knows a newer one."""

from sqlmodel import Session, delete

from sandbox.client import Shown
from storage.tables import Card
from tests.conversations.desks import THREE_WEEKS, events, officer, report_of, reported
from tests.world import Phone, World

QUESTION = "Apakah jalannya masih bisa dilewati?"


async def forgotten(office: World) -> tuple[Phone, Phone, Shown]:
    """A card that hangs in the chat and stands in no table, three weeks and a restart later."""
    desk = await officer(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")

    def forget(session: Session) -> None:
        session.execute(delete(Card))

    await office.product.database.run(forget)
    office.clock.passes(days=THREE_WEEKS)
    await office.stops()
    await office.starts()
    return desk, citizen, card


async def test_a_reply_to_a_forgotten_card_is_sent_to_nobody_and_that_is_said(
    office: World,
) -> None:
    desk, citizen, card = await forgotten(office)
    before = await events(office)
    await desk.says(QUESTION, reply_to=card)
    assert len(await desk.seen("asking.no_card")) == 1
    assert not await citizen.seen("asking.question") and await events(office) == before


async def test_the_buttons_of_a_forgotten_card_work_and_hang_a_new_one(office: World) -> None:
    desk, citizen, card = await forgotten(office)
    await desk.presses(card, "d|1|1|panel|reject")
    panel = await desk.sees("desk.panel_reject")
    assert panel.message_id > card.message_id
    await desk.says("Sudah kami periksa di tempat", reply_to=panel)
    assert (await report_of(office)).status == "rejected"
    assert await citizen.sees("citizen.outcome_rejected")


async def test_the_card_a_report_had_before_it_was_mended_takes_no_reply(office: World) -> None:
    desk = await officer(office)
    citizen = await reported(office)
    card = await desk.sees("desk.card")
    await desk.presses(card, "d|1|1|reject|unclear")
    await citizen.taps("mending.mend")
    await citizen.taps("form.send")
    newer = await desk.sees("desk.card")
    assert newer.message_id > card.message_id
    await desk.says(QUESTION, reply_to=card)
    assert await desk.seen("asking.no_card") and not await citizen.seen("asking.question")
    stale = await desk.presses(card, "d|1|1|approve|F6")
    assert office.trace.shows(stale.text, "desk.moved_on")
    await desk.says(QUESTION, reply_to=newer)
    assert await citizen.sees("asking.question")
