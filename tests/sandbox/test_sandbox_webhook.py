"""Updates brought to a webhook: what comes, and in what order."""

from tests.sandbox.receiving import CARD, SECRET_HEADER, quiet


async def test_an_update_is_brought_with_its_number_first_and_the_secret(
    line, sandbox, budi, public, receiver
):
    await line.result("setWebhook", url=receiver.url, secret_token="rahasia_1-A")
    [start] = await receiver.has(1)
    assert start.body.startswith('{"update_id":')
    assert start.update["message"]["text"] == "/start"
    assert start.headers[SECRET_HEADER] == "rahasia_1-A"
    assert start.headers["content-type"] == "application/json"
    await sandbox.settled(public)
    since = await sandbox.sequence()
    await budi.says(public, "banjir")
    await receiver.has(2)
    await sandbox.settled(public)
    confirmed = [e for e in (await sandbox.wait(since)).events if e["event"] == "confirmed"]
    assert [e["update_id"] for e in confirmed] == receiver.numbers[1:]
    assert receiver.numbers[1] == receiver.numbers[0] + 1


async def test_one_chat_waits_for_its_answer_and_another_does_not(
    line, sandbox, budi, sari, public, receiver
):
    await quiet(sandbox, line)
    receiver.open.clear()
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "satu")
    await budi.says(public, "dua")
    await sari.start(public)
    before = await receiver.has(2)
    senders = {one.update["message"]["from"]["id"] for one in before}
    assert senders == {budi.id, sari.id}
    assert (await line.result("getWebhookInfo"))["pending_update_count"] == 3
    receiver.open.set()
    after = await receiver.has(3)
    assert after[2].update["message"]["text"] == "dua"


async def test_a_press_overtakes_the_message_of_the_same_person(
    line, sandbox, budi, public, receiver
):
    await quiet(sandbox, line)
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    receiver.open.clear()
    await line.result("setWebhook", url=receiver.url)
    await budi.says(public, "satu")
    await budi.presses(await budi.last(public), "A")
    await receiver.has(2)
    assert set(receiver.kinds) == {"message", "callback_query"}


async def test_two_people_press_at_once_and_one_person_one_after_the_other(
    other_line, budi, sari, desk, receiver
):
    await other_line.result("deleteWebhook", drop_pending_updates=True)
    await other_line.result("sendMessage", chat_id=desk.id, text="?", reply_markup=CARD)
    receiver.open.clear()
    await other_line.result("setWebhook", url=receiver.url)
    card = await desk.last()
    for person in (budi, budi, sari):
        await person.presses(card, "A")
    both = await receiver.has(2)
    assert {one.update["callback_query"]["from"]["id"] for one in both} == {budi.id, sari.id}
    receiver.open.set()
    assert (await receiver.has(3))[2].update["callback_query"]["from"]["id"] == budi.id


async def test_no_more_connections_than_allowed(line, sandbox, budi, sari, public, receiver):
    await quiet(sandbox, line)
    receiver.open.clear()
    await line.result("setWebhook", url=receiver.url, max_connections=1)
    await budi.says(public, "satu")
    await sari.start(public)
    await receiver.has(1)
    await line.result("getMe")  # the sandbox has looked again by now
    assert len(receiver.received) == 1
    receiver.open.set()
    await receiver.has(2)


async def test_a_method_in_the_answer_is_called(line, sandbox, budi, public, receiver):
    await quiet(sandbox, line)
    said = {"method": "sendMessage", "chat_id": budi.id, "text": "diterima"}
    asked = {"method": "deleteWebhook"}
    receiver.answers.extend([said, asked, {"method": "sendMessage", "chat_id": budi.id}])
    await line.result("setWebhook", url=receiver.url)
    for word in ("satu", "dua", "tiga"):
        await budi.says(public, word)
    assert (await budi.waits_for(public)).text == "diterima"
    await receiver.has(3)
    await sandbox.settled(public)
    assert (await line.result("getWebhookInfo"))["url"] == receiver.url
    calls = [call.ok for call in await sandbox.calls(method="sendMessage")]
    assert calls == [True, False]
