"""What a bot may do with the topics of a forum."""

from __future__ import annotations

from sandbox import topics
from sandbox.chats import Chat, Json
from sandbox.membership import may
from sandbox.methods.call import Call, Method, method
from sandbox.refusal import Breach, bad

NAME_MAX = 128


@method("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    """A new topic; its number goes with every message meant for it."""
    chat = _forum(call, "create a topic")
    colour = call.get("icon_color", topics.COLOURS[0])
    if colour not in topics.COLOURS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    return topics.opened(call.world, chat, call.bot.id, _name(call), colour)


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    """Another name."""
    chat = _forum(call, "edit the topic")
    thread = _thread(call, chat)
    if "name" not in call.given:
        return True
    return _changed(topics.renamed(call.world, chat, call.bot.id, thread, _name(call)))


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    """Away with the topic and all its messages."""
    chat = _forum(call, "delete the topic")
    topics.removed(call.world, chat, _thread(call, chat))
    return True


def _shutting(shut: bool, general: bool) -> Method:
    def change(call: Call) -> bool:
        chat = _forum(call, "close the topic" if shut else "reopen the topic")
        thread = None if general else _thread(call, chat)
        return _changed(topics.closed(call.world, chat, call.bot.id, thread, shut))

    return change


for _verb, _shut in (("close", True), ("reopen", False)):
    method(f"{_verb}ForumTopic")(_shutting(_shut, general=False))
    method(f"{_verb}GeneralForumTopic")(_shutting(_shut, general=True))


def _forum(call: Call, purpose: str) -> Chat:
    chat = call.chat(write=True)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    if not may(chat, call.bot.id, "can_manage_topics"):
        raise bad(f"not enough rights to {purpose}")
    return chat


def _thread(call: Call, chat: Chat) -> int:
    thread = int(call.given["message_thread_id"])
    if not topics.known(chat, thread) or chat.topics[str(thread)]["deleted"]:
        raise bad("TOPIC_ID_INVALID")
    return thread


def _name(call: Call) -> str:
    name = str(call.given["name"]).strip()
    if not name:
        raise bad("title must be non-empty")
    if len(name) > NAME_MAX:
        raise Breach(f"a topic's name has 1 to {NAME_MAX} characters")
    return name


def _changed(changed: bool) -> bool:
    if not changed:
        raise bad("TOPIC_NOT_MODIFIED")
    return True
