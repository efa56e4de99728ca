"""What to ask next: a conversation as a function over values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from forms import filled
from forms.buttons import CLEAR, KEEP
from forms.draft import Draft, Pending
from forms.drawing import asked, shown
from forms.filled import answers
from forms.form import Field, Form, Kind, Option
from forms.given import (
    Attached,
    Back,
    Calm,
    Change,
    Danger,
    Given,
    Pressed,
    Send,
    Shared,
    Typed,
)
from forms.kinds import READERS, choice, evidence, region
from forms.reading import Halfway, Taken
from forms.steps import Ask, Context, Ready, Review, Stage, Step, Wrong, WrongKey
from forms.values import Value

__all__ = [
    "Ask",
    "Context",
    "Draft",
    "Pending",
    "Ready",
    "Review",
    "Stage",
    "Step",
    "Wrong",
    "WrongKey",
    "answer",
    "answers",
    "begin",
    "option_label",
    "step",
]

_PAGE = re.compile(r"page:(\d{1,3})", re.ASCII)

Told = tuple[Draft, Wrong | None]
"""The draft after an input, and what was wrong with it."""


def begin(form: Form, now: datetime, context: Context) -> Draft:
    """An empty draft at the first question."""
    begun = now.astimezone(context.zone).replace(microsecond=0)
    return _settled(form, Draft(form.key, form.version, begun), context)


def answer(
    form: Form, draft: Draft, given: Given, now: datetime, context: Context
) -> tuple[Draft, Step]:
    """The draft after `given`, and the next thing to show; a wrong input loses no answer.

    `Send` leads to Ready only from the review, so that a person sends what they have seen; at any
    other step it leads to the review, or to the first question still open.
    """
    return Conversation(form, now, context).answer(_settled(form, draft, context), given)


def step(form: Form, draft: Draft, now: datetime, context: Context) -> Step:
    """The present question or review again, to draw it anew; never Ready."""
    return Conversation(form, now, context).step(_settled(form, draft, context), None)


def option_label(field: Field, value: Value, context: Context) -> Option | None:
    """The option behind a choice's answer, to show its label."""
    every = choice.ends(choice.options(field, context))
    return next((one for one in every if one.value == value), None)


class Conversation:
    """One form at one moment; every method takes a draft and returns another."""

    def __init__(self, form: Form, now: datetime, context: Context) -> None:
        self.form = form
        self.now = now
        self.context = context

    def answer(self, draft: Draft, given: Given) -> tuple[Draft, Step]:
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
            case Attached(ids, caption):
                draft, wrong = self._attached(draft, ids, caption)
            case Shared():
                draft, wrong = self._shared(draft, given)
            case Typed() | Pressed():
                draft, wrong = self._said(draft, given)
        return draft, self.step(draft, wrong)

    def step(self, draft: Draft, wrong: Wrong | None) -> Ask | Review:
        return shown(self.form, draft, self.now, self.context, wrong)

    def _back(self, draft: Draft) -> Draft:
        """Out of a list, else to the review it came from, else to the question before."""
        if draft.pending:
            return replace(draft, pending=region.back(self.context.regions, draft.pending))
        if draft.returning:
            return self._advanced(draft)
        asked = [field.key for field in self.form.fields if filled.is_asked(field)]
        place = asked.index(draft.at) if draft.at in asked else len(asked)
        if draft.at not in (None, *asked):
            return self._advanced(draft)
        return replace(draft, at=asked[max(place - 1, 0)]) if asked else draft

    def _change(self, draft: Draft, key: str) -> Told:
        if self.form.field(key) is None:
            return draft, Wrong(WrongKey.NOT_AN_OPTION)
        complete = not filled.missing(self.form, draft, self.context)
        return replace(draft, at=key, pending=None, returning=complete), None

    def _send(self, draft: Draft) -> tuple[Draft, Step]:
        if filled.missing(self.form, draft, self.context):
            draft = self._advanced(draft)
            return draft, self.step(draft, Wrong(WrongKey.ANSWER_MISSING))
        if draft.at is not None:
            draft = self._advanced(draft)
            return draft, self.step(draft, None)
        return draft, Ready(
            answers(self.form, draft, self.context),
            filled.assumed(self.form, draft, self.context),
            draft.urgent,
        )

    def _said(self, draft: Draft, given: Typed | Pressed) -> Told:
        field = self.form.field(draft.at)
        if field is None:
            return self._said_at_review(draft, given)
        if isinstance(given, Pressed):
            moved = self._pressed_anywhere(draft, field, given.value)
            if moved:
                return moved, None
        after, wrong = self._read(draft, field, given)
        text = self.form.first(Kind.TEXT)
        if wrong and isinstance(given, Typed) and text and text is not field and not draft.answers:
            home, no = self._read(draft, text, given)  # a first message of any kind finds a home
            return (home, None) if no is None else (after, wrong)
        return after, wrong

    def _said_at_review(self, draft: Draft, given: Typed | Pressed) -> Told:
        empty = self._empty_text(draft)
        if isinstance(given, Typed) and empty:
            return self._read(draft, empty, given)
        pressed = isinstance(given, Pressed)
        return draft, Wrong(WrongKey.NOT_AN_OPTION if pressed else WrongKey.BUTTON_EXPECTED)

    def _pressed_anywhere(self, draft: Draft, field: Field, value: str) -> Draft | None:
        """Leafing, keeping and clearing, which are the same for every kind."""
        page = _PAGE.fullmatch(value)
        if page:
            pending = draft.pending or Pending(Stage.QUESTION)
            return replace(draft, pending=replace(pending, page=int(page[1])))
        if value == KEEP.value and filled.given(field, draft, self.context) is not None:
            return self._advanced(draft)
        if value == CLEAR.value and not field.required:
            return self._advanced(draft.without(field))
        return None

    def _read(self, draft: Draft, field: Field, given: Typed | Pressed | Shared) -> Told:
        """The draft with the field's answer or half of it; unchanged answers when it is wrong."""
        match READERS[field.kind].read(
            asked(self.form, draft, field, self.now, self.context), given
        ):
            case Taken(value):
                return self._advanced(draft.with_answer(field, value)), None
            case Halfway(pending, wrong):
                return replace(draft, at=field.key, pending=pending), wrong

    def _shared(self, draft: Draft, given: Shared) -> Told:
        """A position belongs to the field on the screen, else to the form's region or location."""
        field = self.form.field(draft.at)
        if field is None or field.kind not in (Kind.REGION, Kind.LOCATION):
            field = self.form.first(Kind.REGION) or self.form.first(Kind.LOCATION)
        if field is None:
            return draft, Wrong(WrongKey.NOT_ASKED_FOR)
        after, wrong = self._read(draft, field, given)
        if wrong:
            return draft, wrong
        complete = not filled.missing(self.form, draft, self.context)
        return replace(after, returning=after.at is not None and complete), None

    def _attached(self, draft: Draft, ids: tuple[str, ...], caption: str | None) -> Told:
        """Files go to the evidence, their caption to the question it fits.

        A caption that fits nowhere is left with the file; whoever keeps the evidence has it.
        """
        here = self.form.field(draft.at)
        field = here if here and here.kind is Kind.EVIDENCE else self.form.first(Kind.EVIDENCE)
        wrong: Wrong | None = Wrong(WrongKey.NOT_ASKED_FOR)
        if field:
            kept, too_many = evidence.joined(field, draft.answers.get(field.key), ids)
            most = {"max": field.limits.max_files}
            wrong = Wrong(WrongKey.TOO_MANY_FILES, most) if too_many else None
            draft = draft.with_answer(field, kept) if kept else draft
            draft = self._advanced(draft) if here is field else draft
        if caption and caption.strip():
            draft, no = self._captioned(draft, Typed(caption))
            wrong = wrong or no
        return draft, wrong

    def _captioned(self, draft: Draft, caption: Typed) -> Told:
        here, empty = self.form.field(draft.at), self._empty_text(draft)
        target = empty or here
        if target is None or target.kind is Kind.EVIDENCE:
            return draft, None
        after, wrong = self._read(draft, target, caption)
        if target is here and (wrong is None or target.kind is Kind.TEXT):
            return after, wrong
        if wrong or here is None:
            return draft if wrong else after, None
        return replace(after, at=draft.at, pending=draft.pending, returning=draft.returning), None

    def _empty_text(self, draft: Draft) -> Field | None:
        known = answers(self.form, draft, self.context)
        texts = (one for one in self.form.fields if one.kind is Kind.TEXT)
        return next((one for one in texts if one.key not in known), None)

    def _advanced(self, draft: Draft) -> Draft:
        missing = filled.missing(self.form, draft, self.context)
        return replace(draft, at=missing, pending=None, returning=False)


def _settled(form: Form, draft: Draft, context: Context) -> Draft:
    """A draft that stands somewhere in this form: a field of it, or the review when complete."""
    if form.field(draft.at):
        return draft
    missing = filled.missing(form, draft, context)
    return replace(draft, at=missing, pending=None, returning=False)
