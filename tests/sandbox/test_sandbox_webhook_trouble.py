"""Updates that a webhook refuses, misses or gets twice."""

from tests.sandbox.receiving import quiet, undelivered


async def test_a_refused_update_comes_again_at_once_and_then_ever_later(
    line, sandbox, budi, public, receiver
):
    await quiet(sandbox, line)
    await sandbox.stop_clock()
    receiver.answers.extend([500] * 9)
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "gagal")
    await receiver.has(2)
    pauses = [0.0]
    while len(pauses) < 9:
        pauses.append(await undelivered(sandbox, len(pauses)))
        await sandbox.advance(pauses[-1] + 0.01)  # sums of fractions are not exact
        await receiver.has(len(pauses) + 1)
    assert pauses[:6] == [0, 2, 4, 8, 16, 32]
    assert all(60 <= pause <= 120 for pause in pauses[6:])
    assert len(set(receiver.numbers)) == 1
    info = await line.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Told"
    assert info["last_error_date"] > 0
    await sandbox.settled(public)


async def test_a_receiver_may_ask_for_time(line, sandbox, budi, public, receiver):
    await quiet(sandbox, line)
    await sandbox.stop_clock()
    receiver.answers.append(503)
    receiver.retry_after = "300"
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "nanti")
    assert await undelivered(sandbox, 0) == 300
    await sandbox.advance(300.01)
    await receiver.has(2)


async def test_a_receiver_that_says_it_is_gone_for_a_day_is_believed(
    line, sandbox, budi, public, receiver
):
    await quiet(sandbox, line)
    await sandbox.stop_clock()
    receiver.answers.extend([410] * 3)
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "siapa di sana")
    await undelivered(sandbox, 1)
    assert (await line.result("getWebhookInfo"))["url"] == receiver.url
    await sandbox.advance(23 * 3600 + 1)
    await undelivered(sandbox, 2)
    assert (await line.result("getWebhookInfo"))["url"] == ""
    assert (await line.result("getUpdates"))[0]["message"]["text"] == "siapa di sana"


async def test_a_poisoned_update_blocks_only_its_own_queue_until_it_expires(
    line, sandbox, budi, sari, public, receiver
):
    await quiet(sandbox, line)
    await sandbox.stop_clock()
    receiver.answers.extend([500, 500])
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "racun")
    await undelivered(sandbox, 1)
    await budi.says(public, "sesudahnya")
    await sari.start(public)
    await receiver.has(3)
    assert receiver.received[2].update["message"]["text"] == "/start"
    await sandbox.advance(86_400 + 1)
    await sandbox.settled(public)
    assert len(receiver.received) == 3


async def test_a_receiver_that_is_not_there_shows_in_the_webhooks_state(line, sandbox, budi):
    await line.result("setWebhook", url="http://127.0.0.1:9/")
    await undelivered(sandbox, 0)
    info = await line.result("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)


async def test_a_duplicate_is_brought_again_after_it_was_accepted(
    line, sandbox, budi, public, receiver
):
    await quiet(sandbox, line)
    await line.result("setWebhook", url=receiver.url)
    await sandbox.duplicate_next_update(public)
    await budi.says(public, "dua kali")
    await receiver.has(2)
    assert receiver.received[0].body == receiver.received[1].body
    await sandbox.settled(public)


async def test_a_server_that_is_down_brings_nothing_until_it_is_back(
    line, sandbox, budi, public, receiver
):
    await quiet(sandbox, line)
    await line.result("setWebhook", url=receiver.url)
    await sandbox.down()
    await budi.says(public, "nanti")
    assert [(await line.http.get("getMe")).status_code for _ in range(3)] == [502] * 3
    assert len((await sandbox.updates_waiting())[public.username]) == 1
    assert receiver.received == []
    await sandbox.down(False)
    await receiver.has(1)
