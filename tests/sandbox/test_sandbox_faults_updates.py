"""Faults of updates on their way: doubled, swapped, lost, forged, unknown."""

import asyncio

import pytest

CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
MADE_UP = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1}}}


async def fetched(line):
    """What waits, confirmed."""
    updates = await line.result("getUpdates")
    if updates:
        await line.result("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def asked(line, budi, public):
    """A message of the bot with a button, and nothing left to fetch."""
    await fetched(line)
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    return await budi.last(public)


async def test_fault_01_an_update_comes_twice_by_poll(line, sandbox, budi, public):
    await fetched(line)
    await sandbox.duplicate_next_update(public)
    await budi.says(public, "banjir")
    [first] = await line.result("getUpdates")
    assert await line.result("getUpdates", offset=first["update_id"] + 1) == [first]


async def test_fault_01_an_update_comes_twice_by_webhook(line, sandbox, budi, public, receiver):
    await fetched(line)
    await line.result("setWebhook", url=receiver.url)
    await sandbox.duplicate_next_update(public)
    await budi.says(public, "banjir")
    first, second = await receiver.has(2)
    assert first.update == second.update


async def test_fault_02_a_press_is_polled_before_the_message_that_came_first(
    line, sandbox, budi, public
):
    question = await asked(line, budi, public)
    await sandbox.swap_next_updates(public)
    await budi.says(public, "banjir")
    await budi.presses(question, "A")
    press, message = await fetched(line)
    assert press["callback_query"]["data"] == "a"
    assert message["message"]["text"] == "banjir"
    assert message["update_id"] == press["update_id"] + 1
    await budi.says(public, "satu")
    await budi.says(public, "dua")
    assert [u["message"]["text"] for u in await fetched(line)] == ["satu", "dua"]


async def test_fault_02_a_press_is_brought_before_the_message_that_came_first(
    line, sandbox, budi, public, receiver
):
    question = await asked(line, budi, public)
    await line.result("setWebhook", url=receiver.url, max_connections=1)
    await sandbox.swap_next_updates(public)
    await budi.says(public, "banjir")
    await budi.presses(question, "A")
    await receiver.has(2)
    assert receiver.kinds == ["callback_query", "message"]


async def test_fault_02_healing_lets_go_what_was_held_back(line, sandbox, budi, public):
    await fetched(line)
    await sandbox.swap_next_updates(public)
    await budi.says(public, "banjir")
    assert await line.result("getUpdates") == []
    await sandbox.heal()
    assert (await fetched(line))[0]["message"]["text"] == "banjir"


async def test_fault_03_two_deliveries_for_one_person_are_under_way_at_once(
    line, budi, public, receiver
):
    question = await asked(line, budi, public)
    receiver.open.clear()
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "banjir")
    await budi.presses(question, "A")
    both = await receiver.has(2)
    assert {one.kind for one in both} == {"message", "callback_query"}
    assert {one.update[one.kind]["from"]["id"] for one in both} == {budi.id}
    assert (await line.result("getWebhookInfo"))["pending_update_count"] == 2


async def test_fault_20_a_backlog_is_lost_and_numbers_start_anywhere(line, sandbox, budi, public):
    before = (await fetched(line))[-1]["update_id"]
    await budi.says(public, "hilang")
    assert await sandbox.cut_backlog(public) == 1
    assert await line.result("getUpdates") == []
    await budi.says(public, "sampai")
    [after] = await line.result("getUpdates", offset=before + 1)
    assert after["message"]["text"] == "sampai"
    assert abs(after["update_id"] - before) > 10


@pytest.mark.parametrize(("days", "goes_on"), [(2, True), (8, False)])
async def test_fault_20_a_day_loses_what_waits_and_a_week_the_numbers(
    line, sandbox, budi, public, days, goes_on
):
    before = (await fetched(line))[-1]["update_id"]
    await budi.says(public, "hilang")
    await sandbox.advance(days * 86_400)
    assert await line.result("getUpdates") == []
    await budi.says(public, "sampai")
    [after] = await line.result("getUpdates")
    assert (after["update_id"] == before + 2) is goes_on


async def test_fault_21_of_two_pollers_the_older_is_told_to_go(line, sandbox, budi, public):
    offset = (await line.result("getUpdates"))[-1]["update_id"] + 1
    older = asyncio.create_task(line.refusal("getUpdates", offset=offset, timeout=30))
    await sandbox.settled(public)  # the first poll has confirmed, so it stands
    newer = asyncio.create_task(line.result("getUpdates", offset=offset, timeout=30))
    assert await older == (
        "409 Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await budi.says(public, "halo")
    assert len(await newer) == 1


async def test_fault_21_another_instance_ends_a_poll_and_takes_nothing(
    line, sandbox, budi, public
):
    offset = (await line.result("getUpdates"))[-1]["update_id"] + 1
    poll = asyncio.create_task(line.refusal("getUpdates", offset=offset, timeout=30))
    await sandbox.settled(public)
    await sandbox.second_poller(public)
    assert (await poll).startswith("409 Conflict: terminated by other getUpdates request")
    await budi.says(public, "halo")
    assert len(await line.result("getUpdates", offset=offset)) == 1


async def test_fault_21_nobody_polls_beside_a_webhook(line, receiver):
    await line.result("setWebhook", url=receiver.url)
    assert await line.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


@pytest.mark.parametrize("secret", [None, "salah"], ids=["none", "a wrong one"])
async def test_fault_26_a_delivery_is_forged_without_the_secret(
    line, sandbox, budi, public, receiver, secret
):
    await fetched(line)
    receiver.secret = "benar"
    await line.result("setWebhook", url=receiver.url, secret_token="benar")
    assert await sandbox.forge_delivery(public, MADE_UP, secret=secret) == 403
    [forged] = receiver.received
    assert forged.headers.get("x-telegram-bot-api-secret-token") == secret
    assert forged.update == MADE_UP
    await budi.says(public, "asli")
    await sandbox.settled(public)
    assert receiver.received[1].headers["x-telegram-bot-api-secret-token"] == "benar"


async def test_fault_27_unknown_kinds_and_fields_come_by_poll_and_by_webhook(
    line, sandbox, budi, public, receiver
):
    await fetched(line)
    strange = {"telepathy": {"from": 5}}
    number = await sandbox.push_raw(public, strange)
    message = {"message_id": 9, "date": 1, "chat": {"id": budi.id, "mood": "x"}, "aura": {}}
    await sandbox.push_raw(public, {"message": message, "colour": "red"})
    first, second = await line.result("getUpdates")
    assert first == {"update_id": number, **strange}
    assert second == {"update_id": number + 1, "message": message, "colour": "red"}
    await sandbox.push_raw(public, {"callback_query": {"from": 7}})
    await line.result("setWebhook", url=receiver.url)
    await receiver.has(3)
    assert sorted(receiver.numbers) == [number, number + 1, number + 2]
