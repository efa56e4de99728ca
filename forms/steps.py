"""What the engine answers with: ask, show the review, or ready to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_factory
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from forms.form import Field, Form, Option
from forms.regions import Regions
from forms.values import Place, Value


@dataclass(frozen=True)
class Context:
    """What an office lends to every form: its places, its clock, its lists."""

    regions: Regions
    zone: ZoneInfo
    choices: Mapping[str, tuple[Option, ...]] = with_factory(default_factory=dict)
    area: str | None = None
    """The code of the area of whoever fills in the form; set it with `dataclasses.replace`."""

    @cached_property
    def ends(self) -> Mapping[str, Mapping[str, Option]]:
        """What can be an answer of each list, by its value."""
        return {
            name: {end.value: end for one in several for end in one.options or (one,)}
            for name, several in self.choices.items()
        }


class WrongKey(StrEnum):
    """Why an input did not fit; the sentence to it lives elsewhere."""

    TOO_SHORT = "too_short"  # values: min, length
    TOO_LONG = "too_long"  # values: max, length
    NOT_AN_OPTION = "not_an_option"
    PLACE_UNKNOWN = "place_unknown"  # values: text
    PLACE_OUTSIDE = "place_outside"
    PLACE_EXPECTED = "place_expected"
    POINT_EXPECTED = "point_expected"  # a position is needed, a name will not do
    MOMENT_UNCLEAR = "moment_unclear"
    MOMENT_IN_FUTURE = "moment_in_future"  # values: moment
    MOMENT_TOO_OLD = "moment_too_old"  # values: moment, days
    DAY_UNCLEAR = "day_unclear"
    DAY_IN_FUTURE = "day_in_future"  # values: day
    DAY_TOO_OLD = "day_too_old"  # values: day, days
    TEXT_EXPECTED = "text_expected"
    FILE_EXPECTED = "file_expected"
    TOO_MANY_FILES = "too_many_files"  # values: max; the first ones are kept
    YES_OR_NO = "yes_or_no"
    TOO_FEW_CHOSEN = "too_few_chosen"  # values: min
    TOO_MANY_CHOSEN = "too_many_chosen"  # values: max
    NUMBER_UNCLEAR = "number_unclear"
    NUMBER_NOT_WHOLE = "number_not_whole"
    MONEY_UNCLEAR = "money_unclear"
    TOO_SMALL = "too_small"  # values: least, money
    TOO_LARGE = "too_large"  # values: most, money
    CONTACT_UNCLEAR = "contact_unclear"
    CONTACT_OF_ANOTHER = "contact_of_another"
    BUTTON_EXPECTED = "button_expected"  # words at the review, with no empty text field
    NOT_ASKED_FOR = "not_asked_for"  # files or a position this form has no place for
    ANSWER_MISSING = "answer_missing"  # sent before it was complete


class Wrong(Struct, frozen=True):
    """An input that did not fit, with the values its sentence needs."""

    key: WrongKey
    values: Mapping[str, object] = field(default_factory=dict)


class Stage(StrEnum):
    """Where inside a question the person is, so the prompt can be worded for it."""

    QUESTION = "question"
    CANDIDATES = "candidates"  # "did you mean …": the places are the options
    DISTRICTS = "districts"  # the list of kecamatan
    VILLAGES = "villages"  # one kecamatan's desa; `inside` is its code
    CONFIRM = "confirm"  # a shared position; `confirm` is the place found
    GROUP = "group"  # one group of a two-level choice; `inside` is its value
    SEVERAL = "several"  # some of several are chosen: `chosen`


class Ask(Struct, frozen=True):
    """Ask `field`. `page` counts from 0; leaf with `Pressed("page:N")` when `pages` > 1.

    `wrong` may belong to what was just given rather than to this field (an eleventh photo).
    """

    field: Field
    options: tuple[Option, ...] = ()
    wrong: Wrong | None = None
    stage: Stage = Stage.QUESTION
    inside: str | None = None
    confirm: Place | None = None
    page: int = 0
    pages: int = 1
    answer: Value | None = None
    """The answer so far, when the field is asked again."""
    chosen: tuple[str, ...] = ()
    """Of several choices, the values that carry a tick."""
    number: int | None = None
    """Which of the `total` questions asked in turn this is, from 1; None for the others."""
    total: int = 0
    """0 while it can not be told: a condition is open, or only what is missing is asked."""
    returning: bool = False
    """Asked from the review, where `Back()` leads."""


class Review(Struct, frozen=True):
    """Everything answered so far; `assumed` are the keys nobody gave, filled by defaults."""

    form: Form
    answers: Mapping[str, Value]
    assumed: frozenset[str]
    urgent: bool
    changeable: tuple[Field, ...]
    wrong: Wrong | None = None


class Ready(Struct, frozen=True):
    """Complete and sent by the person."""

    answers: Mapping[str, Value]
    assumed: frozenset[str]
    urgent: bool


Step = Ask | Review | Ready
