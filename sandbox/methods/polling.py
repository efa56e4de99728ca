"""getUpdates, and the webhook methods of a bot that has none."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Json
from sandbox.mailbox import POLL_SECONDS_MAX
from sandbox.methods.call import Call, method


@method("getUpdates")
async def get_updates(call: Call) -> list[dict[str, Any]]:
    """Confirm what the offset says, then wait for the next updates."""
    mailbox = call.world.mailboxes[call.bot.id]
    mailbox.allow(call.get("allowed_updates"))
    limit = min(100, max(1, call.get("limit", 100)))
    seconds = min(POLL_SECONDS_MAX, max(0, call.get("timeout", 0)))
    count = mailbox.confirm(call.get("offset", 0))
    call.world.touch("bot", call.bot.id)
    if count:
        call.world.journal.note("confirmed", bot=call.bot.username, count=count)
    if call.world.journal.closed:
        return []
    return await mailbox.poll(limit, seconds)


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Nothing to delete; what waits may be dropped."""
    if call.get("drop_pending_updates"):
        mailbox = call.world.mailboxes[call.bot.id]
        mailbox.forget(list(mailbox.waiting))
        call.world.touch("bot", call.bot.id)
        call.world.journal.note("confirmed", bot=call.bot.username, count=0)
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """No webhook; the updates that wait."""
    waiting = len(call.world.mailboxes[call.bot.id].waiting)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}
