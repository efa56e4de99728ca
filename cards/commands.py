"""The commands beside the input line of the private bot: those that fit the person or the desk."""

from typing import NamedTuple

from desk.rights import Person, Right
from words import Plain, Words


class Command(NamedTuple):
    """A command as it is written, and what it does."""

    slash: str
    says: Plain


SLASHES: dict[str, dict[str, str]] = {
    "start": {"id": "start", "en": "start"},
    "report": {"id": "lapor", "en": "report"},
    "nihil": {"id": "nihil", "en": "nihil"},
    "daily": {"id": "harian", "en": "daily"},
    "own": {"id": "laporan", "en": "status"},
    "board": {"id": "meja", "en": "desk"},
    "history": {"id": "riwayat", "en": "history"},
    "identity": {"id": "identitas", "en": "identity"},
    "sanctions": {"id": "sanksi", "en": "sanctions"},
    "privacy": {"id": "privasi", "en": "privacy"},
}
FITTING: dict[str, Right | None] = {
    "start": None,
    "report": Right.REPORT,
    "nihil": Right.REPORT,
    "daily": Right.REPORT,
    "own": Right.REPORT,
    "board": Right.VERIFY,
    "history": Right.READ_HISTORY,
    "identity": Right.OPEN_IDENTITY,
    "sanctions": Right.MANAGE_PEOPLE,
    "privacy": Right.REPORT,
}
"""Which right each of them needs, in the order of the list."""
AT_DESK = ("board",)


def of_person(person: Person, words: Words) -> tuple[Command, ...]:
    """What this person may write; empty for whoever has no right: the common list is enough."""
    fitting = [key for key, right in FITTING.items() if right is None or right in person.rights]
    return tuple(_command(key, words) for key in fitting) if person.rights else ()


def of_desk(words: Words) -> tuple[Command, ...]:
    """What is understood in the verification group."""
    return tuple(_command(key, words) for key in AT_DESK)


def _command(key: str, words: Words) -> Command:
    return Command(SLASHES[key][words.language], words.text(f"staff.command_{key}"))
