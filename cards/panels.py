"""A card's keyboards: the main one, and those an officer opens over it."""

from cards import correcting, more, rating, stepping, undoing
from cards.screen import Button, Rows, in_rows
from cards.sight import Panel, Sight
from desk.decisions import PRESETS
from desk.grades import INFORMATION, SOURCES, Grade
from desk.hanging import MAIN
from desk.lifecycle import Status
from desk.panels import OPENABLE
from words import Html


def keyboard(sight: Sight, panel: str) -> tuple[Html | None, Rows]:
    """What an open keyboard says below the card, and its rows; the main one says nothing."""
    drawn = PANELS.get(panel)
    if drawn is None or Status(sight.report.status) not in OPENABLE[panel]:
        return None, _main(sight)
    text, rows = drawn(sight)
    return text, (*rows, (sight.button("desk.back", "panel", MAIN),))


def _main(sight: Sight) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if confirm := rating.confirm(sight):
        rows.append((confirm,))
    if sight.waiting:
        usual = sight.button("desk.approve_default", "approve", str(Grade()))
        rows += [
            (usual, sight.button("desk.reject", "panel", "reject")),
            (sight.button("desk.approve_graded", "panel", "grade"),),
        ]
    if sight.report.status == Status.WITHDRAWN:
        return tuple(rows)
    decided = undoing.opener(sight)
    rarer = sight.report.status in OPENABLE["more"]
    further = sight.button("desk.more", "panel", "more") if rarer else None
    if row := tuple(one for one in (decided, further) if one is not None):
        rows.append(row)
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
    "more": more.panel,
    "urgency": rating.panel,
    "step_back": stepping.panel,
    "undo": undoing.panel,
    **correcting.PANELS,
}
