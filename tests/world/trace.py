"""Where words of the screen came from, and what time it is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.homes import INDRAGIRI_HILIR

NOON = INDRAGIRI_HILIR.noon


class Trace:
    """Which wording key a text came from, so that tests speak of keys and not of sentences."""

    def __init__(self) -> None:
        self._texts: dict[str, set[str]] = defaultdict(set)

    def __call__(self, key: str, text: str) -> None:
        self._texts[key].add(text)

    def shows(self, raw: str, key: str) -> bool:
        return any(text and text in raw for text in self._texts[key])

    def keys(self, raw: str) -> list[str]:
        return sorted(key for key in self._texts if self.shows(raw, key))


@dataclass
class FakeClock:
    """Stands still until a test moves it."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)
