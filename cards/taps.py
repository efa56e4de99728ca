"""What a button says when it is pressed: a prefix and a few values, at most 64 bytes.

Anybody can forge these, so they name things and never prove anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

LONGEST = 64
SEPARATOR = "|"


class BadTap(ValueError):
    """Not one of our buttons."""


class Tap:
    """The base of all taps: `pack` and `unpack` are inverse."""

    prefix: ClassVar[str]

    def pack(self) -> str:
        """As it stands in the button. Raises ValueError when it would not fit."""
        return _fitting(SEPARATOR.join((self.prefix, *map(str, vars(self).values()))))

    @classmethod
    def unpack(cls, data: str) -> Self:
        """Raises BadTap for anything that `pack` could not have written."""
        prefix, *values = data.split(SEPARATOR)
        fields: dict[str, type] = {
            name: kind for name, kind in cls.__annotations__.items() if kind in (int, str)
        }
        if prefix != cls.prefix or len(values) != len(fields):
            raise BadTap(data)
        try:
            return cls(
                **{
                    name: _whole(value) if kind is int else value
                    for (name, kind), value in zip(fields.items(), values, strict=True)
                }
            )
        except ValueError as error:
            raise BadTap(data) from error


def _fitting(data: str) -> str:
    if len(data) > LONGEST or (not data.isascii() and len(data.encode()) > LONGEST):
        raise ValueError(f"too long for a button: {data}")
    return data


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise BadTap(text)
    return int(text)


@dataclass(frozen=True)
class FormTap(Tap):
    """A button of a question. `value` is an option's, or one of the moves below."""

    prefix: ClassVar[str] = "f"
    draft: int
    revision: int
    value: str

    @classmethod
    def packed(cls, draft: int, revision: int, value: str) -> str:
        """`pack` without a tap: a review has a dozen of them."""
        return _fitting(f"{cls.prefix}{SEPARATOR}{draft}{SEPARATOR}{revision}{SEPARATOR}{value}")

    @classmethod
    def changing(cls, draft: int, revision: int, fields: Iterable[str]) -> list[str]:
        """The buttons that go back to these fields."""
        head = cls.packed(draft, revision, CHANGE)
        return [_fitting(head + key) for key in fields]


BACK = "!back"
SEND = "!send"
CANCEL = "!cancel"
DANGER = "!danger"
CALM = "!calm"
CHANGE = "!change:"
SAME, OTHER = "!same:", "!other:"  # with the number of another report
CONTINUE = "!continue"
DROP = "!drop"


@dataclass(frozen=True)
class DeskTap(Tap):
    """A button of a card: `approve` with a grade, `reject` with a reason, `panel`, `files`,
    `whole` (every word of the report), `urgency` with a level, `category` and `place` with a key
    or code, `summary` (to `drop` it), `step_back`, `undo`, `sanction` with a measure, `lift` …"""

    prefix: ClassVar[str] = "d"
    report: int
    version: int
    action: str
    value: str


@dataclass(frozen=True)
class PullTap(Tap):
    """Bring the next report that waits into the own chat."""

    prefix: ClassVar[str] = "n"


@dataclass(frozen=True)
class OpeningTap(Tap):
    """About who a source is: `ask` with a report, `confirm`, `refuse` or `drop` with an asking."""

    prefix: ClassVar[str] = "i"
    action: str
    number: int


@dataclass(frozen=True)
class GroupTap(Tap):
    """What to do with a group the bot was added to: `make` it the desk, or `leave`."""

    prefix: ClassVar[str] = "g"
    action: str
    chat: str


@dataclass(frozen=True)
class OwnTap(Tap):
    """A button below a reporter's own report: `show`, `ask` (whether to), `withdraw`."""

    prefix: ClassVar[str] = "o"
    report: int
    action: str


@dataclass(frozen=True)
class AnswerTap(Tap):
    """A button below an officer's question: `begin` an answer; or whether a message was the
    `answer` or `other`."""

    prefix: ClassVar[str] = "a"
    question: int
    action: str


@dataclass(frozen=True)
class MendTap(Tap):
    """Below a rejected report: mend it and send it again."""

    prefix: ClassVar[str] = "m"
    report: int


@dataclass(frozen=True)
class StaffTap(Tap):
    """A button of the private bot's menu."""

    prefix: ClassVar[str] = "s"
    action: str


@dataclass(frozen=True)
class LanguageTap(Tap):
    """A language, chosen."""

    prefix: ClassVar[str] = "l"
    language: str


@dataclass(frozen=True)
class PeopleTap(Tap):
    """A button of the administrator's list: an action on an account, an invitation or a page."""

    prefix: ClassVar[str] = "p"
    action: str
    number: int
    value: str


@dataclass(frozen=True)
class FormChoiceTap(Tap):
    """A form, chosen from several."""

    prefix: ClassVar[str] = "c"
    form: str


@dataclass(frozen=True)
class SanctionTap(Tap):
    """A button of the administrator's list of who is silenced, or below a source looked up."""

    prefix: ClassVar[str] = "x"
    action: str
    number: int
    value: str


@dataclass(frozen=True)
class PrivacyTap(Tap):
    """A button about one's own data; `at` is when it was shown, in seconds, so that it ages."""

    prefix: ClassVar[str] = "y"
    action: str
    at: int
