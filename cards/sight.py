"""One card as it is being drawn: what its lines and keyboards need to know."""

from collections.abc import Callable
from dataclasses import dataclass

from cards.easel import Easel
from cards.screen import Button, Rows
from cards.taps import DeskTap
from desk.lifecycle import Status
from desk.links import NO_KIN, Kin
from desk.postings import DESK
from storage.tables import Account, Report
from words import Html, Plain, Words


@dataclass(frozen=True)
class Sight:
    """One card being drawn: for whom in which words, whether anything was cut, what is akin."""

    easel: Easel
    report: Report
    words: Words
    files: dict[str, int]
    cut: bool = False
    recipient: str = DESK
    offered: tuple[str, ...] = ()
    """What the open keyboard lets choose from."""
    kin: Kin = NO_KIN

    def button(self, label: str, action: str, value: str = "", **values: object) -> Button:
        """A button of this card that says the macro `label`."""
        return self.plain(self.words.text(label, **values), action, value)

    def plain(self, label: Plain, action: str, value: str) -> Button:
        """A button of this card that says the name of a thing."""
        data = DeskTap(self.report.id or 0, self.report.version, action, value).pack()
        return Button(label, data)

    @property
    def waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.report.status == Status.WAITING

    def name_of(self, account: int | None) -> str:
        """What colleagues call an officer."""
        row = self.easel.session.get(Account, account) if account is not None else None
        return row.name if row else "—"


Panel = Callable[[Sight], tuple[Html, Rows]]
"""What a keyboard says below the card, and its rows."""
