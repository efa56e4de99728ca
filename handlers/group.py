"""The verification group itself: bots that come and go, officers who leave, another desk."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiogram.exceptions import AiogramError
from aiogram.types import (
    CallbackQuery,
    ChatMemberRestricted,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
)

from cards import citizen
from cards.screen import Screen
from cards.taps import GroupTap
from desk import group, people
from desk.group import Chat, NotOffered, Standing
from desk.rights import PUBLIC, NotAllowed
from handlers import commands
from handlers.speak import replace, toast
from handlers.turn import Repeated, Turn

COMMAND = ("jadikan_meja", "make_desk")


async def bot_changed(change: ChatMemberUpdated, turn: Turn) -> None:
    """A bot was added to a group, put out of it, or may do more or less there.

    The public bot stays in no group; for the private one it is for administrators to say.
    """
    before, after = _standing(change.old_chat_member), _standing(change.new_chat_member)
    chat = Chat(change.chat.id, change.chat.title or "")
    if turn.bot != PUBLIC:
        with suppress(Repeated):
            await turn.run(group.bot_stands, turn.house, chat, before, after)
    elif after is not Standing.GONE:
        await _leave(turn, change.chat.id)


async def member_changed(change: ChatMemberUpdated, turn: Turn) -> None:
    """Somebody came to a group or left it, where the bot is an administrator and hears of it."""
    user, chat = change.new_chat_member.user, change.chat.id
    with suppress(Repeated):
        if _gone(change.new_chat_member):
            await turn.run(group.member_left, turn.house, chat, user.id)
        else:
            await turn.run(group.members_joined, turn.house, chat, [user.id])


async def somebody_moved(message: Message, turn: Turn) -> bool:
    """The group's own word that somebody came or left; False for any other message."""
    came = message.new_chat_members or []
    if message.left_chat_member is None and not came:
        return False
    with suppress(Repeated):
        if message.left_chat_member is not None:
            user = message.left_chat_member
            await turn.run(group.member_left, turn.house, message.chat.id, user.id)
        else:
            ids = [user.id for user in came]
            await turn.run(group.members_joined, turn.house, message.chat.id, ids)
    return True


async def desk_asked(message: Message, turn: Turn) -> None:
    """An administrator's word in a group, or in a topic of it, that the desk is here."""
    topic = message.message_thread_id if message.is_topic_message else None
    chat = Chat(message.chat.id, message.chat.title or "", topic)
    with suppress(Repeated, NotAllowed):  # a stranger learns nothing
        await turn.run(group.make_here, turn.house, chat)
        await commands.fit_desk(turn.telegram, chat.number, turn.desk_words)


async def group_tapped(tap: CallbackQuery, turn: Turn, data: GroupTap) -> None:
    """An administrator's answer to the offer of a group."""
    words = turn.desk_words
    try:
        screen = await ACTIONS.get(data.action, _unknown)(turn, Chat(int(data.chat)))
    except Repeated:
        await toast(tap, words.text("desk.done_already"))
        return
    except (NotAllowed, NotOffered, ValueError):
        await turn.look(people.whoever)
        await toast(tap, words.text("desk.unknown_button"), alert=True)
        return
    await toast(tap)
    await replace(turn, tap, screen)


async def _make(turn: Turn, chat: Chat) -> Screen:
    await turn.run(group.make_desk, turn.house, chat)
    await commands.fit_desk(turn.telegram, chat.number, turn.desk_words)
    return citizen.simple(turn.words, "desk.made_desk", title="", by=turn.person.name)


async def _refuse(turn: Turn, chat: Chat) -> Screen:
    await turn.run(group.refuse, turn.house, chat)
    await _leave(turn, chat.number)
    return citizen.simple(turn.words, "desk.left_group")


async def _unknown(turn: Turn, chat: Chat) -> Screen:
    raise ValueError("no such button")


ACTIONS: dict[str, Callable[[Turn, Chat], Awaitable[Screen]]] = {
    "make": _make,
    "leave": _refuse,
}


async def _leave(turn: Turn, chat: int) -> None:
    with suppress(AiogramError):
        await turn.telegram.leave_chat(chat)


def _gone(member: ChatMemberUnion) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return not member.is_member
    return member.status in ("left", "kicked")


def _standing(member: ChatMemberUnion) -> Standing:
    if _gone(member):
        return Standing.GONE
    if isinstance(member, ChatMemberRestricted):
        return Standing.MEMBER if member.can_send_messages else Standing.MUTE
    return Standing.ADMIN if member.status in ("administrator", "creator") else Standing.MEMBER
