"""getUpdates: a bot that asks for its updates."""

from __future__ import annotations

from typing import Any

from sandbox.mailbox import POLL_SECONDS_MAX
from sandbox.methods.call import Call, method
from sandbox.refusal import WEBHOOK_ACTIVE, Refusal


@method("getUpdates")
async def get_updates(call: Call) -> list[dict[str, Any]]:
    """Confirm what the offset says, then wait for the next updates."""
    if call.bot.webhook:
        raise Refusal(409, WEBHOOK_ACTIVE)
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
