"""The HTML tags Telegram knows, and the one attribute each may have."""

from __future__ import annotations

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
TAGS = {*STYLES, "a", "tg-emoji", "tg-time"}


def argument(tag: str, name: str, value: str) -> str:
    """The value, if this is the attribute that matters to this tag."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value
        case "blockquote", "expandable":
            return "1"
    return ""


def url(target: str) -> str:
    """The link as Telegram completes it; "" for what is no link at all."""
    text = target.strip()
    scheme, colon, rest = text.partition("://")
    if colon:
        known = scheme.lower() in {"http", "https", "tg", "ton", "tonsite"}
        return f"{scheme.lower()}://{_slashed(rest)}" if known and rest else ""
    if " " in text or "." not in text.strip("."):
        return ""
    return f"http://{_slashed(text)}"


def _slashed(rest: str) -> str:
    return rest if "/" in rest or "?" in rest else rest + "/"
