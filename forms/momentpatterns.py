"""Patterns for moments in a text; `Reading` takes them out one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forms.momentwords import (
    COUNTS,
    DAYS_BACK,
    FUTURE,
    LAST_NIGHT,
    MONTHS,
    NOW,
    PARTS,
    UNITS,
    WEEKDAYS,
)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


SPAN_AGO = re.compile(
    rf"\b(?P<since>sudah|sejak|selama)?\s*(?:(?P<count>\d{{1,3}}|{_any(COUNTS)})\s+)?"
    rf"(?P<unit>(?:se)?(?:{_any(UNITS)}))\b(?:\s+(?:yang|yg))?(?P<ago>\s+(?:lalu|lewat|ago|tadi)\b)?"
)
ISO_DATE = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d)|\b)")
DOTTED_DATE = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})\b")
SLASHED_DATE = re.compile(
    r"\b(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})(?:\s?[/-]\s?(?P<year>\d{4}|\d{2}))?\b"
)
SPELLED_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s*(?P<name>{_any(MONTHS)})\b\s*(?P<year>\d{{4}}\b)?"
)
ENGLISH_DATE = re.compile(
    rf"\b(?P<name>{_any(MONTHS)})\s+(?P<day>\d{{1,2}})\b(?:\s+(?P<year>\d{{4}})\b)?"
)
NAMED_DAY = re.compile(rf"\b(?P<word>{_any(DAYS_BACK)})\b")
WEEKDAY = re.compile(
    rf"\b(?P<last>last\s+)?(?P<word>{_any(WEEKDAYS)})\b(?P<ago>\s+(?:lalu|kemarin|yang lalu)\b)?"
)
HALF_HOUR = re.compile(r"\b(?:jam|pukul|pkl|jm)?\s*setengah\s+(?P<hour>\d{1,2})\b")
CLOCK = re.compile(
    r"\b(?P<said>(?:jam|pukul|pkl|jm|at)\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})"
    r"(?:[.:]\d{2})?(?!\d)"
)
HOUR = re.compile(
    r"\b(?:(?:jam|pukul|pkl|jm|at)\s*(?P<hour>\d{1,2})"
    rf"|(?P<bare>\d{{1,2}})(?=\s*(?:{_any(PARTS)})\b))(?!\d)"
)
PART = re.compile(rf"(?<![a-z])(?P<word>{_any(PARTS)})\b")


IN_LAST_NIGHT = re.compile(rf"\b(?:{_any(LAST_NIGHT)})\b")
RIGHT_NOW = re.compile(rf"\b(?:{_any(NOW)})\b")
TO_COME = re.compile(rf"\b(?:{_any(FUTURE)})\b")
