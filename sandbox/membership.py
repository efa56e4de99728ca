"""Coming and going: who is in a chat with which standing, and who hears of a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.accounts import Account
from sandbox.chats import Chat, Json, Message
from sandbox.delivery import listeners, message_arrived, queue
from sandbox.rendering import chat_object, message_object
from sandbox.world import World

ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)
GRANTED = (
    "can_manage_chat",
    "can_delete_messages",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


class Impossible(Exception):
    """No phone would do this; the text says why."""


def blocks(world: World, person: Account, chat: Chat, body: Json) -> None:
    """Stop a bot."""
    _private(chat)
    if not chat.blocked:
        chat.blocked = True
        _standing_in_private(world, person, chat, "member", "kicked")


def unblocks(world: World, person: Account, chat: Chat, body: Json) -> None:
    """Let a bot write again."""
    _private(chat)
    if chat.blocked:
        chat.blocked = False
        _standing_in_private(world, person, chat, "kicked", "member")


def joins(world: World, person: Account, chat: Chat, body: Json) -> None:
    """Become a member by the group's link."""
    move(world, chat, person.id, "member", by=person.id)


def leaves(world: World, person: Account, chat: Chat, body: Json) -> None:
    """Leave a group."""
    move(world, chat, person.id, "left", by=person.id)


def move(world: World, chat: Chat, account: int, after: str, *, by: int) -> None:
    """Give somebody a new standing in a group: service message, then the member updates."""
    before, old_rights = chat.status(account), rights(chat, account)
    if before == after:
        return
    chat.rights.pop(str(account), None)
    was, is_in = chat.present(account), after not in {"left", "kicked"}
    user = world.accounts[account].user()
    if was and not is_in:
        service(world, chat, by, {"left_chat_member": user}, leaver=account)
    chat.members[str(account)] = after
    world.touch("chat", chat.key)
    standing_changed(world, chat, account, before, after, by=by, old_rights=old_rights)
    if is_in and not was:
        service(world, chat, by, {"new_chat_members": [user]})


def grant(world: World, chat: Chat, account: int, granted: list[str], *, by: int) -> None:
    """Make somebody an administrator with these rights, or change the rights of one."""
    unknown = set(granted) - set(ADMIN_RIGHTS)
    if unknown:
        raise Impossible(f"there is no right {min(unknown)}")
    move(world, chat, account, "administrator", by=by)
    before = rights(chat, account)
    if set(granted) != set(before):
        chat.rights[str(account)] = granted
        world.touch("chat", chat.key)
        standings = ("administrator", "administrator")
        standing_changed(world, chat, account, *standings, by=by, old_rights=before)


def rights(chat: Chat, account: int) -> list[str]:
    """What an administrator may do."""
    return chat.rights.get(str(account), list(GRANTED))


def may(chat: Chat, account: int, right: str) -> bool:
    """Whether somebody is an administrator with this right."""
    status = chat.status(account)
    return status == "creator" or (status == "administrator" and right in rights(chat, account))


def standing_changed(
    world: World,
    chat: Chat,
    account: int,
    before: str,
    after: str,
    *,
    by: int,
    old_rights: Iterable[str] = GRANTED,
) -> None:
    """Tell of a new standing: the bot it is about, or the administrator bots that asked."""
    body: dict[str, Any] = {
        "chat": chat_object(world, chat),
        "from": world.accounts[by].user(),
        "date": world.clock.date(),
        "old_chat_member": member_object(world, account, before, old_rights),
        "new_chat_member": member_object(world, account, after, rights(chat, account)),
    }
    if account in world.bots:
        queue(world, world.bots[account], "my_chat_member", body)
        return
    for bot in listeners(world, chat):
        if chat.status(bot.id) == "administrator":
            queue(world, bot, "chat_member", body)


def member_object(
    world: World, account: int, status: str, granted: Iterable[str] = GRANTED
) -> Json:
    """The ChatMember object for a standing; `granted` matters to administrators only."""
    user = world.accounts[account].user()
    match status:
        case "creator":
            return {"user": user, "status": "creator", "is_anonymous": False}
        case "administrator":
            held = {right: right in set(granted) for right in ADMIN_RIGHTS}
            return {"user": user, "status": "administrator", **held}
        case "muted":
            limits = {"is_member": True, "until_date": 0}
            none = dict.fromkeys(MEMBER_RIGHTS, False)
            return {"user": user, "status": "restricted", **limits, **none}
        case "kicked":
            return {"user": user, "status": "kicked", "until_date": 0}
    return {"user": user, "status": status}


def check_writable(person: Account, chat: Chat) -> None:
    """Raise Impossible when somebody is not, or no longer, there to write."""
    if person.deactivated:
        raise Impossible(f"the account {person.name} is gone")
    if not chat.private and not chat.present(person.id):
        raise Impossible(f"{person.name} is not in {chat.title!r}")
    if chat.migrated_to:
        raise Impossible(f"{chat.title!r} became the supergroup {chat.migrated_to}")


def _standing_in_private(
    world: World, person: Account, chat: Chat, before: str, after: str
) -> None:
    world.touch("chat", chat.key)
    standing_changed(world, chat, chat.bot, before, after, by=person.id)


def service(
    world: World, chat: Chat, by: int, content: Json, leaver: int = 0, **about: Any
) -> Message:
    """Write a service message; a bot that leaves is not told, it has my_chat_member."""
    message = world.add_message(chat, by, content, kind="service", **about)
    world.journal.note("said", chat=chat.key, person=by, message_id=message.id)
    if leaver in world.bots:
        for bot in world.bots.values():
            if bot.id != leaver and chat.present(bot.id):
                queue(world, bot, "message", message_object(world, message, bot.id))
        return message
    message_arrived(world, message)
    return message


def _private(chat: Chat) -> None:
    if not chat.private:
        raise Impossible("only a bot can be blocked")
