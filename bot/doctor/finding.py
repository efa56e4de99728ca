"""What one look found, as a value."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Sign(StrEnum):
    """How a finding stands; only `wrong` makes the whole unwell."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


MARKS = {Sign.GOOD: "✓", Sign.NOTE: "·", Sign.WRONG: "✗"}


@dataclass(frozen=True)
class Finding:
    """One line: which check, how it stands, and the wording key with its values."""

    check: str
    sign: Sign
    key: str
    values: dict[str, Any]


def good(check: str, key: str, **values: Any) -> Finding:
    """As it should be."""
    return Finding(check, Sign.GOOD, key, values)


def note(check: str, key: str, **values: Any) -> Finding:
    """Fine, and worth knowing; or it could not be looked at because of another finding."""
    return Finding(check, Sign.NOTE, key, values)


def wrong(check: str, key: str, **values: Any) -> Finding:
    """To be mended; the wording says how."""
    return Finding(check, Sign.WRONG, key, values)
