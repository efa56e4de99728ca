"""What each kind of input does to a draft, and what is shown after it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from forms import arrivals, filled, skipping
from forms.asking import Asking, Told
from forms.buttons import CLEAR, KEEP, SKIP
from forms.draft import Draft, Pending
from forms.drawing import shown
from forms.form import Field, Kind
from forms.given import (
    Attached,
    Back,
    Calm,
    Change,
    Contacted,
    Danger,
    Given,
    Pressed,
    Send,
    Shared,
    Typed,
)
from forms.kinds import region
from forms.steps import Ask, Ready, Review, Stage, Step, Wrong, WrongKey

_PAGE = re.compile(r"page:(\d{1,3})", re.ASCII)


class Walk(Asking):
    """One input at one moment."""

    def answer(self, draft: Draft, given: Given) -> tuple[Draft, Step]:
        """The draft after the input, and the next thing to show."""
        wrong: Wrong | None = None
        match given:
            case Danger():
                draft = replace(draft, urgent=True)
            case Calm():
                draft = replace(draft, urgent=False)
            case Back():
                draft = self._back(draft)
            case Change(field_key):
                draft, wrong = self._change(draft, field_key)
            case Send():
                return self._send(draft)
            case Attached():
                draft, wrong = arrivals.attached(self, draft, given)
            case Shared():
                draft, wrong = arrivals.shared(self, draft, given)
            case Contacted():
                draft, wrong = arrivals.contacted(self, draft, given)
            case Typed() | Pressed():
                draft, wrong = self._said(draft, given)
        return draft, self.step(draft, wrong)

    def step(self, draft: Draft, wrong: Wrong | None) -> Ask | Review:
        """The question or the review, to be drawn."""
        return shown(self.form, draft, self.now, self.context, wrong)

    def _back(self, draft: Draft) -> Draft:
        """Out of a list, else to the review it came from, else to the question before."""
        if draft.pending and draft.pending.stage is not Stage.SEVERAL:
            return replace(draft, pending=region.back(self.context.regions, draft.pending))
        turns = [field.key for field in filled.in_turn(self.form, draft, self.context)]
        if draft.returning or draft.at not in (None, *turns):
            return self.advanced(draft)
        place = turns.index(draft.at) if draft.at else len(turns)
        return replace(draft, at=turns[max(place - 1, 0)], pending=None) if turns else draft

    def _change(self, draft: Draft, key: str) -> Told:
        if all(field.key != key for field in self.applying(draft)):
            return draft, Wrong(WrongKey.NOT_AN_OPTION)
        complete = self.next_open(draft) is None
        return replace(draft, at=key, pending=None, returning=complete), None

    def _send(self, draft: Draft) -> tuple[Draft, Step]:
        missing = filled.missing(self.form, draft, self.context)
        if missing:
            draft = replace(draft, at=missing, pending=None, returning=False)
            return draft, self.step(draft, Wrong(WrongKey.ANSWER_MISSING))
        if draft.at is not None:
            draft = self.advanced(draft)
            return draft, self.step(draft, None)
        return draft, Ready(
            filled.answers(self.form, draft, self.context),
            filled.assumed(self.form, draft, self.context),
            draft.urgent,
        )

    def _said(self, draft: Draft, given: Typed | Pressed) -> Told:
        field = self.form.field(draft.at)
        if field is None:
            return self._said_at_review(draft, given)
        if isinstance(given, Pressed):
            moved = self._pressed_anywhere(draft, field, given.value)
            return (moved, None) if moved else self.read(draft, field, given)
        if skipping.asks_to_skip(field, given.text):
            return self._skipped(draft, field), None
        after, wrong = self.read(draft, field, given)
        if wrong and skipping.has_nothing(field, given.text):
            return self._skipped(draft, field), None
        return (after, wrong) if wrong is None else self._home(draft, given, after, wrong)

    def _home(self, draft: Draft, given: Typed, after: Draft, wrong: Wrong) -> Told:
        """A first message of any kind finds a home in the story."""
        possible = filled.possible(self.form, draft, self.context)
        story = next((one for one in possible if one.kind is Kind.TEXT), None)
        if story is None or story.key == draft.at or draft.answers:
            return after, wrong
        home, no = self.read(draft, story, given)
        return (home, None) if no is None else (after, wrong)

    def _said_at_review(self, draft: Draft, given: Typed | Pressed) -> Told:
        empty = self.empty_text(draft)
        if isinstance(given, Typed) and empty:
            return self.read(draft, empty, given)
        pressed = isinstance(given, Pressed)
        return draft, Wrong(WrongKey.NOT_AN_OPTION if pressed else WrongKey.BUTTON_EXPECTED)

    def _pressed_anywhere(self, draft: Draft, field: Field, value: str) -> Draft | None:
        """Leafing, keeping, clearing and skipping, which are the same for every kind."""
        page = _PAGE.fullmatch(value)
        if page:
            pending = draft.pending or Pending(Stage.QUESTION)
            return replace(draft, pending=replace(pending, page=int(page[1])))
        if value == KEEP.value and filled.given(field, draft, self.context) is not None:
            return self.advanced(draft)
        if value == CLEAR.value and not field.required:
            return self._skipped(draft.without(field), field)
        if value == SKIP.value and not field.required:
            return self._skipped(draft, field)
        return None

    def _skipped(self, draft: Draft, field: Field) -> Draft:
        return self.advanced(draft.without_asking(field))
