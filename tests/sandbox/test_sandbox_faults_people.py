"""Faults of people: gone, renamed, forging, sending what nobody can use."""

import pytest

from sandbox.client import SandboxRefused

CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
TOO_BIG = 20 * 1024 * 1024 + 1
GONE = "400 Bad Request: wrong file_id or the file is temporarily unavailable"
PDF = b"%PDF-1.4 sandbox"


async def newest(line, kind="message"):
    """What the newest update holds, which has to be of this kind."""
    return (await line.result("getUpdates"))[-1][kind]


async def asked(line, budi, public):
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    return await budi.last(public)


async def test_fault_07_a_bot_is_blocked_in_the_middle_of_a_dialogue(line, budi, public):
    await asked(line, budi, public)
    await budi.blocks(public)
    standing = await newest(line, "my_chat_member")
    statuses = [standing[f"{when}_chat_member"]["status"] for when in ("old", "new")]
    assert (statuses, standing["chat"]["type"]) == (["member", "kicked"], "private")
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="x")
    assert refused == "403 Forbidden: bot was blocked by the user"
    await budi.unblocks(public)
    assert await line.result("sendMessage", chat_id=budi.id, text="x")


@pytest.mark.parametrize("data", ["hapus:semua", "x" * 64, ""])
async def test_fault_11_callback_data_is_forged(line, budi, public, data):
    await budi.forges(await asked(line, budi, public), data)
    query = await newest(line, "callback_query")
    assert (query["data"], query["from"]["id"]) == (data, budi.id)
    assert query["message"]["reply_markup"] == CARD


async def test_fault_11_somebody_presses_a_button_meant_for_another(
    other_line, sari, desk, private
):
    await other_line.result("sendMessage", chat_id=desk.id, text="?", reply_markup=CARD)
    await sari.forges(await desk.last(), "a")
    assert (await newest(other_line, "callback_query"))["from"]["id"] == sari.id


async def test_fault_11_of_the_message_pressed_only_the_number_is_left(line, budi, public):
    question = await asked(line, budi, public)
    await budi.presses_old(question, "A", inaccessible=True)
    message = (await newest(line, "callback_query"))["message"]
    assert set(message) == {"chat", "message_id", "date"}
    assert (message["message_id"], message["date"]) == (question.message_id, 0)


async def test_fault_15_the_parts_of_an_album_of_ten_come_late(line, budi, public):
    parts = await budi.sends_album(public, 10, "banjir", late=[0, 7, 8, 9])
    first = [u["message"] for u in await line.result("getUpdates")][1:]
    assert len(first) == 6 and not any("caption" in message for message in first)
    await budi.says(public, "sudah")
    assert await budi.delivers_late() == 4
    late = [u["message"] for u in await line.result("getUpdates")][-4:]
    assert [one["message_id"] for one in late] == [parts[n].message_id for n in (0, 7, 8, 9)]
    assert len({one["media_group_id"] for one in [*first, *late]}) == 1
    assert late[0]["caption"] == "banjir"


async def test_fault_16_a_file_is_too_big_to_fetch(line, budi, public):
    await budi.sends_document(public, PDF, claimed_size=TOO_BIG)
    document = (await newest(line))["document"]
    assert document["file_size"] == TOO_BIG
    refused = await line.refusal("getFile", file_id=document["file_id"])
    assert refused == "400 Bad Request: file is too big"


async def test_fault_16_a_files_type_is_a_lie(line, sandbox, budi, public):
    await budi.sends_document(public, b"MZ\x90\0", name="foto.jpg", mime="image/jpeg")
    document = (await newest(line))["document"]
    assert (document["mime_type"], document["file_name"]) == ("image/jpeg", "foto.jpg")
    path = (await line.result("getFile", file_id=document["file_id"]))["file_path"]
    content = await line.http.get(f"{sandbox.url}/file/bot{public.token}/{path}")
    assert content.content == b"MZ\x90\0"
    assert content.headers["content-type"] == "application/octet-stream"


async def test_fault_16_a_file_vanishes_before_and_after_its_path_is_known(
    line, sandbox, budi, public
):
    shown = await budi.sends_photo(public)
    photo = (await newest(line))["photo"][-1]
    path = (await line.result("getFile", file_id=photo["file_id"]))["file_path"]
    await sandbox.lose_files(shown)
    fetched = await line.http.get(f"{sandbox.url}/file/bot{public.token}/{path}")
    assert fetched.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert await line.refusal("getFile", file_id=photo["file_id"]) == GONE
    again = {"chat_id": budi.id, "photo": photo["file_id"]}
    assert await line.refusal("sendPhoto", **again) == GONE


async def test_fault_17_a_long_text_comes_in_parts_that_cut_no_emoji(line, budi, public):
    await budi.says(public, "a" * 4095 + "🌊" + "b" * 10)
    first, second = [u["message"]["text"] for u in await line.result("getUpdates")][1:]
    assert (first, second) == ("a" * 4095, "🌊" + "b" * 10)
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="a" * 4097)
    assert refused == "400 Bad Request: message is too long"


async def test_fault_17_a_name_full_of_tags_breaks_what_does_not_escape_it(line, budi, public):
    await budi.renames("<b>R&D</b> \u202e<", username=None)
    await budi.says(public, "siapa saya")
    name = (await newest(line))["from"]["first_name"]
    assert name == "<b>R&D</b> \u202e<"
    said = {"chat_id": budi.id, "parse_mode": "HTML", "text": f"Halo {name}"}
    refused = await line.refusal("sendMessage", **said)
    assert refused.startswith("400 Bad Request: can't parse entities: ")


async def test_fault_19_a_message_is_changed_after_it_was_sent(line, budi, public):
    said = await budi.says(public, "banjir di pasar")
    await budi.edits(said, "tidak jadi")
    edited = await newest(line, "edited_message")
    assert (edited["message_id"], edited["text"]) == (said.message_id, "tidak jadi")
    assert edited["edit_date"] >= edited["date"]


async def test_fault_23_a_start_link_is_used_again_and_by_another(line, budi, sari, public):
    await budi.start(public, "undangan_1")
    await budi.start(public, "undangan_1")
    await sari.start(public, "undangan_1")
    updates = await line.result("getUpdates", offset=-3)
    said = [(u["message"]["from"]["id"], u["message"]["text"]) for u in updates]
    assert said == [(who.id, "/start undangan_1") for who in (budi, budi, sari)]


async def test_fault_23_a_payload_too_long_for_a_link_can_still_be_typed(line, budi, public):
    long = "x" * 65
    with pytest.raises(SandboxRefused, match="1 to 64"):
        await budi.start(public, long)
    await budi.says(public, f"/start {long}")
    assert (await newest(line))["text"] == f"/start {long}"


async def test_fault_24_a_username_changes_and_goes(line, sandbox, sari, public):
    await sari.start(public)
    assert "username" not in (await newest(line))["from"]
    await sari.renames("Sari", username="sari_baru")
    await sari.says(public, "lagi")
    assert (await newest(line))["from"]["username"] == "sari_baru"
    await sari.renames("Sari")
    await sari.says(public, "lagi")
    assert "username" not in (await newest(line))["from"]


async def test_fault_24_an_account_is_deleted(line, budi, public):
    await budi.deactivates()
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="x")
    assert refused == "403 Forbidden: user is deactivated"
    chat = await line.result("getChat", chat_id=budi.id)
    assert (chat["first_name"], chat.get("username")) == ("", None)
    with pytest.raises(SandboxRefused, match="is gone"):
        await budi.says(public, "halo")


async def test_fault_25_somebody_shares_the_number_of_another(line, budi, sari, public):
    await budi.shares_contact(public, of=sari)
    message = await newest(line)
    assert message["from"]["id"] == budi.id != message["contact"]["user_id"] == sari.id
    await budi.shares_contact(public, name="Orang lain")
    assert "user_id" not in (await newest(line))["contact"]


async def test_fault_29_somebody_answers_a_message_that_is_no_more(line, budi, public):
    question = await asked(line, budi, public)
    await line.result("deleteMessage", chat_id=budi.id, message_id=question.message_id)
    await budi.says(public, "ya", reply_to=question)
    message = await newest(line)
    assert message["text"] == "ya" and "reply_to_message" not in message
    reply = {"message_id": question.message_id}
    said = {"chat_id": budi.id, "text": "x"}
    refused = await line.refusal("sendMessage", **said, reply_parameters=reply)
    assert refused == "400 Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    assert await line.result("sendMessage", **said, reply_parameters=reply)
