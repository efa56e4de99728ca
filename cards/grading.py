"""The keyboards by which an officer grades: first the source's letter, then the figure."""

from functools import partial

from cards.screen import Button, Rows, in_rows
from cards.sight import Sight
from desk import repute
from desk.grades import INFORMATION, SOURCES, WITNESSED
from desk.links import has_witness
from words import Html


def letters(sight: Sight) -> tuple[Html, Rows]:
    """The six letters with their meaning; the one that the record proposes has a star."""
    found = repute.of(sight.easel.session, sight.report.source_id)
    text = sight.words.html(
        "desk.panel_grade",
        judged=found.judged,
        approved=found.approved,
        confirmed=found.confirmed,
        refuted=found.refuted,
    )

    def key(letter: str) -> Button:
        proposed = found.judged and letter == found.letter
        label = "desk.source_key_proposed" if proposed else "desk.source_key"
        return sight.button(label, "panel", f"info_{letter}", letter=letter)

    return text, in_rows(tuple(map(key, SOURCES)), 1)


def _figures(letter: str, sight: Sight) -> tuple[Html, Rows]:
    """The figures with their meaning; the first only with a second source that confirms."""
    witness = has_witness(sight.easel.session, sight.report)
    offered = [one for one in INFORMATION if witness or one != WITNESSED]
    buttons = tuple(
        sight.button("desk.grade", "approve", letter + figure, grade=letter + figure)
        for figure in offered
    )
    meaning = sight.words.text("desk.source", letter=letter)
    text = sight.words.html("desk.panel_info", letter=letter, source=meaning, witness=witness)
    return text, in_rows(buttons, 1)


FIGURES = {f"info_{letter}": partial(_figures, letter) for letter in SOURCES}
"""A keyboard for each letter chosen before."""
