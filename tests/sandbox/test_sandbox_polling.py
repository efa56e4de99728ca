"""getUpdates: offsets, limits, kinds, and two who poll at once."""

import asyncio

import httpx

from sandbox.running import serve


async def texts(line, **given):
    updates = await line.result("getUpdates", **given)
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_an_offset_confirms_them(line, sandbox, budi, public):
    for word in ("a", "b", "c"):
        await budi.says(public, word)
    updates = await line.result("getUpdates")
    assert updates == await line.result("getUpdates")
    numbers = [update["update_id"] for update in updates]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    assert numbers[0] >= 2_000_001
    assert await texts(line, offset=numbers[2]) == ["b", "c"]
    assert await texts(line) == ["b", "c"]
    assert [u["update_id"] for u in (await sandbox.updates_waiting())[public.username]] == (
        numbers[2:]
    )


async def test_a_negative_offset_keeps_only_the_last_ones(line, budi, public):
    for word in ("a", "b", "c"):
        await budi.says(public, word)
    assert await texts(line, offset=-2) == ["b", "c"]
    assert await texts(line) == ["b", "c"]


async def test_an_offset_far_beyond_the_tail_confirms_nothing(line, budi):
    assert await texts(line, offset=2**31 - 1) == ["/start"]


async def test_limit_and_timeout_are_clamped(line, budi, public):
    await budi.says(public, "a")
    assert await texts(line, limit=0) == ["/start"]
    assert len(await texts(line, limit=1000)) == 2
    assert len(await texts(line, timeout=-5)) == 2


async def test_ids_follow_the_seed_and_a_stranger_gets_nothing_of_another_bot(line, other_line):
    async with serve(seed=1) as one, serve(seed=1) as two:
        ids = []
        for sandbox in (one, two):
            bot = sandbox.bots[0]
            await (await sandbox.person("Budi")).start(bot)
            ids.append((await sandbox.updates_waiting())[bot.username][0]["update_id"])
    assert ids[0] == ids[1]
    assert await other_line.result("getUpdates") == []


async def test_the_older_of_two_polls_ends_with_a_conflict(line, sandbox, budi, public):
    offset = (await line.result("getUpdates"))[-1]["update_id"] + 1
    first = asyncio.create_task(line.answer("getUpdates", offset=offset, timeout=20))
    await sandbox.settled(public)  # the first poll has confirmed, so it stands
    second = asyncio.create_task(line.result("getUpdates", offset=offset, timeout=20))
    conflict = await first
    assert conflict["error_code"] == 409
    assert conflict["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await budi.says(public, "halo")
    assert (await second)[0]["message"]["text"] == "halo"


async def test_what_a_bot_wants_sticks_until_it_says_otherwise(line, budi, public):
    await line.result("getUpdates", offset=-1, allowed_updates=["callback_query"])
    await budi.says(public, "a")
    assert await texts(line) == ["/start"]
    await line.result("getUpdates", allowed_updates=["nonsense"])
    await budi.says(public, "b")
    assert await texts(line) == ["/start", "b"]


async def test_kinds_that_are_quiet_come_only_when_asked_for(other_line, sandbox, desk):
    await other_line.result("getUpdates", offset=-1)
    await (await sandbox.person("Rina")).joins(desk)
    kinds = [set(u) - {"update_id"} for u in await other_line.result("getUpdates")]
    assert {"chat_member"} not in kinds
    wanted = ["message", "chat_member"]
    await other_line.result("getUpdates", allowed_updates=wanted)
    await (await sandbox.person("Joko")).joins(desk)
    update = (await other_line.result("getUpdates", offset=-2))[0]
    assert update["chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_press_waits_150_seconds_and_a_message_a_day(line, sandbox, budi, public):
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=markup)
    await budi.presses(await budi.last(public), "A")
    assert len(await line.result("getUpdates")) == 2
    await sandbox.advance(151)
    assert await texts(line) == ["/start"]
    await sandbox.advance(86_400)
    assert await line.result("getUpdates") == []


async def test_dropping_what_waits_leaves_nothing(line, budi):
    assert (await line.result("getWebhookInfo"))["pending_update_count"] == 1
    await line.result("deleteWebhook", drop_pending_updates=True)
    assert await line.result("getUpdates") == []


async def test_a_duplicate_comes_in_a_poll_of_its_own_after_its_first_copy(
    line, sandbox, budi, public
):
    await line.result("getUpdates", offset=-1)
    await sandbox.duplicate_next_update(public)
    await budi.says(public, "dua kali")
    last = (await line.result("getUpdates"))[-1]
    assert await line.result("getUpdates", offset=last["update_id"] + 1) == [last]
    assert await line.result("getUpdates", offset=last["update_id"] + 1) == []


async def test_any_update_can_be_pushed(line, sandbox, public):
    number = await sandbox.push_raw(public, {"telepathy": {"thought": "banjir"}})
    assert await line.result("getUpdates") == [
        {"update_id": number, "telepathy": {"thought": "banjir"}}
    ]
    assert await sandbox.push_raw(public, {"update_id": 5, "message": {}}) == 5


async def test_stopping_does_not_wait_for_open_polls():
    async with httpx.AsyncClient(timeout=10) as http:
        async with serve() as sandbox:
            bot = sandbox.bots[0]
            number = await sandbox.push_raw(bot, {"poll": {}})
            url = f"{sandbox.url}/bot{bot.token}/getUpdates?timeout=50&offset={number + 1}"
            waiting = asyncio.create_task(sandbox.wait(10**9, within=50))
            poll = asyncio.create_task(http.get(url))
            await sandbox.settled(bot)
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await waiting).events == []
