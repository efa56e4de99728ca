"""A form: its fields, their kinds, limits and wording in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as with_factory
from enum import StrEnum

LANGUAGES = ("id", "en")


class Said(Mapping[str, str]):
    """One thing said in every language; hashable, never changed."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def in_(self, language: str) -> str:
        """The text in this language, otherwise in Indonesian."""
        return self._texts.get(language) or self._texts["id"]

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Said({self._texts!r})"


class Kind(StrEnum):
    """What a field collects; each has its reader in `forms/kinds/`."""

    TEXT = "text"
    CHOICE = "choice"
    REGION = "region"
    MOMENT = "moment"
    LOCATION = "location"
    EVIDENCE = "evidence"
    YESNO = "yesno"


@dataclass(frozen=True, slots=True)
class Option:
    """One button: an ASCII value of at most 40 bytes and its label; a group holds options."""

    value: str
    label: Said
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted. Lengths count UTF-16 code units, as Telegram does."""

    min_length: int = 1
    max_length: int = 3000
    max_files: int = 10
    past_days: int = 365


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `choices` names a list of the context; `options` are the form's own."""

    key: str
    kind: Kind
    required: bool
    question: Said
    hint: Said | None
    label: Said
    """Short name, for the review."""
    example: Said | None
    options: tuple[Option, ...] = ()
    choices: str | None = None
    limits: Limits = with_factory(default_factory=Limits)
    default: str | bool | tuple[str, ...] | None = None
    """`"now"` for a moment (the draft's beginning), a choice key, yes or no, `()` for evidence."""


@dataclass(frozen=True, slots=True)
class Form:
    """A list of questions; `version` rises when a field's meaning changes."""

    key: str
    version: int
    title: Said
    fields: tuple[Field, ...]

    def field(self, key: str | None) -> Field | None:
        """The field of this key, None when the form has none such."""
        return next((one for one in self.fields if one.key == key), None)

    def first(self, kind: Kind) -> Field | None:
        """The first field of this kind."""
        return next((one for one in self.fields if one.kind is kind), None)
