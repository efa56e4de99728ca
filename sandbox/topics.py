"""Topics of a forum: how they come, change and go, and who may write in them."""

from __future__ import annotations

from sandbox.chats import Chat, Json
from sandbox.membership import may, service
from sandbox.world import World

GENERAL = "1"
NOT_FOUND = "message thread not found"
COLOURS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


def opened(world: World, chat: Chat, by: int, name: str, colour: int = COLOURS[0]) -> Json:
    """A new topic; its number is that of the service message that starts it."""
    about = {"name": name, "icon_color": colour}
    # Message 1 of a supergroup is its beginning, and 1 is the number of the General topic.
    number = chat.next_id = max(chat.next_id, 2)
    service(world, chat, by, {"forum_topic_created": about}, thread=number)
    chat.topics[str(number)] = {**about, "closed": False, "deleted": False}
    world.touch("chat", chat.key)
    return {"message_thread_id": number, **about}


def renamed(world: World, chat: Chat, by: int, thread: int, name: str) -> bool:
    """Another name; False when it has this one already."""
    topic = chat.topics[str(thread)]
    if topic["name"] == name:
        return False
    topic["name"] = name
    world.touch("chat", chat.key)
    service(world, chat, by, {"forum_topic_edited": {"name": name}}, thread=thread)
    return True


def closed(world: World, chat: Chat, by: int, thread: int | None, shut: bool = True) -> bool:
    """Close a topic or open it again; False when it is so already. None is the General one."""
    general = {"name": "General", "closed": False, "deleted": False}
    topic = chat.topics.setdefault(str(thread or GENERAL), general)
    if topic["closed"] == shut:
        return False
    topic["closed"] = shut
    world.touch("chat", chat.key)
    event = "forum_topic_closed" if shut else "forum_topic_reopened"
    service(world, chat, by, {event: {}}, thread=thread)
    return True


def removed(world: World, chat: Chat, thread: int) -> None:
    """Take a topic away with everything in it; nobody is told."""
    chat.topics[str(thread)]["deleted"] = True
    world.touch("chat", chat.key)
    for message in chat.messages.values():
        if message.thread == thread and not message.deleted:
            message.deleted = True
            world.touch_message(message)
    world.journal.note("deleted", chat=chat.key, thread=thread)


def known(chat: Chat, thread: int | None) -> bool:
    """Whether there is, or was, a topic of this number; the General one has none."""
    return chat.is_forum and str(thread) in chat.topics and str(thread) != GENERAL


def objection(chat: Chat, account: int, thread: int | None) -> str:
    """What the server has against somebody's message in a topic; "" when nothing."""
    if thread is not None and not known(chat, thread):
        return NOT_FOUND
    topic = chat.topics.get(str(thread or GENERAL), {})
    if topic.get("deleted"):
        return "TOPIC_DELETED"
    if topic.get("closed") and not may(chat, account, "can_manage_topics"):
        return "TOPIC_CLOSED"
    return ""
