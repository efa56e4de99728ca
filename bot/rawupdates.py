"""Updates as they came, before anybody knows whether they are built as they should be."""

from typing import Any

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")


def sender(raw: dict[str, Any]) -> int:
    """The Telegram id of whoever caused an update; 0 when nobody did."""
    for kind in KINDS:
        who = inside(raw[kind], "from", "id") if kind in raw else None
        if isinstance(who, int):
            return who
    return 0


def inside(raw: Any, *keys: str) -> Any:
    """A value deep inside an update; None where the update is not built as it should be."""
    for key in keys:
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw
