"""One card being drawn."""

from dataclasses import dataclass

from cards.easel import Easel
from cards.screen import Button
from cards.taps import DeskTap
from desk.lifecycle import Status
from desk.postings import DESK
from storage.tables import Report
from words import Words


@dataclass(frozen=True)
class Sight:
    """One card being drawn: for whom in which words, and whether anything was cut."""

    easel: Easel
    report: Report
    words: Words
    files: dict[str, int]
    cut: bool = False
    recipient: str = DESK

    def button(self, label: str, action: str, value: str = "", **values: object) -> Button:
        """A button of this card that says the macro `label`."""
        data = DeskTap(self.report.id or 0, self.report.version, action, value).pack()
        return Button(self.words.text(label, **values), data)

    @property
    def waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.report.status == Status.WAITING
