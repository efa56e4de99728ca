"""What a person can give at a step: words, a tap, a position, files, or a wish to move."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """A text message."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a step: an option's value, or `page:N` to leaf (N from 0)."""

    value: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A position in degrees, WGS84."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Contacted:
    """A contact out of the phone's book; `own`: Telegram says it is the sender's own number."""

    phone: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """Evidence already kept elsewhere: its ids, and the words that came with it."""

    ids: tuple[str, ...]
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """One step back; answers stay."""


@dataclass(frozen=True, slots=True)
class Change:
    """Ask this field again (from the review); afterwards the review returns."""

    field_key: str


@dataclass(frozen=True, slots=True)
class Danger:
    """It is urgent now. Legal at any step, keeps the step; pressed twice it stays on."""


@dataclass(frozen=True, slots=True)
class Calm:
    """Takes `Danger` off again."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send what the review shows."""


Given = Typed | Pressed | Shared | Contacted | Attached | Back | Change | Danger | Calm | Send

Answering = Typed | Pressed | Shared | Contacted
"""What a field of some kind can read."""
