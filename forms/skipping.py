"""Words that pass an optional question by."""

from __future__ import annotations

from forms.form import Field, Kind

SKIPS = frozenset(("lewati", "lewat", "skip", "next", "-", "--"))
NOTHING = frozenset(
    (
        *("tidak ada", "tdk ada", "tak ada", "gak ada", "ga ada", "nggak ada", "belum ada"),
        *("tidak tahu", "tdk tahu", "gak tahu", "nggak tahu", "belum tahu", "tidak", "nihil"),
        *("none", "nothing", "unknown", "i don't know", "don't know", "no"),
    )
)


def asks_to_skip(field: Field, text: str) -> bool:
    """Whether the word means the button "skip" here."""
    return not field.required and _plain(text) in SKIPS


def has_nothing(field: Field, text: str) -> bool:
    """Whether a text that could not be read says that there is no answer."""
    return not field.required and field.kind is not Kind.TEXT and _plain(text) in NOTHING


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!")
