"""A webhook set, refused and kept."""

import asyncio

import pytest

from sandbox.running import serve
from tests.sandbox.conftest import Line, written
from tests.sandbox.receiving import CARD, SECRET_HEADER, quiet


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
