"""A draft as the question or the review to show."""

from __future__ import annotations

from datetime import datetime

from forms import filled
from forms.buttons import CLEAR, KEEP, SKIP
from forms.draft import Draft
from forms.form import Field, Form, Kind, Option
from forms.kinds import READERS
from forms.reading import Asked
from forms.steps import Ask, Context, Review, Wrong
from forms.values import Value

WITH_DONE = (Kind.SEVERAL, Kind.EVIDENCE)
"""Kinds with a button "done" of their own, which also keeps what is there."""


def shown(
    form: Form, draft: Draft, now: datetime, context: Context, wrong: Wrong | None
) -> Ask | Review:
    """The present question with its buttons, or the review."""
    field, found = form.field(draft.at), filled.outline(form, draft, context)
    if field is None:
        return Review(form, found.answers, found.assumed, draft.urgent, found.applying, wrong)
    offer = READERS[field.kind].offer(asked(form, draft, field, now, context))
    given = filled.given(field, draft, context)
    turns = [one.key for one in found.in_turn]
    told = not draft.brief and filled.is_foreseeable(form, draft, context)
    return Ask(
        field=field,
        options=(*offer.options, *_extra(field, draft, given, context)),
        wrong=wrong,
        stage=offer.stage,
        inside=offer.inside,
        confirm=offer.confirm,
        page=offer.page,
        pages=offer.pages,
        answer=given,
        chosen=offer.chosen,
        number=turns.index(field.key) + 1 if field.key in turns else None,
        total=len(turns) if told else 0,
        returning=draft.returning,
    )


def asked(form: Form, draft: Draft, field: Field, now: datetime, context: Context) -> Asked:
    """What a kind is told about the field; half an answer only when it is this field's."""
    answers = draft.answers
    texts = [str(answers[key]) for key in form.texts if key in answers] if answers else ()
    pending = draft.pending if draft.at == field.key else None
    return Asked(field, pending, tuple(texts), now, context, filled.given(field, draft, context))


def _extra(
    field: Field, draft: Draft, given: Value | None, context: Context
) -> tuple[Option, ...]:
    """Keep what is there (walking back), empty it or skip it (an optional field)."""
    if draft.pending:
        return ()
    if given is None:
        return () if field.required or draft.returning else (SKIP,)
    if not field.required and filled.default(field, draft, context) in (None, ()):
        return (CLEAR,)
    return () if draft.returning or field.kind in WITH_DONE else (KEEP,)
