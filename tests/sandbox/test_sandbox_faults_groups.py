"""Faults of groups: thrown out, moved, closed, and messages in a guise."""

import pytest

CARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
MUTED = "400 Bad Request: not enough rights to send text messages to the chat"


async def sent(line, chat_id, **about):
    """The refusal of a message, or None when it went."""
    envelope = await line.answer("sendMessage", chat_id=chat_id, text="kartu", **about)
    return None if envelope["ok"] else f"{envelope['error_code']} {envelope['description']}"


async def newest(line):
    return (await line.result("getUpdates"))[-1]


@pytest.mark.parametrize("kind", ["supergroup", "group"])
async def test_fault_08_a_bot_is_thrown_out_of_the_duty_group(
    other_line, sandbox, budi, private, kind
):
    desk = await sandbox.group("Meja", [budi], admins=[private], kind=kind)
    await desk.kicks(private)
    standing = (await newest(other_line))["my_chat_member"]
    assert standing["old_chat_member"]["status"] == "administrator"
    assert standing["new_chat_member"]["status"] == "kicked"
    words = f"403 Forbidden: bot was kicked from the {kind} chat"
    assert await sent(other_line, desk.id) == words


async def test_fault_08_rights_are_taken_one_by_one_and_the_last_is_the_voice(
    other_line, budi, desk, private
):
    said = await budi.says(desk, "obrolan")
    await desk.promotes(private, "can_manage_chat")
    standing = (await newest(other_line))["my_chat_member"]["new_chat_member"]
    assert (standing["status"], standing["can_delete_messages"]) == ("administrator", False)
    about = {"chat_id": desk.id, "message_id": said.message_id}
    refused = await other_line.refusal("deleteMessage", **about)
    assert refused == "400 Bad Request: message can't be deleted"
    refused = await other_line.refusal("pinChatMessage", **about)
    words = "not enough rights to manage pinned messages in the chat"
    assert refused == f"400 Bad Request: {words}"
    await desk.demotes(private)
    assert await sent(other_line, desk.id) is None
    await desk.mutes(private)
    standing = (await newest(other_line))["my_chat_member"]["new_chat_member"]
    assert (standing["status"], standing["can_send_messages"]) == ("restricted", False)
    assert await sent(other_line, desk.id) == MUTED


async def test_fault_09_a_group_becomes_a_supergroup(other_line, sandbox, budi, private):
    desk = await sandbox.group("Meja", [budi], admins=[private], kind="group")
    about = {"text": "kartu", "reply_markup": CARD}
    card = await other_line.result("sendMessage", chat_id=desk.id, **about)
    old = await desk.becomes_supergroup()
    refused = await other_line.answer("sendMessage", chat_id=old, text="kartu")
    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": desk.id},
    }
    updates = await other_line.result("getUpdates", offset=-3)
    there, standing, here = [next(v for k, v in u.items() if k != "update_id") for u in updates]
    assert (there["chat"]["id"], there["migrate_to_chat_id"]) == (old, desk.id)
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (desk.id, old)
    assert (standing["chat"]["id"], here["message_id"]) == (desk.id, 1)
    assert desk.id < -1_000_000_000_000 < old
    again = {"message_id": card["message_id"], "text": "baru"}
    # The card's number now belongs to the service message above.
    refused = await other_line.refusal("editMessageText", chat_id=desk.id, **again)
    assert refused == "400 Bad Request: message can't be edited"
    assert await other_line.result("getChat", chat_id=old)
    assert await sent(other_line, desk.id) is None


async def test_fault_14_an_administrator_deletes_a_card_before_it_is_edited(other_line, desk):
    await sent(other_line, desk.id)
    card = await desk.last()
    await desk.deletes(card)
    about = {"chat_id": desk.id, "message_id": card.message_id}
    refused = await other_line.refusal("editMessageText", **about, text="baru")
    assert refused == "400 Bad Request: message to edit not found"
    refused = await other_line.refusal("deleteMessage", **about)
    assert refused == "400 Bad Request: message to delete not found"


async def test_fault_18_an_anonymous_administrator_types_hidden_and_presses_openly(
    other_line, sandbox, sari, private
):
    desk = await sandbox.group("Meja", admins=[sari, private])
    await sent(other_line, desk.id, reply_markup=CARD)
    await sari.says_anonymously(desk, "/tutup")
    await sari.presses(await desk.last(), "A")
    command, press = (await other_line.result("getUpdates", offset=-2))[-2:]
    assert command["message"]["from"] == {
        "id": 1087968824,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    assert command["message"]["sender_chat"]["id"] == desk.id
    assert press["callback_query"]["from"]["id"] == sari.id


async def test_fault_22_a_topic_is_closed_and_then_deleted(other_line, desk, private):
    await desk.becomes_forum()
    topic = await desk.opens_topic("Laporan")
    assert await sent(other_line, desk.id, message_thread_id=topic.thread) is None
    await desk.demotes(private)
    await topic.closes()
    refused = await sent(other_line, desk.id, message_thread_id=topic.thread)
    assert refused == "400 Bad Request: TOPIC_CLOSED"
    await topic.vanishes()
    refused = await sent(other_line, desk.id, message_thread_id=topic.thread)
    assert refused == "400 Bad Request: TOPIC_DELETED"


async def test_fault_22_the_general_topic_must_not_be_named(other_line, budi, desk):
    await desk.becomes_forum()
    for shut in (True, False):
        await desk.topic(None).closes(shut)
    refused = await sent(other_line, desk.id, message_thread_id=1)
    assert refused == "400 Bad Request: message thread not found"
    assert await sent(other_line, desk.id) is None
    await budi.says(desk.topic(None), "umum")
    assert "message_thread_id" not in (await newest(other_line))["message"]


@pytest.mark.parametrize("hidden", [False, True])
async def test_fault_28_a_message_is_passed_on_into_the_group(
    other_line, budi, sari, desk, private, hidden
):
    rumour = await sari.says(desk, "kabar angin")
    await budi.forwards(rumour, desk, hidden=hidden)
    message = (await newest(other_line))["message"]
    assert (message["text"], message["from"]["id"]) == ("kabar angin", budi.id)
    origin = message["forward_origin"]
    assert origin["date"] == rumour.date
    if hidden:
        told = {"type": "hidden_user", "date": rumour.date, "sender_user_name": "Sari"}
        assert origin == told
    else:
        assert (origin["type"], origin["sender_user"]["id"]) == ("user", sari.id)


async def test_fault_28_photos_and_hidden_administrators_are_passed_on_too(
    other_line, sandbox, budi, sari, private
):
    desk = await sandbox.group("Meja", [budi], admins=[sari, private])
    photo = await sari.sends_photo(desk, 1, "banjir")
    await sari.forwards(await budi.forwards(photo, desk), desk)
    message = (await newest(other_line))["message"]
    assert (message["caption"], len(message["photo"])) == ("banjir", 1)
    assert message["forward_origin"]["sender_user"]["id"] == sari.id
    await sari.forwards(await sari.says_anonymously(desk, "perintah"), desk)
    origin = (await newest(other_line))["message"]["forward_origin"]
    assert (origin["type"], origin["sender_chat"]["id"]) == ("chat", desk.id)


async def test_fault_28_a_bot_is_told_what_was_written_through_it_and_by_which_bot(
    line, other_line, budi, desk, public, private
):
    await budi.says_via(desk, public, "lewat bot")
    for heard in (line, other_line):  # the public one in spite of its privacy mode
        message = (await newest(heard))["message"]
        assert message["text"] == "lewat bot"
        assert message["via_bot"]["username"] == public.username
    before = await line.result("getUpdates")
    await budi.says_via(desk, private, "lewat yang lain")
    assert await line.result("getUpdates") == before


async def test_fault_28_a_channel_speaks_in_the_group(other_line, budi, desk):
    await budi.says_as_channel(desk, "siaran", title="Kanal Desa")
    message = (await newest(other_line))["message"]
    assert (message["from"]["id"], message["from"]["username"]) == (136817688, "Channel_Bot")
    channel = message["sender_chat"]
    assert (channel["type"], channel["title"]) == ("channel", "Kanal Desa")
    assert "forward_origin" not in message
    await budi.says_as_channel(desk, "kiriman", title="Kanal Desa", linked=True)
    message = (await newest(other_line))["message"]
    assert (message["from"]["id"], message["from"]["is_bot"]) == (777000, False)
    assert message["is_automatic_forward"] is True
    assert message["forward_origin"]["chat"] == message["sender_chat"] == channel
