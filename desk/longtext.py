"""A text too long for one message: phones cut it, and its parts arrive as messages each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from forms.kinds.text import units

FULL = 4096  # UTF-16 units: Telegram takes no more in one message
LONG = FULL // 2  # from which a part may be a cut one: phones cut in the second half, at a line
AT_ONCE = timedelta(seconds=3)  # a phone sends the parts one after the other; nobody types so fast
LATE = timedelta(minutes=1)  # on a bad line, as long as nothing else was said in between


class Part(Struct, frozen=True):
    """A text as it came: in which message, and when that was sent."""

    message: int | None
    text: str
    sent_at: datetime | None


@dataclass(frozen=True)
class LongText:
    """The parts that came so far, by message, and when the last one was sent."""

    parts: Mapping[int, str]
    sent_at: datetime

    @property
    def first(self) -> int:
        """The message of the first part, under which the answer is known."""
        return min(self.parts)

    @property
    def text(self) -> str:
        """All parts as they were before they were cut: in a word, if a part is full, or between
        two words or lines."""
        whole = ""
        for _, part in sorted(self.parts.items()):
            whole = f"{whole}{part}"
            if not _full(part):
                whole += " "
        return whole.rstrip()

    def joined_to(self, answer: str, text: str) -> str:
        """What the parts so far gave as an answer, with the words of the next part."""
        return f"{answer}{'' if _full(self.parts[max(self.parts)]) else ' '}{text}"

    def goes_on(self, part: Part) -> bool:
        """Whether this is the next part: the one before may have been cut, and nobody could have
        read an answer and written another in between."""
        last = max(self.parts)
        if part.message is None or part.sent_at is None or part.message <= last:
            return False
        passed = part.sent_at - self.sent_at
        soon = passed <= AT_ONCE or (part.message == last + 1 and passed <= LATE)
        return soon and units(self.parts[last]) >= LONG

    def added(self, part: Part) -> LongText:
        """With one more part, or with one that was edited."""
        if part.message is None or part.sent_at is None:
            return self
        return LongText({**self.parts, part.message: part.text}, part.sent_at)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types only."""
        return {"parts": list(self.parts.items()), "sent_at": self.sent_at.isoformat()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> LongText:
        """The same again."""
        parts = {int(message): str(text) for message, text in plain["parts"]}
        return cls(parts, datetime.fromisoformat(plain["sent_at"]))


def begun(part: Part) -> LongText | None:
    """What may be the first of several parts; None for a text of ordinary length."""
    if part.message is None or part.sent_at is None or units(part.text) < LONG:
        return None
    return LongText({part.message: part.text}, part.sent_at)


def _full(part: str) -> bool:
    return units(part) >= FULL or len(part) >= FULL
