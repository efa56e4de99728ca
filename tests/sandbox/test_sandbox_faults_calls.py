"""Faults of calls: floods, servers in trouble, answers that come too late."""

import asyncio

import httpx
import pytest

from sandbox.client import Sandbox
from tests.sandbox.conftest import Line

CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def sent(line: Line, chat, text="x", **about):
    """The refusal of a message, or None when it went."""
    envelope = await line.answer("sendMessage", chat_id=chat.id, text=text, **about)
    return None if envelope["ok"] else f"{envelope['error_code']} {envelope['description']}"


async def test_fault_04_one_chat_is_flooded_and_the_others_are_not(
    line, sandbox, budi, sari, public
):
    await sari.start(public)
    await sandbox.stop_clock()
    await sandbox.floods(17, chat=budi)
    answer = await line.http.post("sendMessage", json={"chat_id": budi.id, "text": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "17")
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 17",
        "parameters": {"retry_after": 17},
    }
    assert await sent(line, sari) is None
    await sandbox.advance(17)
    assert await sent(line, budi) is None


async def test_fault_04_a_bot_is_flooded_in_every_chat(
    line, other_line, sandbox, budi, sari, desk, public
):
    await sari.start(public)
    await sandbox.stop_clock()
    await sandbox.floods(5, bot=public)
    for chat in (budi, sari, desk):
        assert await sent(line, chat) == "429 Too Many Requests: retry after 5"
    assert await sent(other_line, desk) is None
    assert len(await line.result("getUpdates")) > 0


async def test_fault_05_a_broadcast_to_a_group_stops_at_twenty_a_minute(other_line, sandbox, desk):
    await sandbox.stop_clock()
    await sandbox.limits(burst=100)
    refusals = [await sent(other_line, desk, f"kabar {n}") for n in range(22)]
    assert refusals == [None] * 20 + ["429 Too Many Requests: retry after 60"] * 2
    await sandbox.advance(60)
    assert await sent(other_line, desk) is None


@pytest.mark.parametrize("arrives", [True, False], ids=["after", "before"])
async def test_fault_06_a_front_server_answers_in_html_before_or_after_the_effect(
    line, sandbox, budi, public, arrives
):
    await sandbox.fail_next("sendMessage", code=502, after_effect=arrives)
    answer = await line.http.post("sendMessage", json={"chat_id": budi.id, "text": "sampai?"})
    assert (answer.status_code, answer.headers["content-type"][:9]) == (502, "text/html")
    assert "502 Bad Gateway" in answer.text
    assert bool([m for m in await budi.chat(public) if m.by_bot]) is arrives


async def test_fault_06_a_caller_runs_out_of_patience(line, sandbox, budi, public):
    for arrives in (False, True):
        await sandbox.fail_next("sendMessage", code=200, delay=30, after_effect=arrives)
        with pytest.raises(httpx.ReadTimeout):
            said = {"chat_id": budi.id, "text": "sampai?"}
            await line.http.post("sendMessage", json=said, timeout=0.2)
        assert bool([m for m in await budi.chat(public) if m.by_bot]) is arrives


async def test_fault_06_a_server_fails_in_json_too(line, sandbox, budi):
    await sandbox.fail_next("sendMessage", code=500, description="Internal Server Error")
    assert await sent(line, budi) == "500 Internal Server Error"


async def test_fault_10_a_press_is_too_old_to_answer(line, sandbox: Sandbox, budi, public):
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    await budi.presses_old(await budi.last(public), "A")
    query = (await line.result("getUpdates"))[-1]["callback_query"]
    assert query["data"] == "a"
    assert await line.refusal("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_fault_10_a_press_nobody_fetched_for_150_seconds_is_gone(
    line, sandbox, budi, public
):
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    press = await budi.presses(await budi.last(public), "A")
    await sandbox.advance(151)
    kinds = [set(update) - {"update_id"} for update in await line.result("getUpdates")]
    assert {"callback_query"} not in kinds
    about = {"callback_query_id": press.query_id}
    assert await line.refusal("answerCallbackQuery", **about) == TOO_OLD


async def test_fault_13_an_edit_that_changes_nothing_is_refused(line, budi):
    said = await line.result("sendMessage", chat_id=budi.id, text="sama", reply_markup=CARD)
    about = {"chat_id": budi.id, "message_id": said["message_id"], "reply_markup": CARD}
    assert await line.refusal("editMessageText", **about, text="sama") == MODIFIED


async def test_fault_13_an_edit_is_said_to_change_nothing_though_it_does(line, sandbox, budi):
    said = await line.result("sendMessage", chat_id=budi.id, text="satu")
    words = MODIFIED.removeprefix("400 ")
    await sandbox.fail_next("editMessageText", code=400, description=words)
    about = {"chat_id": budi.id, "message_id": said["message_id"], "text": "dua"}
    assert await line.refusal("editMessageText", **about) == MODIFIED


async def test_fault_12_a_double_tap_is_two_presses_and_two_officers_are_two(
    other_line, budi, sari, desk
):
    await other_line.result("sendMessage", chat_id=desk.id, text="?", reply_markup=CARD)
    card = await desk.last()
    await asyncio.gather(*(who.presses(card, "A") for who in (budi, budi, sari)))
    updates = await other_line.result("getUpdates", offset=-3)
    queries = [update["callback_query"] for update in updates]
    assert len({query["id"] for query in queries}) == 3
    assert [query["data"] for query in queries] == ["a"] * 3
    people = sorted(query["from"]["id"] for query in queries)
    assert people == sorted([budi.id, budi.id, sari.id])
    for query in queries:
        assert await other_line.result("answerCallbackQuery", callback_query_id=query["id"])
