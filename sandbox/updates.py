"""The kinds of updates: which come unasked, how long they wait, and in whose queue they stand."""

from __future__ import annotations

from typing import Any

# Every kind an Update can hold; those in QUIET come only when asked for.
QUIET = {"chat_member", "message_reaction", "message_reaction_count"}
KINDS = QUIET | {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
}
DAY = 86_400
WEEK = 7 * DAY
# How long an update that nobody fetched is kept, in seconds; a day unless named here.
LIFE = {"callback_query": 150, "inline_query": 30}
# Whose queue an update stands in: the person for these, the chat for all others.
BY_PERSON = {"callback_query", "inline_query", "chosen_inline_result", "chat_member"}


def life(update: dict[str, Any]) -> int:
    """How many seconds it waits for a bot."""
    return next((LIFE[kind] for kind in LIFE if kind in update), DAY)


def queue_of(update: dict[str, Any]) -> str:
    """The queue of an update: that of its person for a press, of its chat for what was said."""
    kind = next((name for name in update if name != "update_id"), "")
    whose, name = (kind, "from") if kind in BY_PERSON else ("chat", "chat")
    # What was pushed raw may hold anything.
    inside = _fields(_fields(update.get(kind)).get(name))
    return f"{whose} {inside.get('id')}"


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
