"""A card's keyboards: the main one, and those an officer opens over it."""

from functools import partial

from cards import correcting, rating, sanctions, stepping, undoing
from cards.askpanel import ready_questions
from cards.grading import FIGURES, letters
from cards.linked import links_panel
from cards.more import keys, more_panel
from cards.screen import Button, Rows, in_rows
from cards.sight import Panel, Sight
from cards.taps import PullTap
from desk import asking
from desk.decisions import PRESETS
from desk.grades import Grade
from desk.hanging import MAIN
from desk.lifecycle import Status
from desk.panels import OPENABLE
from desk.postings import DESK
from desk.sanctions import LIFT, MEASURES, PANEL
from storage.tables import Account
from words import Html, Words


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
    pulled = sight.recipient != DESK and not sight.waiting
    last = (
        _hold(sight) if sight.waiting else None,
        undoing.opener(sight),
        sight.button("desk.more", "panel", "more") if keys(sight) else None,
        next_key(sight.words) if pulled else None,
    )
    return (*rows, *in_rows(tuple(one for one in last if one is not None), 2))


def next_key(words: Words) -> Button:
    """The button that brings the next report."""
    return Button(words.text("desk.next"), PullTap().pack())


def _hold(sight: Sight) -> Button:
    """Take, let go, or take over: whatever fits who holds the report."""
    holder = sight.report.taken_by
    if holder is None:
        return sight.button("desk.take", "take")
    if sight.recipient == f"account:{holder}":
        return sight.button("desk.let_go", "let_go")
    return sight.button("desk.held", "panel", "take_over")


def _take_over(sight: Sight) -> tuple[Html, Rows]:
    """Whoever holds it lets go from here too: at the desk nobody knows who will tap."""
    report = sight.report
    holder = sight.easel.session.get(Account, report.taken_by) if report.taken_by else None
    text = sight.words.html(
        "desk.panel_take_over", by=holder.name if holder else "", until=report.taken_until
    )
    from_whom = str(report.taken_by or "")
    keys = (
        sight.button("desk.take_over", "take_over", from_whom),
        sight.button("desk.let_go", "let_go"),
    )
    return text, (keys,)


def _reasons(sight: Sight) -> tuple[Html, Rows]:
    presets = tuple(
        sight.button("desk.reason_label", "reject", key.value, key=key.value) for key in PRESETS
    )
    return sight.words.html("desk.panel_reject"), in_rows(presets, 2)


PANELS: dict[str, Panel] = {
    "grade": letters,
    **FIGURES,
    "reject": _reasons,
    asking.PANEL: ready_questions,
    "take_over": _take_over,
    "more": more_panel,
    "links": links_panel,
    "urgency": rating.panel,
    "step_back": stepping.panel,
    "undo": undoing.panel,
    **correcting.PANELS,
    PANEL: sanctions.panel,
    **{f"{PANEL}:{key}": partial(sanctions.confirm, key=key) for key in (*MEASURES, LIFT)},
}
