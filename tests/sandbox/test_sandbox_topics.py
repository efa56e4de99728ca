"""Topics, migration, rights, pins and removals in groups."""

import pytest

from sandbox.client import SandboxRefused


async def messages(line):
    return [u["message"] for u in await line.result("getUpdates") if "message" in u]


async def test_a_topic_is_opened_written_in_closed_and_deleted(other_line, budi, desk, private):
    await desk.becomes_forum()
    opened = await other_line.result("createForumTopic", chat_id=desk.id, name="K7M-4XGF")
    thread = opened["message_thread_id"]
    where = {"chat_id": desk.id, "message_thread_id": thread}
    sent = await other_line.result("sendMessage", **where, text="kartu")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert sent["chat"]["is_forum"]
    topic = desk.topic(thread)
    await budi.says(topic, "saya lihat")
    heard = (await messages(other_line))[-1]
    assert (heard["message_thread_id"], heard["text"]) == (thread, "saya lihat")
    assert heard["reply_to_message"]["forum_topic_created"]["name"] == "K7M-4XGF"
    assert [one.text for one in await budi.chat(topic)][1:] == ["kartu", "saya lihat"]
    await other_line.result("closeForumTopic", **where)
    assert await other_line.refusal("closeForumTopic", **where) == (
        "400 Bad Request: TOPIC_NOT_MODIFIED"
    )
    with pytest.raises(SandboxRefused, match="TOPIC_CLOSED"):
        await budi.says(topic, "terlambat")
    await desk.promotes(private, "can_delete_messages")
    refused = await other_line.refusal("sendMessage", **where, text="x")
    assert refused == "400 Bad Request: TOPIC_CLOSED"
    await topic.vanishes()
    refused = await other_line.refusal("sendMessage", **where, text="x")
    assert refused == "400 Bad Request: TOPIC_DELETED"
    assert await budi.chat(topic) == []


async def test_the_general_topic_is_meant_by_leaving_its_number_out(other_line, desk):
    await desk.becomes_forum()
    for thread in (1, 99):
        refused = await other_line.refusal(
            "sendMessage", chat_id=desk.id, message_thread_id=thread, text="x"
        )
        assert refused == "400 Bad Request: message thread not found"
    sent = await other_line.result("sendMessage", chat_id=desk.id, text="umum")
    assert "message_thread_id" not in sent
    assert [one.text for one in await desk_messages(desk)][-1] == "umum"


async def desk_messages(desk):
    return [one for one in await desk.messages() if one.thread is None]


async def test_an_answer_goes_where_the_question_stands(other_line, budi, desk):
    await desk.becomes_forum()
    topic = await desk.opens_topic("Banjir")
    said = await budi.says(topic, "apa kabar?")
    reply = {"message_id": said.message_id}
    sent = await other_line.result(
        "sendMessage", chat_id=desk.id, text="baik", reply_parameters=reply
    )
    assert sent["message_thread_id"] == topic.thread


async def test_only_a_forum_has_topics_and_only_who_may_opens_them(line, other_line, desk):
    refused = await other_line.refusal("createForumTopic", chat_id=desk.id, name="x")
    assert refused == "400 Bad Request: the chat is not a forum"
    await desk.becomes_forum()
    refused = await line.refusal("createForumTopic", chat_id=desk.id, name="x")
    assert refused == "400 Bad Request: not enough rights to create a topic"


async def test_a_group_moves_to_a_supergroup_and_sends_to_the_old_one_say_where(
    other_line, sandbox, budi, private
):
    group = await sandbox.group("Meja", [budi], admins=[private], kind="group")
    card = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    await other_line.result("sendMessage", chat_id=group.id, text="kartu", reply_markup=card)
    shown = await group.last()
    await other_line.result("getUpdates", offset=-1)
    old = await group.becomes_supergroup()
    assert group.id < -1_000_000_000_000
    updates = await other_line.result("getUpdates")
    first, standing, second = updates[-3:]
    assert first["message"]["migrate_to_chat_id"] == group.id
    assert standing["my_chat_member"]["chat"]["id"] == group.id
    assert second["message"]["migrate_from_chat_id"] == old
    assert second["message"]["message_id"] == 1
    envelope = await other_line.answer("sendMessage", chat_id=old, text="x")
    assert envelope["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert envelope["parameters"] == {"migrate_to_chat_id": group.id}
    assert (await other_line.result("getChat", chat_id=old))["type"] == "group"
    with pytest.raises(SandboxRefused, match="became the supergroup"):
        await budi.presses(shown, "A")
    assert await other_line.result("sendMessage", chat_id=group.id, text="baru")


async def test_rights_given_and_taken_show_in_the_standing_and_bind(
    other_line, budi, desk, private
):
    said = await budi.says(desk, "hapus aku")
    where = {"chat_id": desk.id, "message_id": said.message_id}
    await desk.promotes(private, "can_pin_messages")
    member = await other_line.result("getChatMember", chat_id=desk.id, user_id=private.id)
    assert (member["can_pin_messages"], member["can_delete_messages"]) == (True, False)
    change = (await other_line.result("getUpdates", offset=-1))[0]["my_chat_member"]
    assert change["old_chat_member"]["can_delete_messages"]
    refused = await other_line.refusal("deleteMessage", **where)
    assert refused == "400 Bad Request: message can't be deleted"
    assert await other_line.result("pinChatMessage", **where)
    await desk.demotes(private)
    refused = await other_line.refusal("pinChatMessage", **where)
    assert refused == "400 Bad Request: not enough rights to manage pinned messages in the chat"


async def test_a_pin_is_told_shown_and_taken_down(line, budi, public):
    sent = await line.result("sendMessage", chat_id=budi.id, text="penting")
    where = {"chat_id": budi.id, "message_id": sent["message_id"]}
    await line.result("pinChatMessage", **where)
    assert (await messages(line))[-1]["pinned_message"]["text"] == "penting"
    assert (await line.result("getChat", chat_id=budi.id))["pinned_message"]["text"] == "penting"
    await line.result("unpinChatMessage", chat_id=budi.id)
    refused = await line.refusal("unpinChatMessage", chat_id=budi.id)
    assert refused == "400 Bad Request: message to unpin not found"


async def test_several_messages_go_at_once_and_the_phone_sees_them_go(line, sandbox, budi, public):
    sent = [await line.result("sendMessage", chat_id=budi.id, text=t) for t in "ab"]
    numbers = [message["message_id"] for message in sent]
    since = await sandbox.sequence()
    assert await line.result("deleteMessages", chat_id=budi.id, message_ids=[*numbers, 99])
    events = (await sandbox.wait(since)).events
    assert [e["message_id"] for e in events if e["event"] == "deleted"] == numbers
    assert [one.text for one in await budi.chat(public)] == ["/start"]
    many = list(range(1, 102))
    refused = await line.refusal("deleteMessages", chat_id=budi.id, message_ids=many)
    assert refused == "400 Bad Request: too many message identifiers specified"


async def test_people_remove_their_own_and_only_administrators_what_others_wrote(budi, sari, desk):
    said = await budi.says(desk, "salah kirim")
    with pytest.raises(SandboxRefused, match="only an administrator"):
        await sari.deletes(said)
    await budi.deletes(said)
    assert (await desk.messages(deleted=True))[-1].deleted


async def test_a_bot_that_leaves_is_out(other_line, desk, private):
    assert await other_line.result("leaveChat", chat_id=desk.id)
    refused = await other_line.refusal("sendMessage", chat_id=desk.id, text="x")
    assert refused == "403 Forbidden: bot is not a member of the supergroup chat"
