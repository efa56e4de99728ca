"""What a person can give at a step: words, a tap, a position, files, or a wish to move."""

from __future__ import annotations

from msgspec import Struct


class Typed(Struct, frozen=True):
    """A text message."""

    text: str


class Pressed(Struct, frozen=True):
    """A button of a step: an option's value, or `page:N` to leaf (N from 0)."""

    value: str


class Shared(Struct, frozen=True):
    """A position in degrees, WGS84."""

    lat: float
    lon: float


class Contacted(Struct, frozen=True):
    """A contact out of the phone's book; `own`: Telegram says it is the sender's own number."""

    phone: str
    name: str
    own: bool


class Attached(Struct, frozen=True):
    """Evidence already kept elsewhere: its ids, and the words that came with it."""

    ids: tuple[str, ...]
    caption: str | None = None


class Back(Struct, frozen=True):
    """One step back; answers stay."""


class Change(Struct, frozen=True):
    """Ask this field again (from the review); afterwards the review returns."""

    field_key: str


class Danger(Struct, frozen=True):
    """It is urgent now. Legal at any step, keeps the step; pressed twice it stays on."""


class Calm(Struct, frozen=True):
    """Takes `Danger` off again."""


class Send(Struct, frozen=True):
    """Send what the review shows."""


Given = Typed | Pressed | Shared | Contacted | Attached | Back | Change | Danger | Calm | Send

Answering = Typed | Pressed | Shared | Contacted
"""What a field of some kind can read."""
