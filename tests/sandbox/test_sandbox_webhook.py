"""Updates brought to a webhook."""

import asyncio

import pytest

from sandbox.running import serve
from tests.sandbox.conftest import Line, written
from tests.sandbox.receiving import SECRET_HEADER

CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


async def quiet(sandbox, line):
    """Nothing left to fetch."""
    await line.result("getUpdates", offset=-1)
    await line.result("deleteWebhook", drop_pending_updates=True)


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


async def test_without_a_secret_no_header_is_sent(line, budi, receiver):
    await line.result("setWebhook", url=receiver.url)
    [start] = await receiver.has(1)
    assert SECRET_HEADER not in start.headers


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "https://example.id/hook"}, "400 Bad Request: bad webhook: the sandbox delivers"),
        ({"url": "http://192.168.1.5:8080"}, "400 Bad Request: bad webhook: the sandbox delivers"),
        ({"url": "ftp://127.0.0.1/"}, "400 Bad Request: invalid webhook URL specified"),
        ({"url": "http://127.0.0.1:99999/"}, "400 Bad Request: invalid webhook URL specified"),
        ({"secret_token": "a b"}, "400 Bad Request: secret token contains unallowed characters"),
        ({"secret_token": "a" * 257}, "400 Bad Request: secret token is too long"),
    ],
    ids=str,
)
async def test_a_webhook_that_can_not_be_is_refused(line, given, words):
    refused = await line.refusal("setWebhook", **{"url": "http://127.0.0.1:9/", **given})
    assert refused.startswith(words)
    assert (await line.result("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize(("given", "kept"), [(None, 40), (0, 1), (7, 7), (1000, 100)])
async def test_connections_are_forty_unless_told_and_clamped(line, receiver, given, kept):
    await line.result("setWebhook", url=receiver.url, max_connections=given)
    assert (await line.result("getWebhookInfo"))["max_connections"] == kept


async def test_nobody_polls_where_a_webhook_is_set(line, sandbox, public, receiver):
    number = await sandbox.push_raw(public, {"poll": {}})
    query = {"offset": number + 1, "timeout": 30}
    poll = asyncio.create_task(line.refusal("getUpdates", **query))
    await sandbox.settled(public)  # the poll has confirmed, so it stands
    await line.result("setWebhook", url=receiver.url)
    assert await poll == "409 Conflict: terminated by setWebhook request"
    assert await line.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await line.result("setWebhook", url="")
    assert await line.result("getUpdates") == []


async def test_what_waits_is_brought_or_dropped_as_asked(line, budi, public, receiver):
    await line.result("setWebhook", url=receiver.url, drop_pending_updates=True)
    await budi.says(public, "baru")
    [only] = await receiver.has(1)
    assert only.update["message"]["text"] == "baru"


async def test_kinds_not_wanted_are_not_brought(line, sandbox, budi, public, receiver):
    await quiet(sandbox, line)
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    wanted = ["callback_query"]
    await line.result("setWebhook", url=receiver.url, allowed_updates=wanted)
    assert (await line.result("getWebhookInfo"))["allowed_updates"] == wanted
    await budi.says(public, "tidak")
    await budi.presses(await budi.last(public), "A")
    assert (await receiver.has(1))[0].kind == "callback_query"


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


async def undelivered(sandbox, index):
    """The pause after the try with this index, once the sandbox has written it down."""
    since = await sandbox.sequence()
    while True:
        events = (await sandbox.wait(0)).events
        pauses = [event["pause"] for event in events if event["event"] == "undelivered"]
        if len(pauses) > index:
            return pauses[index]
        since = (await sandbox.wait(since)).sequence


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


async def test_a_webhook_and_its_secret_survive_a_restart(tmp_path, receiver):
    async with serve(state=tmp_path) as sandbox:
        public = sandbox.bots[0]
        line = Line(sandbox.url, public)
        await written(sandbox, tmp_path, "bot", public.id)
        async with line.http:
            await line.result("setWebhook", url=receiver.url, secret_token="tetap")
    async with serve(state=tmp_path) as sandbox:
        await (await sandbox.person("Budi")).start(public)
        [start] = await receiver.has(1)
    assert start.headers[SECRET_HEADER] == "tetap"
