"""What a bot may ask about a chat and the people in it."""

from __future__ import annotations

from sandbox.chats import Json
from sandbox.membership import member_object, move, rights
from sandbox.methods.call import Call, method
from sandbox.refusal import bad
from sandbox.rendering import chat_object, message_object


@method("getChat")
def get_chat(call: Call) -> Json:
    """The chat with what only this method tells."""
    chat = call.chat()
    shown = chat_object(call.world, chat)
    extra: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    if not chat.private:
        extra["permissions"] = {"can_send_messages": True}
    if chat.pinned:
        pinned = chat.messages[chat.pinned[-1]]
        extra["pinned_message"] = message_object(call.world, pinned, call.bot.id, replies=False)
    return {**shown, **extra}


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """Somebody's standing."""
    chat = call.chat()
    account = call.given["user_id"]
    if account not in call.world.accounts:
        raise bad("user not found")
    if chat.private:
        if account not in (chat.person, chat.bot):
            raise bad("member not found")
        return member_object(call.world, account, "member")
    if str(account) not in chat.members and not chat.present(account):
        return member_object(call.world, account, "left")
    return member_object(call.world, account, chat.status(account), rights(chat, account))


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """The administrators who are no bots, and the caller when it is one."""
    chat = call.chat()
    if chat.private:
        raise bad("there are no administrators in the private chat")
    leading = [int(n) for n, status in chat.members.items() if status in LEADING]
    shown = [n for n in leading if n == call.bot.id or n not in call.world.bots]
    return [member_object(call.world, n, chat.status(n), rights(chat, n)) for n in shown]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """How many are in the chat, bots included."""
    chat = call.chat()
    return 2 if chat.private else sum(chat.present(int(n)) for n in chat.members)


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """Go."""
    chat = call.chat()
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    move(call.world, chat, call.bot.id, "left", by=call.bot.id)
    return True


LEADING = {"creator", "administrator"}
GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}
