"""A message of ours as plain values: words, buttons, a menu; no Telegram in it."""

from dataclasses import dataclass, field

from msgspec import Struct

from words import Html, Plain


class Button(Struct, frozen=True, rename={"label": "text", "data": "callback_data"}):
    """An inline button, in JSON as Telegram wants it; `data` is at most 64 bytes."""

    label: Plain
    data: str


class Key(Struct, frozen=True):
    """A key of the menu below the input line; it sends its label, or the phone's position."""

    label: Plain
    location: bool = False


Rows = tuple[tuple[Button, ...], ...]


class Menu(Struct, frozen=True):
    """The keys below the input line, and what stands in the empty line."""

    keys: tuple[tuple[Key, ...], ...]
    placeholder: Plain


class Screen(Struct, frozen=True):
    """One message. Has buttons or a menu, never both: Telegram carries one of them."""

    text: Html
    rows: Rows = ()
    menu: Menu | None = None


@dataclass(frozen=True)
class Piece:
    """A file to hang under a message: which one of the store, and its neutral name."""

    evidence_id: int
    sha256: str
    media_type: str
    name: str


@dataclass(frozen=True)
class Drawn:
    """A parcel made visible: a screen to post or to put in place of `edit`, or files.

    `protect` keeps a message from being passed on; `remove` is one of ours that goes, and then
    nothing is said. `instead` is said when none of the files may leave the store; `tells` are
    the numbers that the screen told, for who must know later what was said.
    """

    screen: Screen | None = None
    edit: int | None = None
    reply_to: int | None = None
    thread: int | None = None
    pieces: tuple[Piece, ...] = field(default=())
    instead: Screen | None = None
    protect: bool = False
    remove: int | None = None
    quiet: bool = False
    tells: tuple[int, ...] = ()


PATIENCE = 5  # seconds until it is looked again what became of a message to be taken back


@dataclass(frozen=True)
class Nothing:
    """There is nothing to send any more, and why; with `wait` only not yet (seconds)."""

    why: str
    wait: int | None = None


def in_rows(buttons: tuple[Button, ...], across: int) -> Rows:
    """The buttons in rows of at most `across`."""
    return tuple(buttons[i : i + across] for i in range(0, len(buttons), across))
