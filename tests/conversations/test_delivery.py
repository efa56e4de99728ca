"""What was promised arrives: through outages, blocks, restarts and Telegram's limits."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from sandbox.client import Call
from storage import outbox
from storage.outbox import State
from storage.pacer import Limits
from storage.tables import Outbox, Pace, Poison, Seen, Source
from tests.conversations.test_decisions import officer_at_desk, reported
from tests.world import World, world


@pytest.fixture
def introduced() -> bool:
    return True


async def states(office: World, kind: str) -> list[str]:
    rows = await office.rows(Outbox)
    return [row.state for row in sorted(rows, key=lambda row: row.id or 0) if row.kind == kind]


async def test_who_blocked_the_bot_hears_the_outcome_after_coming_back(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.person.blocks(office.public)
    await office.settled()
    await desk.taps("desk.approve_default")
    assert await states(office, "outcome") == [State.GONE]
    [source] = await office.rows(Source)
    assert not source.reachable
    calls = [
        call
        for call in await office.sandbox.calls(bot=office.public, method="sendMessage")
        if not call.ok
    ]
    assert calls == []
    await citizen.person.unblocks(office.public)
    await citizen.starts()
    assert await citizen.sees("citizen.outcome_approved")
    assert await states(office, "outcome") == [State.SENT]


async def test_a_block_that_nobody_heard_of_ends_one_message_and_no_other(office: World) -> None:
    desk = await officer_at_desk(office)
    first = await reported(office)
    other = await office.citizen("Budi")
    await other.says("Pohon tumbang menutup jalan")
    await other.says(office.place)
    await other.taps("form.send")
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.public,
        code=403,
        description="Forbidden: bot was blocked by the user",
    )
    cards = await desk.seen("desk.card")
    for card in cards:
        approve = card.button("✅ Setujui (F6)").data or ""
        await desk.presses(card, approve)
    told = [await person.seen("citizen.outcome_approved") for person in (first, other)]
    assert sorted(len(messages) for messages in told) == [0, 1]


async def test_while_telegram_is_down_nothing_is_lost(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    review = await citizen.last()
    await office.sandbox.fail_next("sendMessage", code=502, times=3)
    await citizen.taps("form.send", on=review)
    for _ in range(6):
        office.clock.passes(minutes=2)
        await office.settled()
    assert len(await citizen.seen("citizen.receipt")) == 1
    assert len(await desk.seen("desk.card")) == 1


async def test_a_receipt_that_may_have_arrived_comes_once_more_and_says_so(
    office: World,
) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await office.sandbox.fail_next("sendMessage", bot=office.public, code=500, after_effect=True)
    await citizen.taps("form.send")
    office.clock.passes(seconds=5)
    await office.settled()
    receipts = await citizen.seen("citizen.receipt")
    assert len(receipts) == 2
    assert "dikirim ulang" not in receipts[0].text
    assert "dikirim ulang" in receipts[1].text


async def test_a_message_claimed_by_a_killed_courier_is_sent_once_more_marked(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)

    def as_if_killed(session: Session) -> None:
        for row in session.exec(select(Outbox)).all():
            if row.kind in ("receipt", "outcome"):
                row.state = State.SENDING
                session.add(row)

    await office.product.database.run(as_if_killed)
    await office.stops()
    await office.starts()
    await office.settled()
    assert len(await citizen.seen("citizen.receipt")) == 2
    assert len(await desk.seen("desk.card")) == 1


async def test_retry_after_is_obeyed_and_other_chats_go_on(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.private,
        code=429,
        description="Too Many Requests: retry after 30",
        parameters={"retry_after": 30},
    )
    await citizen.taps("form.send")
    assert await citizen.sees("citizen.receipt")
    assert await desk.seen("desk.card") == []
    office.clock.passes(seconds=31)
    await office.settled()
    assert len(await desk.seen("desk.card")) == 1


async def test_a_question_that_met_a_limit_comes_a_little_later(office: World) -> None:
    citizen = await office.citizen()
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.public,
        code=429,
        description="Too Many Requests: retry after 3",
        parameters={"retry_after": 3},
        times=2,
    )
    await citizen.says("Air sungai naik cepat")
    assert "form.question" in await citizen.keys()


async def test_a_group_that_became_a_supergroup_gets_its_cards_at_the_new_number(
    office: World,
) -> None:
    desk = await officer_at_desk(office)
    newer = await office.sandbox.group("Meja baru", bots=[office.private])
    await desk.person.joins(newer)
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.private,
        code=400,
        description="Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": newer.id},
    )
    await reported(office)
    assert [one for one in await newer.messages() if one.by_bot]


async def test_cards_that_wait_hang_anew_where_the_group_has_moved(office: World) -> None:
    desk = await officer_at_desk(office)
    await reported(office)
    newer = await office.sandbox.group("Meja baru", bots=[office.private])
    await desk.person.joins(newer)
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.private,
        code=400,
        description="Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": newer.id},
    )
    other = await office.citizen("Budi")
    await other.says("Pohon tumbang menutup jalan")
    await other.says(office.place)
    await other.taps("form.send")
    cards = [one for one in await newer.messages() if one.by_bot and one.buttons]
    assert len(cards) == 2


async def test_a_topic_that_is_gone_loses_no_card(office: World) -> None:
    desk = await officer_at_desk(office)
    await office.stops()
    office.settings = office.settings.model_copy(update={"verification_topic_id": 77})
    await office.starts()
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.private,
        code=400,
        description="Bad Request: message thread not found",
    )
    await reported(office)
    assert len(await desk.seen("desk.card")) == 1


async def test_a_card_that_telegram_refuses_is_tried_again_for_ever(office: World) -> None:
    desk = await officer_at_desk(office)
    await office.sandbox.fail_next(
        "sendMessage", bot=office.private, code=400, description="Bad Request: CHAT_RESTRICTED"
    )
    await reported(office)
    assert await desk.seen("desk.card") == []
    office.clock.passes(seconds=61)
    await office.settled()
    assert len(await desk.seen("desk.card")) == 1


async def test_a_question_that_met_an_html_error_comes_a_little_later(office: World) -> None:
    citizen = await office.citizen()
    await office.sandbox.fail_next("sendMessage", bot=office.public, code=502, times=2)
    await citizen.says("Air sungai naik cepat")
    office.clock.passes(seconds=5)
    await office.settled()
    assert "form.question" in await citizen.keys()


async def test_a_front_server_in_trouble_at_the_start_is_sat_out(office: World) -> None:
    await office.stops()
    await office.sandbox.fail_next("getMe", code=502, times=2)
    await office.sandbox.fail_next("setMyCommands", code=502, times=2)
    await office.starts()
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    assert "form.question" in await citizen.keys()


async def test_a_bot_says_what_it_is_before_start_and_says_it_once(office: World) -> None:
    said = await _said(office, "setMyDescription", 4)  # two bots, two languages
    agency = office.product.house.office.agency
    assert {call.bot for call in said} == {bot.username for bot in office.sandbox.bots}
    assert all(agency in call.parameters["description"] for call in said)
    asked = len(await office.sandbox.calls(method="getMyDescription"))
    await office.stops()
    await office.starts()
    await _said(office, "getMyDescription", asked + 4)
    assert len(await office.sandbox.calls(method="setMyDescription")) == 4


async def _said(office: World, method: str, count: int) -> list[Call]:
    """The calls of this method, once there are so many."""
    while True:
        since = await office.sandbox.sequence()
        calls = await office.sandbox.calls(method=method)
        if len(calls) >= count:
            return calls
        news = await office.sandbox.wait(since)
        assert news.events, f"{len(calls)} of {count} calls"


async def test_an_outage_of_many_hours_ends_no_message(office: World) -> None:
    citizen = await office.citizen()
    await citizen.says("Air sungai naik cepat")
    await citizen.says(office.place)

    def tried_often(session: Session) -> None:
        for row in session.exec(select(Outbox)).all():
            if row.kind == "receipt":
                row.attempts = 200
                session.add(row)

    await office.sandbox.fail_next("sendMessage", bot=office.public, code=502, times=2)
    await citizen.taps("form.send")
    await office.product.database.run(tried_often)
    for _ in range(4):
        office.clock.passes(minutes=6)
        await office.settled()
    assert await citizen.seen("citizen.receipt")


async def test_a_desk_that_can_not_be_reached_keeps_its_cards_for_later(office: World) -> None:
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.private,
        code=403,
        description="Forbidden: bot was kicked from the supergroup chat",
    )
    desk = await officer_at_desk(office)
    await office.settled()
    await office.sandbox.heal()
    await office.sandbox.fail_next(
        "sendMessage",
        bot=office.private,
        code=403,
        description="Forbidden: bot was kicked from the supergroup chat",
    )
    await reported(office)
    assert await desk.seen("desk.card") == []
    assert "desk_unreachable" in office.log.getvalue()
    office.clock.passes(seconds=61)
    await office.settled()
    assert len(await desk.seen("desk.card")) == 1


async def test_an_update_that_breaks_the_program_is_kept_sealed_and_stepped_over(
    office: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = await office.citizen()
    from desk import conversation

    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(conversation, "answer", breaks)
        await citizen.says("Air sungai naik cepat")
    assert "citizen.trouble" in await citizen.keys()
    [poison] = await office.rows(Poison)
    assert b"sungai" not in poison.sealed
    assert "sungai" not in office.log.getvalue()
    await citizen.says("Air sungai naik cepat")
    assert "form.question" in await citizen.keys()


async def test_unknown_kinds_of_updates_and_fields_are_passed_over(office: World) -> None:
    await office.sandbox.push_raw(office.public, {"something_new": {"a": 1}})
    citizen = await office.citizen()
    await office.sandbox.push_raw(
        office.public,
        {
            "message": {
                "message_id": 900,
                "date": 1,
                "chat": {"id": citizen.person.id, "type": "private", "new_field": {"b": 2}},
                "from": {"id": citizen.person.id, "is_bot": False, "first_name": "Siti"},
                "text": "Air sungai naik cepat",
                "effect": {"c": 3},
            }
        },
    )
    await office.settled()
    assert "form.question" in await citizen.keys()


async def test_ids_of_handled_updates_are_kept_for_72_hours(office: World) -> None:
    await reported(office)
    before = len(await office.rows(Seen))
    assert before > 0
    office.clock.passes(hours=71)
    await office.tick()
    assert len(await office.rows(Seen)) >= before
    office.clock.passes(hours=2)
    await office.tick()
    assert await office.rows(Seen) == []


async def test_every_call_of_a_busy_hour_passes_the_official_field_list(office: World) -> None:
    desk = await officer_at_desk(office)
    citizen = await reported(office)
    await citizen.says("📋 Laporan saya")
    await citizen.says("❓ Bantuan")
    await citizen.says("🌐 Bahasa / Language")
    await desk.taps("desk.approve_graded")
    await desk.taps("desk.source_key", letter="D")
    await desk.taps("desk.grade", grade="D4")
    assert await office.sandbox.breaches() == []


async def test_no_more_than_the_limit_reaches_the_group_in_any_minute_also_after_a_restart(
    database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path, limits=Limits()) as office:
        desk = await officer_at_desk(office)
        await office.product.database.run(lambda session: put_notes(session, 30, office))
        for second in range(110):
            if second == 15:
                await office.stops()
                await office.starts()
            office.clock.passes(seconds=1)
            await office.settled()
        times = sorted(row.at for row in await office.rows(Pace) if row.recipient == "desk")
        for start in times:
            window = [at for at in times if start <= at < start + timedelta(seconds=60)]
            assert len(window) <= 20
        assert len(await desk.seen("desk.answer_own")) == 30


def put_notes(session: Session, count: int, office: World) -> None:
    for number in range(count):
        outbox.put(
            session,
            "note",
            bot="private",
            recipient="desk",
            key=f"test:{number}",
            payload={"key": "desk.answer_own", "values": {}},
            now=office.clock(),
        )
