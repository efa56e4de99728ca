"""What a kind of field is asked to do, and what it answers with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from forms.buttons import PER_PAGE
from forms.draft import Pending
from forms.form import Field, Option
from forms.given import Answering
from forms.steps import Context, Stage, Wrong
from forms.values import Place, Value


class Asked(Struct, frozen=True):
    """The question on the screen, with what is known around it."""

    field: Field
    pending: Pending | None
    texts: tuple[str, ...]
    """Answers of the form's text fields, in which a place may be named already."""
    now: datetime
    context: Context
    answer: Value | None = None
    """What was answered before."""


class Taken(Struct, frozen=True):
    """The field's answer."""

    value: Value


class Halfway(Struct, frozen=True):
    """Not an answer yet: a list to choose from, a place to confirm, or something wrong."""

    pending: Pending | None
    wrong: Wrong | None = None


class Offer(Struct, frozen=True):
    """The buttons under a question."""

    options: tuple[Option, ...] = ()
    stage: Stage = Stage.QUESTION
    inside: str | None = None
    confirm: Place | None = None
    page: int = 0
    pages: int = 1
    chosen: tuple[str, ...] = ()


class Reader(Protocol):
    """One kind of field. Kinds are modules or objects with these three functions."""

    def read(self, asked: Asked, given: Answering) -> Taken | Halfway:
        """What the input means here."""

    def offer(self, asked: Asked) -> Offer:
        """What can be pressed now."""

    def holds(self, field: Field, value: Value, context: Context) -> bool:
        """Whether a kept answer still means something."""


def refused(asked: Asked, wrong: Wrong) -> Halfway:
    """Nothing changes, something is said."""
    return Halfway(asked.pending, wrong)


def paged(
    options: Sequence[Option],
    page: int,
    stage: Stage,
    inside: str | None = None,
) -> Offer:
    """One page of a long list; a page beyond the end shows the last."""
    pages = max(1, -(-len(options) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = tuple(options[page * PER_PAGE : (page + 1) * PER_PAGE])
    return Offer(shown, stage, inside, None, page, pages)
