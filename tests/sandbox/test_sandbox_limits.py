"""Flood limits."""

import asyncio
import sys

import httpx
import pytest

from sandbox.client import Sandbox


@pytest.fixture(autouse=True)
async def standing_clock(sandbox):
    await sandbox.stop_clock()


async def flood(line, chat, most=60):
    """How many messages pass before the first is refused, and the refusal."""
    for count in range(most):
        envelope = await line.answer("sendMessage", chat_id=chat.id, text="x")
        if not envelope["ok"]:
            return count, envelope
    return most, None


async def test_nothing_is_limited_until_asked_for(line, budi):
    assert await flood(line, budi, 40) == (40, None)


async def test_a_burst_passes_and_then_one_message_a_second(line, sandbox, budi):
    await sandbox.limits(burst=3)
    count, refused = await flood(line, budi)
    assert count == 3
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    await sandbox.advance(1)
    assert (await flood(line, budi))[0] == 1


async def test_the_header_and_the_journal_tell_of_it_too(line, sandbox, budi, public):
    await sandbox.limits(burst=1)
    since = await sandbox.sequence()
    await flood(line, budi)
    answer = await line.http.post("sendMessage", json={"chat_id": budi.id, "text": "x"})
    assert answer.headers["retry-after"] == "1"
    floods = [e for e in (await sandbox.wait(since)).events if e["event"] == "flood"]
    told = {"bot": public.username, "chat_id": budi.id, "retry_after": 1}
    assert len(floods) == 2 and told.items() <= floods[0].items()


async def test_one_chat_that_is_full_leaves_the_others_room(line, sandbox, budi, sari, public):
    await sari.start(public)
    await sandbox.limits(burst=2)
    await flood(line, budi)
    assert (await flood(line, sari))[0] == 2


async def test_twenty_a_minute_in_a_group_however_slowly(other_line, sandbox, desk):
    await sandbox.limits()
    for _ in range(20):
        await other_line.result("sendMessage", chat_id=desk.id, text="kartu")
        await sandbox.advance(1.5)
    refused = await other_line.answer("sendMessage", chat_id=desk.id, text="kartu")
    assert refused["parameters"]["retry_after"] == 30
    await sandbox.advance(refused["parameters"]["retry_after"])
    assert await other_line.result("sendMessage", chat_id=desk.id, text="kartu")


async def test_thirty_a_second_overall_and_editing_counts(line, sandbox, budi, public):
    people = [await sandbox.person(f"Warga {n}") for n in range(30)]
    for person in people:
        await person.start(public)
    await sandbox.limits(overall=6)
    for person in people[:5]:
        sent = await line.result("sendMessage", chat_id=person.id, text="siaran")
    about = {"chat_id": people[4].id, "message_id": sent["message_id"]}
    await line.result("editMessageText", **about, text="diubah")
    refused = await line.refusal("sendMessage", chat_id=people[5].id, text="siaran")
    assert refused == "429 Too Many Requests: retry after 1"
    await line.result("sendChatAction", chat_id=people[5].id, action="typing")
    await sandbox.advance(1)
    assert await line.result("sendMessage", chat_id=people[5].id, text="siaran")


async def test_what_was_refused_counts_for_nothing(line, sandbox, budi):
    await sandbox.limits(burst=2)
    await flood(line, budi)
    for _ in range(5):
        await line.answer("sendMessage", chat_id=budi.id, text="x")
    await line.answer("sendMessage", chat_id=budi.id, text="")
    await sandbox.advance(1)
    assert (await flood(line, budi))[0] == 1


async def test_a_webhook_is_set_once_a_second(line, sandbox):
    await sandbox.limits()
    await line.result("setWebhook", url="http://127.0.0.1:9/")
    refused = await line.refusal("setWebhook", url="http://127.0.0.1:9/")
    assert refused == "429 Too Many Requests: retry after 1"
    await sandbox.advance(1)
    assert await line.result("setWebhook", url="")
    await sandbox.limits(False)
    assert await line.result("setWebhook", url="")


async def test_a_chat_may_be_held_for_a_while_and_let_go(line, sandbox, budi, sari, public):
    await sari.start(public)
    await sandbox.floods(40, chat=budi)
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="x")
    assert refused == "429 Too Many Requests: retry after 40"
    assert await line.result("sendMessage", chat_id=sari.id, text="x")
    await sandbox.advance(30)
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="x")
    assert refused == "429 Too Many Requests: retry after 10"
    await sandbox.heal()
    assert await line.result("sendMessage", chat_id=budi.id, text="x")


async def test_the_program_takes_limits_from_its_command_line(tmp_path):
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--listen", "127.0.0.1:0", "--limits"),
        *("--state", str(tmp_path), "--bot", "5:secret:lapor_bot:Lapor Inhil"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout
    url = (await program.stdout.readline()).decode().split()[-1]
    async with Sandbox(url) as sandbox, httpx.AsyncClient(base_url=f"{url}/bot5:secret") as http:
        budi = await sandbox.person("Budi")
        await budi.start(sandbox.bots[0])
        said = {"chat_id": budi.id, "text": "x"}
        codes = [(await http.post("/sendMessage", json=said)).status_code for _ in range(7)]
    program.terminate()
    await program.wait()
    assert codes[:5] == [200] * 5 and 429 in codes[5:]


@pytest.mark.parametrize(("parts", "left"), [(2, 3), (5, 0), (8, 0)])
async def test_an_album_counts_its_parts_and_a_large_one_still_goes(
    line, sandbox, budi, public, parts, left
):
    await budi.sends_photo(public)
    photo = (await line.result("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]
    await sandbox.limits()
    media = [{"type": "photo", "media": photo}] * parts
    await line.result("sendMediaGroup", chat_id=budi.id, media=media)
    assert (await flood(line, budi))[0] == left
