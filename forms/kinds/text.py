"""Free text, cleaned of what could deceive a reader or break a document."""

from __future__ import annotations

import re

from forms.form import Field
from forms.given import Answering, Typed
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value

_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\ufff9-\ufffb]")
"""Direction overrides and marks, which can make a sentence read as another one."""
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters (Unicode's Cc) but line breaks, and half surrogates (Cs)."""


def clean(text: str) -> str:
    """Trimmed; no control characters but line breaks, no overrides, no half surrogates."""
    if text.isprintable():  # as most are: none of these is
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _INVISIBLE.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))
    return re.sub(r"\n{3,}", "\n\n", _CONTROL.sub("", text)).strip()


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    if not isinstance(given, Typed):
        return refused(asked, Wrong(WrongKey.TEXT_EXPECTED))
    text, limits = clean(given.text), asked.field.limits
    length = units(text)
    if length < limits.min_length:
        return refused(
            asked, Wrong(WrongKey.TOO_SHORT, {"min": limits.min_length, "length": length})
        )
    if length > limits.max_length:
        return refused(
            asked, Wrong(WrongKey.TOO_LONG, {"max": limits.max_length, "length": length})
        )
    return Taken(text)


def offer(asked: Asked) -> Offer:
    return Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, str)
