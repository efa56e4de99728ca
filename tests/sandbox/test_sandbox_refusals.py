"""What the Bot API refuses, in its own words."""

import json

import pytest

from sandbox.pictures import picture

BUTTON = {"text": "A", "callback_data": "a"}


def inline(*rows):
    return {"inline_keyboard": list(rows)}


# Text, parameters beside the chat, and what the answer says.
SEND_MESSAGE = [
    pytest.param({"text": "x" * 4097}, "message is too long", id="4097 letters"),
    pytest.param({"text": "🌊" * 2049}, "message is too long", id="4098 units of emoji"),
    pytest.param({"text": "x" * 32769}, "text is too long", id="more than 32 kB raw"),
    pytest.param({"text": ""}, "message text is empty", id="an empty text"),
    pytest.param({"text": " \n "}, "message text is empty", id="only white space"),
    pytest.param({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty", id="no word"),
    pytest.param({}, "message text is empty", id="no text at all"),
    pytest.param({"text": "x", "parse_mode": "XML"}, "unsupported parse_mode", id="XML"),
    pytest.param(
        {"text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
        id="an answer to nothing",
    ),
    pytest.param(
        {"text": "x", "message_thread_id": 5}, "message thread not found", id="no such topic"
    ),
    pytest.param(
        {"text": "x", "reply_markup": inline([{**BUTTON, "callback_data": "é" * 33}])},
        "BUTTON_DATA_INVALID",
        id="66 bytes of data",
    ),
    pytest.param(
        {"text": "x", "reply_markup": inline([{**BUTTON, "callback_data": ""}])},
        "BUTTON_DATA_INVALID",
        id="no data in the button",
    ),
    pytest.param(
        {"text": "x", "reply_markup": inline(*[[BUTTON]] * 101)},
        "reply markup is too long",
        id="101 buttons",
    ),
    pytest.param(
        {"text": "x", "reply_markup": inline([BUTTON] * 9)},
        "sandbox: a row shows at most 8 buttons",
        id="nine in a row",
    ),
    pytest.param(
        {"text": "x", "reply_markup": inline([{"text": "A"}])},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        id="a button that does nothing",
    ),
    pytest.param(
        {"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "can't parse entities: entity is out of the text's bounds",
        id="an entity past the end",
    ),
    pytest.param(
        {"text": "🌊x", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
        "can't parse entities: entity beginning is in the middle of a UTF-16 symbol "
        "at byte offset 1",
        id="an entity that cuts an emoji",
    ),
    pytest.param(
        {"text": "x", "reply_markup": inline(*[[{"text": "A" * 120, "url": "t.me/x"}]] * 80)},
        "reply markup is too long",
        id="few buttons, ten kilobytes",
    ),
]


@pytest.mark.parametrize(("given", "words"), SEND_MESSAGE)
async def test_a_message_telegram_would_not_take_is_refused(line, budi, given, words):
    refused = await line.refusal("sendMessage", chat_id=budi.id, **given)
    assert refused == f"400 Bad Request: {words}"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"text": "x" * 4096}, id="4096 letters"),
        pytest.param({"text": "🌊" * 2048}, id="4096 units of emoji"),
        pytest.param(
            {"text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"}, id="tags do not count"
        ),
        pytest.param(
            {"text": "x", "reply_markup": inline([{**BUTTON, "callback_data": "x" * 64}])},
            id="64 bytes of data",
        ),
        pytest.param(
            {"text": "x", "reply_markup": inline(*[[BUTTON] * 5] * 20)}, id="100 buttons"
        ),
        pytest.param(
            {
                "text": "x",
                "reply_parameters": {"message_id": 99, "allow_sending_without_reply": True},
            },
            id="an answer to nothing, allowed",
        ),
    ],
)
async def test_a_message_at_the_limit_is_taken(line, budi, given):
    assert await line.result("sendMessage", chat_id=budi.id, **given)


async def test_chats_a_bot_can_not_write_to_are_told_apart(
    line, sandbox, budi, sari, public, private, desk
):
    stranger = await sandbox.person("Orang")

    async def refused(chat):
        return await line.refusal("sendMessage", chat_id=chat, text="halo")

    assert await refused(stranger.id) == "400 Bad Request: chat not found"
    assert await refused(12345) == "400 Bad Request: chat not found"
    assert await refused(-1009999999999) == "400 Bad Request: chat not found"
    wanted = "403 Forbidden: bot can't initiate conversation with a user"
    assert await refused(sari.id) == wanted
    assert await refused(private.id) == "403 Forbidden: bot can't send messages to bots"
    await budi.blocks(public)
    assert await refused(budi.id) == "403 Forbidden: bot was blocked by the user"
    await budi.deactivates()
    assert await refused(budi.id) == "403 Forbidden: user is deactivated"
    await desk.mutes(public)
    wanted = "400 Bad Request: not enough rights to send text messages to the chat"
    assert await refused(desk.id) == wanted
    await desk.kicks(public)
    assert await refused(desk.id) == "403 Forbidden: bot was kicked from the supergroup chat"


async def test_a_bot_never_taken_in_does_not_know_the_group(line, sandbox, budi, private):
    group = await sandbox.group("Lain", [budi], [private])
    refused = await line.refusal("sendMessage", chat_id=group.id, text="halo")
    assert refused == "400 Bad Request: chat not found"


async def test_edits_are_refused_in_telegrams_words(line, budi, public):
    sent = await line.result("sendMessage", chat_id=budi.id, text="<b>a</b>", parse_mode="HTML")
    where = {"chat_id": budi.id, "message_id": sent["message_id"]}
    same = await line.refusal("editMessageText", **where, text="<b>a</b>", parse_mode="HTML")
    assert same == (
        "400 Bad Request: message is not modified: specified new message content and reply "
        "markup are exactly the same as a current content and reply markup of the message"
    )
    gone = await line.refusal("editMessageText", chat_id=budi.id, message_id=99, text="b")
    assert gone == "400 Bad Request: message to edit not found"
    theirs = await line.refusal("editMessageText", chat_id=budi.id, message_id=1, text="b")
    assert theirs == "400 Bad Request: message can't be edited"
    none = await line.refusal("editMessageText", chat_id=budi.id, text="b")
    assert none == "400 Bad Request: message identifier is not specified"
    keys = {"keyboard": [[{"text": "A"}]]}
    asked = await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=keys)
    where = {"chat_id": budi.id, "message_id": asked["message_id"]}
    fixed = await line.refusal("editMessageText", **where, text="!")
    assert fixed == "400 Bad Request: message can't be edited"


async def test_a_button_changed_back_counts_as_a_change_and_the_same_one_does_not(line, budi):
    markup = inline([BUTTON])
    sent = await line.result("sendMessage", chat_id=budi.id, text="a", reply_markup=markup)
    where = {"chat_id": budi.id, "message_id": sent["message_id"]}
    same = await line.refusal("editMessageReplyMarkup", **where, reply_markup=markup)
    assert "message is not modified" in same
    assert await line.result("editMessageReplyMarkup", **where)
    assert await line.result("editMessageReplyMarkup", **where, reply_markup=markup)


async def test_deleting_has_its_limits(line, sandbox, budi, desk):
    sent = await line.result("sendMessage", chat_id=budi.id, text="a")
    where = {"chat_id": budi.id, "message_id": sent["message_id"]}
    assert await line.result("deleteMessage", **where)
    assert await line.refusal("deleteMessage", **where) == (
        "400 Bad Request: message to delete not found"
    )
    said = await budi.says(desk, "halo")
    refused = await line.refusal("deleteMessage", chat_id=desk.id, message_id=said.message_id)
    assert refused == "400 Bad Request: message can't be deleted"
    old = await line.result("sendMessage", chat_id=budi.id, text="b")
    await sandbox.advance(172_801)
    refused = await line.refusal("deleteMessage", chat_id=budi.id, message_id=old["message_id"])
    assert refused == "400 Bad Request: message can't be deleted"


TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_answered_too_late_or_never_made_is_too_old(
    line, other_line, sandbox, budi, public
):
    markup = inline([BUTTON])
    await line.result("sendMessage", chat_id=budi.id, text="?", reply_markup=markup)
    card = await budi.last(public)
    assert await line.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    old = await budi.presses_old(card, "A")
    assert await line.refusal("answerCallbackQuery", callback_query_id=old.query_id) == TOO_OLD
    press = await budi.presses(card, "A")
    query = {"callback_query_id": press.query_id}
    assert await other_line.refusal("answerCallbackQuery", **query) == TOO_OLD
    long = await line.refusal("answerCallbackQuery", **query, text="x" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"
    await sandbox.advance(151)
    assert await line.refusal("answerCallbackQuery", **query) == TOO_OLD


async def test_a_file_id_belongs_to_one_bot(line, other_line, sari, public, private):
    await sari.start(private)
    await sari.sends_photo(public)
    update = (await line.result("getUpdates", offset=-1))[0]
    file_id = update["message"]["photo"][-1]["file_id"]
    assert (await line.result("getFile", file_id=file_id))["file_path"].startswith("photos/")
    wanted = "400 Bad Request: wrong file_id or the file is temporarily unavailable"
    assert await other_line.refusal("getFile", file_id=file_id) == wanted
    assert await other_line.refusal("sendPhoto", chat_id=sari.id, photo=file_id) == wanted
    assert await line.refusal("getFile", file_id="nonsense") == "400 Bad Request: invalid file_id"
    unread = await line.refusal("sendPhoto", chat_id=sari.id, photo="nonsense!")
    assert unread.startswith("400 Bad Request: wrong remote file identifier specified")
    refused = await line.refusal("sendDocument", chat_id=sari.id, document=file_id)
    assert refused == "400 Bad Request: can't use file of type Photo as Document"


async def test_the_same_file_has_one_unique_id_for_all_bots(
    line, other_line, sari, desk, sandbox, public
):
    await desk.adds(public, admin=True)
    await sari.sends_photo(desk)
    seen = [(await one.result("getUpdates", offset=-1))[0] for one in (line, other_line)]
    photos = [update["message"]["photo"][-1] for update in seen]
    assert photos[0]["file_unique_id"] == photos[1]["file_unique_id"]
    assert photos[0]["file_id"] != photos[1]["file_id"]


async def test_a_file_above_20_mb_can_not_be_downloaded(line, budi, public):
    await budi.sends_document(public, b"x", claimed_size=20 * 1024 * 1024 + 1)
    update = (await line.result("getUpdates", offset=-1))[0]
    file_id = update["message"]["document"]["file_id"]
    assert await line.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_photos_are_measured(line, budi):
    async def refused(content):
        files = {"photo": ("foto.jpg", content)}
        answer = await line.http.post("sendPhoto", data={"chat_id": budi.id}, files=files)
        return answer.json()["description"]

    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (9000).to_bytes(4) + (2000).to_bytes(4) + b"\0" * 9
    assert await refused(b"text") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await refused(png) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert await refused(picture(1) + b"\0" * 10_485_760) == "Bad Request: file is too big"
    assert await refused(b"") == "Bad Request: file must be non-empty"


async def test_albums_and_captions_have_their_limits(line, budi):
    async def refused(count, **about):
        media = [{"type": "photo", "media": f"attach://f{n}", **about} for n in range(count)]
        files = {f"f{n}": ("foto.jpg", picture(n)) for n in range(min(count, 11))}
        data = {"chat_id": budi.id, "media": json.dumps(media)}
        answer = await line.http.post("sendMediaGroup", data=data, files=files)
        return answer.json()["description"]

    assert await refused(11) == "Bad Request: too many messages to send as an album"
    assert await refused(2, caption="x" * 1025) == "Bad Request: message caption is too long"
    one = await line.refusal("sendMediaGroup", chat_id=budi.id, media=[])
    assert one == "400 Bad Request: there must be at least two messages to send as an album"
    mixed = [{"type": "photo", "media": "x"}, {"type": "document", "media": "y"}]
    unlike = await line.refusal("sendMediaGroup", chat_id=budi.id, media=mixed)
    assert unlike == "400 Bad Request: document can't be mixed with other media types"
    lost = [{"type": "photo", "media": "attach://lost"}] * 2
    gone = await line.refusal("sendMediaGroup", chat_id=budi.id, media=lost)
    assert gone == '400 Bad Request: file "lost" is not attached'


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("request_location", "location can be requested in private chats only"),
        ("request_contact", "phone number can be requested in private chats only"),
    ],
)
async def test_a_group_is_not_asked_for_phone_or_place(line, desk, asked, words):
    keys = {"keyboard": [[{"text": "A", asked: True}]]}
    refused = await line.refusal("sendMessage", chat_id=desk.id, text="?", reply_markup=keys)
    assert refused == f"400 Bad Request: {words}"


async def test_tokens_and_paths_are_refused_as_the_real_server_does(line, sandbox):
    async def refused(path):
        envelope = (await line.http.get(f"{sandbox.url}{path}")).json()
        return f"{envelope['error_code']} {envelope['description']}"

    assert await refused("/nothing") == "404 Not Found"
    assert await refused("/bot1:wrong/getMe") == "401 Unauthorized"
    wanted = "401 Unauthorized: invalid token specified"
    assert await refused("/botnocolon/getMe") == wanted
    assert await refused(f"/bot{'1' * 50}:{'x' * 50}/getMe") == wanted
    assert await line.refusal("getSomething") == "404 Not Found: method not found"
    wanted = "501 Not Implemented: the sandbox does not know sendPoll"
    assert await line.refusal("sendPoll") == wanted
    assert await line.refusal("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


async def test_more_than_a_megabyte_of_parameters_is_refused(line, budi):
    refused = await line.refusal("sendMessage", chat_id=budi.id, text="x" * 1_048_577)
    assert refused == "413 Request Entity Too Large: too many parameters"


async def test_a_file_is_found_under_its_own_path_only(line, sandbox, budi, public):
    await budi.sends_document(public, b"isi", "a.txt", "text/plain")
    file_id = (await line.result("getUpdates", offset=-1))[0]["message"]["document"]["file_id"]
    path = (await line.result("getFile", file_id=file_id))["file_path"]
    base = f"{sandbox.url}/file/bot{public.token}/"
    assert (await line.http.get(base + path)).content == b"isi"
    for wrong in (path.replace("documents", "photos"), path + "x", "../play.sqlite"):
        assert (await line.http.get(base + wrong)).status_code == 404


async def test_text_that_is_no_unicode_is_refused_not_a_crash(line, budi):
    body = b'{"chat_id": %d, "text": "\\ud83c"}' % budi.id
    answer = await line.http.post(
        "sendMessage", content=body, headers={"content-type": "application/json"}
    )
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_a_methods_name_is_read_in_any_case_by_get_and_by_form(line, budi, public):
    assert (await line.http.get("GETME")).json()["result"]["id"] == public.id
    form = {"chat_id": str(budi.id), "text": "satu", "disable_notification": "True"}
    assert (await line.http.post("sendmessage", data=form)).json()["ok"]
    query = {"chat_id": budi.id, "text": "dua"}
    assert (await line.http.get("SendMessage", params=query)).json()["ok"]
    assert [one.text for one in (await budi.chat(public))[1:]] == ["satu", "dua"]
