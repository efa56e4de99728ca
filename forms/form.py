"""A form: its fields, their kinds, limits and wording in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as with_factory
from decimal import Decimal
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
    SEVERAL = "several"
    REGION = "region"
    MOMENT = "moment"
    DAY = "day"
    LOCATION = "location"
    EVIDENCE = "evidence"
    YESNO = "yesno"
    NUMBER = "number"
    MONEY = "money"
    CONTACT = "contact"


class Purpose(StrEnum):
    """What a form becomes when it is sent; each needs certain fields (`forms/purposes.py`)."""

    REPORT = "report"
    DAILY = "daily"


class Audience(StrEnum):
    """Who is asked."""

    CITIZEN = "citizen"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Option:
    """One button: an ASCII value of at most 40 bytes and its label; a group holds options."""

    value: str
    label: Said
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A field is asked only when an earlier one was (`negated`: was not) answered with one of
    `values`: an option's value, `yes` or `no`. Without an answer to that one it does not hold."""

    field: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted. Lengths count UTF-16 code units, as Telegram does."""

    min_length: int = 1
    max_length: int = 3000
    max_files: int = 10
    past_days: int = 365
    min_choices: int = 1
    max_choices: int = 50
    min: Decimal = Decimal(0)
    max: Decimal = Decimal(10**15)
    decimals: bool = False
    """Whether a number may have a fraction."""


Default = str | bool | tuple[str, ...] | None
"""`"now"` for a moment and `"today"` for a day (of the draft's beginning), `"area"` for a region
(of the person), a choice key, yes or no, `()` for evidence."""


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
    default: Default = None
    asked: bool = False
    """Asked in its turn although it may be skipped; other optional fields wait on the review."""
    when: Condition | None = None
    section: Said | None = None
    """The heading it stands under on the review."""
    unit: Said | None = None
    """What a number counts: "rumah"."""
    yes: Said | None = None
    no: Said | None = None
    """A yes-or-no's own words on the two buttons."""
    anyone: bool = False
    """Whether a contact may be somebody else's."""


@dataclass(frozen=True, slots=True)
class Form:
    """A list of questions; `version` rises when a field's meaning changes."""

    key: str
    version: int
    title: Said
    fields: tuple[Field, ...]
    purpose: Purpose = Purpose.REPORT
    audience: Audience = Audience.CITIZEN
    menu: Said | None = None
    """A shorter title for a menu's button."""
    by_key: Mapping[str | None, Field] = with_factory(init=False, repr=False, compare=False)
    """The fields again, to be found."""

    conditional: tuple[Field, ...] = with_factory(init=False, repr=False, compare=False)
    """Those with a condition."""

    texts: tuple[str, ...] = with_factory(init=False, repr=False, compare=False)
    """The keys of those answered in free words."""

    opening: str | None = with_factory(init=False, repr=False, compare=False)
    """The key of the first field, where that one is always asked first."""

    def __post_init__(self) -> None:
        always = (one.required and one.when is None and one.default is None for one in self.fields)
        opening = self.fields[0].key if next(always, False) else None
        object.__setattr__(self, "opening", opening)
        texts = tuple(one.key for one in self.fields if one.kind is Kind.TEXT)
        object.__setattr__(self, "texts", texts)
        conditional = tuple(one for one in self.fields if one.when is not None)
        object.__setattr__(self, "conditional", conditional)
        object.__setattr__(self, "by_key", {one.key: one for one in self.fields})

    def field(self, key: str | None) -> Field | None:
        """The field of this key, None when the form has none such."""
        return self.by_key.get(key)

    def first(self, kind: Kind) -> Field | None:
        """The first field of this kind."""
        return next((one for one in self.fields if one.kind is kind), None)

    @property
    def button(self) -> Said:
        """What a menu's button says."""
        return self.menu or self.title
