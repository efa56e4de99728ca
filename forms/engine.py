"""What to ask next: a conversation as a function over values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forms import prefill
from forms.asking import Asking
from forms.draft import Draft, Pending
from forms.filled import answers
from forms.form import Field, Form, Option
from forms.given import Given
from forms.kinds import choice
from forms.steps import Ask, Context, Ready, Review, Stage, Step, Wrong, WrongKey
from forms.values import Value
from forms.walk import Walk

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
    "prefilled",
    "retracted",
    "step",
]


def begin(form: Form, now: datetime, context: Context, *, brief: bool = False) -> Draft:
    """An empty draft at the first question. A brief one asks only what is required and has
    neither an answer nor a default; the rest can be answered from the review."""
    begun = now.astimezone(context.zone).replace(microsecond=0)
    draft = Draft(form.key, form.version, begun, brief=brief)
    return Asking(form, now, context).settled(draft)


def prefilled(form: Form, draft: Draft, answers: Mapping[str, Value], context: Context) -> Draft:
    """The draft with what is known already, at the next open question or the review.

    A value that its field would not take (too short, too old, an unknown place) is left out.
    """
    return prefill.prefilled(Asking(form, draft.begun, context), draft, answers)


def retracted(form: Form, draft: Draft, field: Field, context: Context) -> Draft:
    """The draft without this answer, which turned out to be none.

    Its question comes at once if nothing else is being asked, else in its turn.
    """
    asking = Asking(form, draft.begun, context)
    after = draft.without(field)
    return asking.advanced(after) if after.at is None else asking.settled(after)


def answer(
    form: Form, draft: Draft, given: Given, now: datetime, context: Context
) -> tuple[Draft, Step]:
    """The draft after `given`, and the next thing to show; a wrong input loses no answer.

    `Send` leads to Ready only from the review, so that a person sends what they have seen; at any
    other step it leads to the review, or to the first question still open.
    """
    walk = Walk(form, now, context)
    return walk.answer(walk.settled(draft), given)


def step(form: Form, draft: Draft, now: datetime, context: Context) -> Step:
    """The present question or review again, to draw it anew; never Ready."""
    walk = Walk(form, now, context)
    return walk.step(walk.settled(draft), None)


def option_label(field: Field, value: Value, context: Context) -> Option | None:
    """The option behind a choice's answer, to show its label."""
    return choice.end(field, value, context)
