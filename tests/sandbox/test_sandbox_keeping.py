"""A play outlives its server."""

import httpx
import pytest

from sandbox.keeping import InUse
from sandbox.running import serve
from tests.sandbox.conftest import written

CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


async def test_chats_updates_files_and_ids_survive_a_restart(tmp_path):
    async with serve(state=tmp_path) as sandbox:
        public, private = sandbox.bots
        budi = await sandbox.person("Budi", username="budi")
        group = await sandbox.group("Meja", [budi], admins=[private])
        await budi.start(public)
        await budi.sends_photo(public, 1, "bukti")
        album = await budi.sends_album(public, 2, late=[1])
        async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{public.token}/") as http:
            sent = {"chat_id": budi.id, "text": "<b>kartu</b>", "parse_mode": "HTML"}
            await http.post("sendMessage", json={**sent, "reply_markup": CARD})
            first = (await http.get("getUpdates?limit=1")).json()["result"][0]["update_id"]
            await http.get("getUpdates", params={"offset": first + 1})
        press = await budi.presses(await budi.last(public), "A")
        await sandbox.advance(50)
        before = await budi.chat(public)
        waiting = await sandbox.updates_waiting()
        sequence = await sandbox.sequence()

    async with serve(state=tmp_path) as sandbox:
        [budi] = await sandbox.people()
        assert (budi.first_name, budi.username) == ("Budi", "budi")
        assert [one.id for one in await sandbox.groups()] == [group.id]
        assert await budi.chat(public) == before
        assert await sandbox.updates_waiting() == waiting
        assert await sandbox.sequence() >= sequence
        async with httpx.AsyncClient(base_url=f"{sandbox.url}/bot{public.token}/") as http:
            photo = waiting[public.username][0]["message"]["photo"][-1]
            got = (await http.get("getFile", params={"file_id": photo["file_id"]})).json()
            path = f"{sandbox.url}/file/bot{public.token}/{got['result']['file_path']}"
            assert (await http.get(path)).content.startswith(b"\xff\xd8")
            query = {"callback_query_id": press.query_id, "text": "masih"}
            assert (await http.get("answerCallbackQuery", params=query)).json()["ok"]
        assert (await press_again(sandbox, press)).text == "masih"
        assert await budi.delivers_late() == 1
        said = await budi.says(public, "lanjut")
        assert said.message_id == before[-1].message_id + 1
        last = (await sandbox.updates_waiting())[public.username][-2:]
        assert last[0]["message"]["message_id"] == album[1].message_id
        assert last[1]["update_id"] == last[0]["update_id"] + 1


async def press_again(sandbox, press):
    toasts = [toast for person in await sandbox.people() for toast in await person.toasts()]
    return next(toast for toast in toasts if toast.query_id == press.query_id)


async def test_what_was_confirmed_does_not_come_back(tmp_path):
    async with serve(state=tmp_path) as sandbox:
        public = sandbox.bots[0]
        budi = await sandbox.person("Budi")
        await budi.start(public)
        await sandbox.push_raw(public, {"poll": {}})
    async with serve(state=tmp_path) as sandbox:
        url = f"{sandbox.url}/bot{public.token}/getUpdates"
        async with httpx.AsyncClient() as http:
            await http.get(url, params={"offset": -1})
    async with serve(state=tmp_path) as sandbox:
        [left] = (await sandbox.updates_waiting())[public.username]
        assert "poll" in left


async def test_a_change_is_on_disk_within_a_second_without_a_stop(tmp_path):
    async with serve(state=tmp_path) as sandbox:
        budi = await sandbox.person("Budi")
        await written(sandbox, tmp_path, "account", budi.id)


async def test_two_sandboxes_do_not_share_a_directory(tmp_path):
    async with serve(state=tmp_path):
        with pytest.raises(InUse, match="another sandbox keeps its play"):
            async with serve(state=tmp_path):
                pass
    async with serve(state=tmp_path) as sandbox:
        assert await sandbox.people() == []
