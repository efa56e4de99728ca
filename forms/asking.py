"""The moves that every input shares: read a field, go on to the next, find who takes what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from forms import filled
from forms.draft import Draft
from forms.drawing import asked
from forms.form import Field, Form, Kind
from forms.given import Answering
from forms.kinds import READERS
from forms.reading import Halfway, Taken
from forms.steps import Context, Wrong

Told = tuple[Draft, Wrong | None]
"""The draft after an input, and what was wrong with it."""


class Asking:
    """One form at one moment; every method takes a draft and returns another."""

    def __init__(self, form: Form, now: datetime, context: Context) -> None:
        self.form = form
        self.now = now
        self.context = context

    def read(self, draft: Draft, field: Field, given: Answering) -> Told:
        """The draft with the field's answer or half of it; unchanged answers when it is wrong."""
        question = asked(self.form, draft, field, self.now, self.context)
        match READERS[field.kind].read(question, given):
            case Taken(value):
                return self.advanced(draft.with_answer(field, value)), None
            case Halfway(pending, wrong):
                return replace(draft, at=field.key, pending=pending), wrong

    def read_aside(self, draft: Draft, field: Field, given: Answering) -> Told:
        """The same for another field than the one on the screen, which stays."""
        after, wrong = self.read(draft, field, given)
        if wrong:
            return draft, wrong
        stays = replace(after, at=draft.at, pending=draft.pending, returning=draft.returning)
        return (stays if draft.at else after), None

    def advanced(self, draft: Draft) -> Draft:
        """At the next open question, or at the review."""
        return draft.moved(self.next_open(draft))

    def settled(self, draft: Draft) -> Draft:
        """A draft that stands at a field that applies, or at the review when nothing is open."""
        field = self.form.field(draft.at)
        if field is not None and (field.when is None or field in self.applying(draft)):
            return draft
        return self.advanced(draft)

    def next_open(self, draft: Draft) -> str | None:
        return filled.next_open(self.form, draft, self.context)

    def applying(self, draft: Draft) -> tuple[Field, ...]:
        return filled.applying(self.form, draft, self.context)

    def taker(self, draft: Draft, kinds: Collection[Kind]) -> Field | None:
        """Who takes an input of these kinds: the question on the screen, else the first that
        applies and has no default (the area a report is from is not where it happened)."""
        fitting = [field for field in self.applying(draft) if field.kind in kinds]
        here = [field for field in fitting if field.key == draft.at]
        others = (field for kind in kinds for field in fitting if field.kind is kind)
        return next(iter(here), None) or next(
            (field for field in others if field.default in (None, ())), None
        )

    def empty_text(self, draft: Draft) -> Field | None:
        """Where words without a question belong: the story, or a form's only other text."""
        found = filled.answers(self.form, draft, self.context)
        possible = filled.possible(self.form, draft, self.context)
        texts = [field for field in possible if field.kind is Kind.TEXT]
        empty = [field for field in texts if field.key not in found]
        if empty and (empty[0] is texts[0] or len(texts) == 2):
            return empty[0]
        return None
