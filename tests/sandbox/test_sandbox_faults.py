"""Trouble on demand."""

import asyncio

import httpx


async def test_a_flood_limit_comes_in_body_and_header_and_only_once(line, sandbox, budi):
    await sandbox.fail_next("sendMessage", code=429, parameters={"retry_after": 9})
    answer = await line.http.post("sendMessage", json={"chat_id": budi.id, "text": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "9")
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 9",
        "parameters": {"retry_after": 9},
    }
    assert await line.result("sendMessage", chat_id=budi.id, text="x")


async def test_a_fault_hits_its_method_and_its_bot_as_often_as_asked(
    line, other_line, sandbox, public
):
    await sandbox.fail_next("getMe", bot=public, code=403, description="Forbidden: x", times=2)
    assert await other_line.result("getMe")
    for _ in range(2):
        assert await line.refusal("getMe") == "403 Forbidden: x"
    assert await line.result("getMe")


async def test_a_call_may_take_effect_and_fail_all_the_same(line, sandbox, budi, public):
    await sandbox.fail_next(code=504, after_effect=True)
    answer = await line.http.post("sendMessage", json={"chat_id": budi.id, "text": "sampai"})
    assert answer.status_code == 504
    assert answer.text.startswith("<html>")
    assert (await budi.last(public)).text == "sampai"
    await sandbox.fail_next(code=504)
    await line.http.post("sendMessage", json={"chat_id": budi.id, "text": "hilang"})
    assert (await budi.last(public)).text == "sampai"
    assert [call.ok for call in await sandbox.calls(method="sendMessage")] == [True, False]


async def test_polling_is_spared_unless_named(line, sandbox, budi):
    await sandbox.fail_next(code=500)
    assert len(await line.result("getUpdates")) == 1
    await sandbox.fail_next("getUpdates", code=401)
    assert await line.refusal("getUpdates") == "401 Unauthorized"
    await sandbox.heal()
    assert await line.result("getMe")


async def test_a_server_that_is_down_answers_in_html_and_ends_polls(line, sandbox, budi, public):
    offset = (await line.result("getUpdates"))[-1]["update_id"] + 1
    query = {"offset": offset, "timeout": 30}
    poll = asyncio.create_task(line.http.get("getUpdates", params=query))
    await sandbox.settled(public)  # the poll has confirmed, so it stands
    await sandbox.down()
    answer = await line.http.get("getMe")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (502, "text/html")
    assert (await poll).status_code == 502
    await budi.says(public, "masih ada")
    await sandbox.down(False)
    assert (await line.result("getUpdates"))[-1]["message"]["text"] == "masih ada"


async def test_a_late_answer_lets_the_caller_run_out_of_patience(line, sandbox, budi, public):
    await sandbox.fail_next(code=200, delay=30, after_effect=True)
    try:
        await line.http.post(
            "sendMessage", json={"chat_id": budi.id, "text": "terkirim?"}, timeout=0.2
        )
        raise AssertionError("the answer came in time")
    except httpx.ReadTimeout:
        assert (await budi.last(public)).text == "terkirim?"
