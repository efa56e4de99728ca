"""A card's keyboards: the main one, and those an officer opens over it."""

from collections.abc import Callable
from dataclasses import dataclass

from cards.askpanel import ready_questions
from cards.easel import Easel
from cards.screen import Button, Rows, in_rows
from cards.taps import DeskTap
from desk import asking
from desk.decisions import PRESETS
from desk.grades import INFORMATION, SOURCES, Grade
from desk.hanging import MAIN
from desk.lifecycle import Status
from desk.panels import OPENABLE
from storage.tables import Report
from words import Html, Words


@dataclass(frozen=True)
class Sight:
    """One card being drawn: for whom in which words, and whether anything was cut."""

    easel: Easel
    report: Report
    words: Words
    files: dict[str, int]
    cut: bool = False
    recipient: str = "desk"

    def button(self, label: str, action: str, value: str = "", **values: object) -> Button:
        """A button of this card that says the macro `label`."""
        data = DeskTap(self.report.id or 0, self.report.version, action, value).pack()
        return Button(self.words.text(label, **values), data)

    @property
    def waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.report.status == Status.WAITING


Panel = Callable[[Sight], tuple[Html, Rows]]


def keyboard(sight: Sight, panel: str) -> tuple[Html | None, Rows]:
    """What an open keyboard says below the card, and its rows; the main one says nothing."""
    drawn = PANELS.get(panel)
    if drawn is None or Status(sight.report.status) not in OPENABLE[panel]:
        return None, _main(sight)
    text, rows = drawn(sight)
    return text, (*rows, (sight.button("desk.back", "panel", MAIN),))


def _main(sight: Sight) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if sight.waiting:
        usual = sight.button("desk.approve_default", "approve", str(Grade()))
        rows += [
            (usual, sight.button("desk.reject", "panel", "reject")),
            (
                sight.button("desk.approve_graded", "panel", "grade"),
                sight.button("asking.ask", "ask"),
            ),
        ]
    if sight.report.status == Status.WITHDRAWN:
        return tuple(rows)
    if sight.cut:
        rows.append((sight.button("desk.whole", "whole"),))
    kept = sight.files.get("kept", 0)
    if kept:
        rows.append((sight.button("desk.evidence", "files", count=kept),))
    return tuple(rows)


def _grades(sight: Sight) -> tuple[Html, Rows]:
    grid = tuple(
        tuple(
            sight.button(
                "desk.grade", "approve", f"{source}{information}", grade=source + information
            )
            for information in INFORMATION
        )
        for source in SOURCES
    )
    return sight.words.html("desk.panel_grade"), grid


def _reasons(sight: Sight) -> tuple[Html, Rows]:
    presets = tuple(
        sight.button("desk.reason_label", "reject", key.value, key=key.value) for key in PRESETS
    )
    return sight.words.html("desk.panel_reject"), in_rows(presets, 2)


PANELS: dict[str, Panel] = {
    "grade": _grades,
    "reject": _reasons,
    asking.PANEL: ready_questions,
}
