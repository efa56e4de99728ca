"""People with phones: what they do, what the bots hear of it, and what they see."""

import io

import pytest
from PIL import Image

from sandbox.client import SandboxRefused
from sandbox.pictures import picture


async def heard(line):
    return [next(v for k, v in u.items() if k != "update_id") for u in await updates(line)]


async def updates(line):
    found = await line.result("getUpdates")
    if found:
        await line.result("getUpdates", offset=found[-1]["update_id"] + 1)
    return found


CARD = {"inline_keyboard": [[{"text": "Setuju ✅", "callback_data": "ok:1"}]]}


async def test_some_people_have_numbers_beyond_32_bits(sandbox):
    numbers = [(await sandbox.person(f"P{n}")).id for n in range(4)]
    assert [number > 2**32 for number in numbers] == [False, True, False, True]
    assert len(await sandbox.people()) == 4
    again = await sandbox.person("?", id=numbers[0])
    assert again.first_name == "P0"


async def test_a_press_carries_message_data_and_chat_instance(line, budi, public):
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    card = await budi.last(public)
    await budi.presses(card, "setuju")
    query = (await heard(line))[-1]
    assert query["data"] == "ok:1"
    assert query["from"]["id"] == query["message"]["chat"]["id"] == budi.id
    assert query["message"]["reply_markup"] == CARD
    assert query["chat_instance"]


async def test_a_finger_presses_what_is_there_and_a_forger_what_he_likes(line, budi, public):
    sent = await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    card = await budi.last(public)
    await line.result("editMessageReplyMarkup", chat_id=budi.id, message_id=sent["message_id"])
    with pytest.raises(LookupError):
        await budi.presses(card, "Setuju ✅")
    await budi.forges(card, "ok:999")
    assert (await heard(line))[-1]["data"] == "ok:999"
    await budi.presses_old(card, "Setuju ✅", inaccessible=True)
    query = (await heard(line))[-1]
    assert (query["data"], query["message"]["date"]) == ("ok:1", 0)


async def test_the_first_answer_to_a_press_is_what_the_person_reads(line, budi, public):
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=CARD)
    press = await budi.presses(await budi.last(public), "ok:1")
    for text in ("satu", "dua"):
        await line.result("answerCallbackQuery", callback_query_id=press.query_id, text=text)
    assert (await press).text == "satu"
    assert [toast.text for toast in await budi.toasts()] == ["satu"]
    with pytest.raises(TimeoutError):
        await (await budi.forges(await budi.last(public), "x")).toast(within=0.01)


async def test_a_key_of_a_reply_keyboard_says_its_text(line, budi, public):
    keys = {"keyboard": [[{"text": "Lapor"}, {"text": "Bantuan"}]]}
    await line.result("sendMessage", chat_id=budi.id, text="Menu", reply_markup=keys)
    press = await budi.presses(await budi.last(public), "Bantuan")
    assert press.said.text == "Bantuan"
    assert (await heard(line))[-1]["text"] == "Bantuan"


async def test_an_album_is_one_update_for_each_part_and_some_come_late(line, budi, public):
    album = await budi.sends_album(public, 4, "banjir", late=[1, 3])
    early = (await heard(line))[1:]
    assert len(early) == 2
    assert early[0]["caption"] == "banjir"
    assert await budi.delivers_late() == 2
    late = await heard(line)
    parts = sorted(early + late, key=lambda part: part["message_id"])
    assert [part["message_id"] for part in parts] == [one.message_id for one in album]
    assert len({part["media_group_id"] for part in parts}) == 1
    assert await budi.delivers_late() == 0


async def test_a_photo_loses_its_place_and_a_document_keeps_it(line, sandbox, budi, public):
    assert Image.open(io.BytesIO(picture(5))).getexif().get_ifd(0x8825)[1] == "S"
    await budi.sends_photo(public, 5)
    await budi.sends_document(public, picture(5), "foto.jpg", "image/jpeg")
    photo, document = (await heard(line))[1:]
    contents = []
    for file_id in (photo["photo"][-1]["file_id"], document["document"]["file_id"]):
        path = (await line.result("getFile", file_id=file_id))["file_path"]
        url = f"{sandbox.url}/file/bot{line.bot.token}/{path}"
        contents.append((await line.http.get(url)).content)
    assert b"Exif" not in contents[0]
    assert Image.open(io.BytesIO(contents[0])).size == (64, 48)
    assert contents[1] == picture(5)


async def test_a_large_photo_comes_in_several_sizes_the_largest_last(line, budi, public):
    out = io.BytesIO()
    Image.new("RGB", (1600, 900)).save(out, "JPEG")
    await budi.sends_photo(public, out.getvalue())
    sizes = (await heard(line))[-1]["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1280]
    assert sizes[-1]["height"] == 720


async def test_an_edit_reaches_the_bot_with_its_date(line, budi, public):
    said = await budi.says(public, "banjr")
    assert (await budi.edits(said, "banjir #1")).edited
    edited = (await updates(line))[-1]["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("banjir #1", said.message_id)
    assert edited["edit_date"]
    photo = await budi.sends_photo(public, caption="lama")
    assert (await budi.edits(photo, "baru")).text == "baru"


async def test_blocking_and_coming_back_change_the_bots_standing(line, budi, public):
    await heard(line)
    await budi.blocks(public)
    await budi.unblocks(public)
    await budi.blocks(public)
    await budi.start(public)
    seen = await updates(line)
    changes = [u["my_chat_member"] for u in seen if "my_chat_member" in u]
    assert [change["new_chat_member"]["status"] for change in changes] == [
        "kicked",
        "member",
        "kicked",
        "member",
    ]
    assert seen[-1]["message"]["text"] == "/start"


async def test_a_contact_shows_whose_it_is(line, budi, sari, public):
    await budi.shares_contact(public)
    await budi.shares_contact(public, "+62811", of=sari)
    own, other = [message["contact"] for message in (await heard(line))[1:]]
    assert (own["user_id"], other["user_id"]) == (budi.id, sari.id)


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(
    line, other_line, sandbox, budi, desk, public, private
):
    await heard(line)
    await heard(other_line)
    asked = await line.result("sendMessage", chat_id=desk.id, text="Siapa di Tembilahan?")
    shown = await desk.last()
    assert shown.message_id == asked["message_id"]
    for text in ("rahasia", f"/lapor@{public.username}", "/lapor", f"/lapor@{private.username}"):
        await budi.says(desk, text)
    await budi.says(desk, "saya", reply_to=shown)
    seen = [message["text"] for message in await heard(line)]
    assert seen == [f"/lapor@{public.username}", "/lapor", "saya"]
    assert len(await heard(other_line)) == 5
    await other_line.result("sendMessage", chat_id=desk.id, text="halo")
    await budi.says(desk, "/lapor")
    assert await heard(line) == []
    await desk.adds(public, admin=True)
    await budi.says(desk, "sekarang terlihat")
    assert [m.get("text") for m in await heard(line)][-1] == "sekarang terlihat"


async def test_coming_and_going_in_a_group_is_told(line, other_line, sandbox, budi, desk, private):
    change = (await updates(other_line))[0]["my_chat_member"]
    assert change["new_chat_member"]["status"] == "administrator"
    assert change["chat"]["id"] == desk.id
    await heard(line)
    rina = await sandbox.person("Rina")
    await rina.joins(desk)
    await rina.leaves(desk)
    seen = await heard(line)
    assert seen[0]["new_chat_members"][0]["id"] == rina.id
    assert seen[1]["left_chat_member"]["id"] == rina.id
    with pytest.raises(SandboxRefused, match="not in"):
        await rina.says(desk, "halo")
    await desk.kicks(private)
    last = (await updates(other_line))[-1]["my_chat_member"]
    assert last["new_chat_member"]["status"] == "kicked"
    assert (await heard(line))[-1]["left_chat_member"]["id"] == private.id


async def test_an_anonymous_administrator_hides_behind_the_group_but_not_when_pressing(
    other_line, budi, desk
):
    await budi.says_anonymously(desk, "/tolak")
    message = (await heard(other_line))[-1]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (1087968824, desk.id)
    await other_line.result("sendMessage", chat_id=desk.id, text="?", reply_markup=CARD)
    await budi.presses(await desk.last(), "ok:1")
    assert (await heard(other_line))[-1]["from"]["id"] == budi.id


async def test_message_numbers_start_at_one_in_every_chat(line, budi, sari, desk, public):
    await sari.start(public)
    sent = [
        await line.result("sendMessage", chat_id=chat, text="x")
        for chat in (budi.id, sari.id, desk.id)
    ]
    assert [message["message_id"] for message in sent] == [2, 2, 1]


async def test_a_message_taken_away_is_gone_for_the_bot_too(line, budi, desk, public):
    sent = await line.result("sendMessage", chat_id=desk.id, text="kartu", reply_markup=CARD)
    await desk.deletes(await desk.last())
    where = {"chat_id": desk.id, "message_id": sent["message_id"]}
    refused = await line.refusal("editMessageText", **where, text="baru")
    assert refused == "400 Bad Request: message to edit not found"


async def test_waiting_for_a_message_ends_when_it_is_there_or_time_is_up(line, budi, public):
    with pytest.raises(TimeoutError, match="the bot said"):
        await budi.waits_for(public, "halo", within=0.01)
    await line.result("sendMessage", chat_id=budi.id, text="halo juga")
    first = await budi.waits_for(public, "halo")
    with pytest.raises(TimeoutError):
        await budi.waits_for(public, "halo", after=first, within=0.01)


async def test_a_phone_does_only_what_a_phone_can(budi, sari, desk, public):
    said = await budi.says(desk, "halo")
    with pytest.raises(SandboxRefused, match="its owner's"):
        await sari.edits(said, "hai")
    with pytest.raises(SandboxRefused, match="empty"):
        await budi.says(public, "  ")
    with pytest.raises(SandboxRefused, match="only a bot's message"):
        await budi.forges(said, "x")


async def test_a_long_text_arrives_in_parts_and_a_wrong_link_not_at_all(line, budi, public):
    await budi.says(public, "x" * 4096 + "y")
    assert [m["text"][-1] for m in (await heard(line))[1:]] == ["x", "y"]
    for payload in ("a b", "x" * 65):
        with pytest.raises(SandboxRefused, match="payload"):
            await budi.start(public, payload)


async def test_a_name_may_be_anything_and_reaches_the_bot_as_it_is(line, budi, public):
    await budi.renames("<b>Budi & \u202e")
    await budi.says(public, "halo")
    sender = (await heard(line))[-1]["from"]
    assert sender["first_name"] == "<b>Budi & \u202e"
    assert "username" not in sender


async def test_every_call_is_kept_with_its_parameters_and_outcome(line, sandbox, budi):
    since = await sandbox.sequence()
    await line.result("sendMessage", chat_id=budi.id, text="x", reply_markup=CARD)
    await line.refusal("sendMessage", chat_id=1, text="x")
    await line.http.post(
        "sendDocument", data={"chat_id": budi.id}, files={"document": ("a.txt", b"isi")}
    )
    await line.result("getUpdates")
    good, bad, upload = await sandbox.calls(since)
    assert (good.method, good.ok, good.parameters["reply_markup"]) == ("sendMessage", True, CARD)
    assert good.result["text"] == "x"
    assert (bad.error_code, bad.error) == (400, "Bad Request: chat not found")
    assert upload.parameters["document"] == {"file": "a.txt", "size": 3}
    assert len(await sandbox.calls(since, polls=True)) == 4
    assert await sandbox.calls(since, method="sendDocument") == [upload]
