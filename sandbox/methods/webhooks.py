"""setWebhook and its like: a bot that has its updates brought."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from sandbox.chats import Json
from sandbox.methods.call import Call, method
from sandbox.refusal import bad

CONNECTIONS, CONNECTIONS_MAX = 40, 100
SECRET_MAX = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")


@method("setWebhook")
def set_webhook(call: Call) -> bool:
    """Bring updates to this address, http and any port allowed as with a local server.

    An empty address deletes the webhook. A certificate is taken and not looked at.
    """
    if not call.given["url"]:
        return _install(call, {})
    mailbox = call.world.mailboxes[call.bot.id]
    webhook = {
        "url": _local(call.given["url"]),
        "secret_token": _secret(call.get("secret_token", "")),
        "max_connections": min(CONNECTIONS_MAX, max(1, call.get("max_connections", CONNECTIONS))),
        "has_custom_certificate": "certificate" in call.given,
    }
    mailbox.allow(call.get("allowed_updates"))
    mailbox.end("webhook")
    return _install(call, webhook)


@method("deleteWebhook")
def delete_webhook(call: Call) -> bool:
    """Bring nothing any more; what waits may be dropped, else it waits for getUpdates."""
    return _install(call, {})


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """Where updates go, how many wait, and what went wrong last."""
    bot, mailbox = call.bot, call.world.mailboxes[call.bot.id]
    mailbox.expire()
    info: Json = {"url": "", "has_custom_certificate": False}
    told = {name: value for name, value in bot.webhook.items() if name != "secret_token"}
    where = {"ip_address": "127.0.0.1"} if told else {}
    asked = {"allowed_updates": bot.allowed_updates} if bot.allowed_updates else {}
    return {**info, **told, "pending_update_count": len(mailbox.waiting), **where, **asked}


def _install(call: Call, webhook: Json) -> bool:
    if call.get("drop_pending_updates"):
        mailbox = call.world.mailboxes[call.bot.id]
        mailbox.forget(list(mailbox.waiting))
        call.world.journal.note("confirmed", bot=call.bot.username, count=0)
    call.bot.webhook = webhook
    call.world.touch("bot", call.bot.id)
    call.world.journal.note("webhook", bot=call.bot.username, url=webhook.get("url", ""))
    return True


def _local(url: str) -> str:
    """The address, if it is on this machine: what is played here must not reach anybody."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise bad("invalid webhook URL specified") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise bad("invalid webhook URL specified")
    if not _loopback(host):
        raise bad("bad webhook: the sandbox delivers to this machine only, such as 127.0.0.1")
    return parts.geturl()


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(token: str) -> str:
    if len(token) > SECRET_MAX:
        raise bad("secret token is too long")
    if not SECRET.fullmatch(token):
        raise bad("secret token contains unallowed characters")
    return token
