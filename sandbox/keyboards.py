"""What Telegram demands of keyboards under a message."""

from __future__ import annotations

import json
from typing import Any

from sandbox.refusal import Breach, bad

DATA_BYTES_MAX = 64
BUTTONS_MAX = 100
ROW_MAX = 8
MARKUP_BYTES_MAX = 10_000
ASKING = {
    "request_contact": "phone number",
    "request_location": "location",
    "request_poll": "poll",
    "request_users": "users",
    "request_chat": "chat",
    "web_app": "web app",
}
# Exactly one of these makes an inline button what it is.
DOING = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
}
Rows = list[list[dict[str, Any]]]


def check(markup: dict[str, Any] | None, *, private: bool) -> None:
    """Refuse a keyboard Telegram would refuse in this kind of chat."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif "keyboard" in markup:
        _check_reply(markup["keyboard"], private)
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= 64:
        raise Breach("input_field_placeholder has 1 to 64 characters")


def inline_rows(markup: dict[str, Any] | None) -> Rows | None:
    """The rows of an inline keyboard without empty ones, or None when there is none."""
    if markup is None or "inline_keyboard" not in markup:
        return None
    return [row for row in markup["inline_keyboard"] if row] or None


def _check_inline(rows: Rows) -> None:
    _check_size(rows)
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    doing = DOING & set(button)
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: Button text must be non-empty")
    if not doing:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(doing) > 1:
        raise Breach(f"an inline button does one thing, this one {sorted(doing)}")
    if "callback_data" in button:
        size = len(button["callback_data"].encode())
        if not 1 <= size <= DATA_BYTES_MAX:
            raise bad("BUTTON_DATA_INVALID")
    if "url" in button and "." not in button["url"] and "://" not in button["url"]:
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _check_reply(rows: list[list[Any]], private: bool) -> None:
    if not any(rows):
        raise bad("object expected as reply markup")
    _check_size(rows)
    for row in rows:
        for button in row:
            asked = ASKING.keys() & set(button)
            if asked and not private:
                what = ASKING[sorted(asked)[0]]
                raise bad(f"{what} can be requested in private chats only")
            if not button["text"].strip():
                raise bad("can't parse keyboard button: Button text must be non-empty")


def _check_size(rows: list[list[Any]]) -> None:
    if sum(len(row) for row in rows) > BUTTONS_MAX:
        raise bad("reply markup is too long")
    if len(json.dumps(rows, ensure_ascii=False).encode()) > MARKUP_BYTES_MAX:
        raise bad("reply markup is too long")
    if any(len(row) > ROW_MAX for row in rows):
        raise Breach(f"a row shows at most {ROW_MAX} buttons")
