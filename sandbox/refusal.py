"""How the Bot API says no: a code, a description, sometimes parameters."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def envelope(self) -> dict[str, Any]:
        """The body of the HTTP answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Breach(Refusal):
    """What the real server would let pass or answer otherwise, but is surely a mistake."""

    def __init__(self, complaint: str, description: str | None = None) -> None:
        super().__init__(400, description or f"Bad Request: sandbox: {complaint}")
        self.complaint = complaint


def bad(text: str) -> Refusal:
    """400 with this text."""
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    """403 with this text."""
    return Refusal(403, f"Forbidden: {text}")


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
UPGRADED = "group chat was upgraded to a supergroup chat"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
