"""What a person, or a test, gets to see: plain frozen values read from the control API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; `data` is None for a button that opens a link."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on a person's phone.

    `text` is what is read (text or caption, without tags); `raw` is what the bot sent, tags
    included. `kind` is text, location, contact, service or one of the kinds of files. `chat` is
    the number the message's chat goes by on this phone: a bot's id, or a group's. `media` has
    an entry (key, kind, mime, name, size, width, height, duration) for each file, for a photo
    the largest size last; `/sandbox/files/<key>` serves it. `keys` says of each key of
    `keyboard` whether it asks for the `location` or the `contact`.
    `thread` is the topic in a forum, None in its General topic and everywhere else.
    """

    chat: int
    message_id: int
    kind: str
    from_id: int
    from_name: str
    by_bot: bool
    date: int
    edit_date: int | None
    text: str
    raw: str
    parse_mode: str | None
    entities: list[dict[str, Any]]
    buttons: list[list[Button]]
    keyboard: list[list[str]]
    keys: list[list[dict[str, Any]]]
    keyboard_options: dict[str, bool]
    placeholder: str | None
    reply_to: int | None
    media_group_id: str | None
    file_name: str | None
    file_size: int | None
    media: list[dict[str, Any]]
    location: dict[str, float] | None
    contact: dict[str, Any] | None
    protected: bool
    thread: int | None
    service: dict[str, Any]
    deleted: bool

    @property
    def edited(self) -> bool:
        """Whether the text or the buttons were changed after sending."""
        return self.edit_date is not None

    @property
    def labels(self) -> list[str]:
        """The texts of all inline buttons, row by row."""
        return [button.text for row in self.buttons for button in row]

    def button(self, wanted: str) -> Button:
        """The inline button with this data or text, or the only one whose text contains it."""
        buttons = [button for row in self.buttons for button in row]
        for exact in buttons:
            if wanted in (exact.data, exact.text):
                return exact
        partly = [button for button in buttons if wanted.lower() in button.text.lower()]
        if len(partly) == 1:
            return partly[0]
        raise LookupError(f"no single button {wanted!r} among {self.labels}")

    def key(self, wanted: str) -> str:
        """The key of the reply keyboard with this text, or the only one that contains it."""
        keys = [key for row in self.keyboard for key in row]
        if wanted in keys:
            return wanted
        partly = [key for key in keys if wanted.lower() in key.lower()]
        if len(partly) == 1:
            return partly[0]
        raise LookupError(f"no single key {wanted!r} among {keys}")

    @classmethod
    def read(cls, sight: dict[str, Any]) -> Shown:
        """The value from its JSON."""
        rows = [[Button(**button) for button in row] for row in sight["buttons"]]
        return cls(**{**sight, "buttons": rows})


def newest(messages: list[Shown]) -> Shown:
    """The last of the messages. LookupError when there is none."""
    if not messages:
        raise LookupError("there is no such message")
    return messages[-1]


@dataclass(frozen=True, slots=True)
class Toast:
    """What a bot answered to a press: a passing line, an alert to dismiss, or nothing to read."""

    text: str
    alert: bool
    url: str | None
    data: str
    query_id: str


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call. Uploaded files appear in `parameters` as {"file": name, "size": bytes}."""

    sequence: int
    at: float
    bot: str
    method: str
    parameters: dict[str, Any]
    ok: bool
    error_code: int | None
    error: str | None
    result: Any


@dataclass(frozen=True, slots=True)
class Breach:
    """A call that the official field list or an official limit does not allow."""

    sequence: int
    bot: str
    method: str
    complaint: str


@dataclass(frozen=True, slots=True)
class News:
    """What happened up to `sequence`: calls, updates, confirmed (by offset), toast, phone."""

    sequence: int
    events: list[dict[str, Any]] = field(default_factory=list)
