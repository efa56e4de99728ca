"""A draft as the question or the review to show."""

from __future__ import annotations

from datetime import datetime

from forms import filled
from forms.buttons import CLEAR, KEEP
from forms.draft import Draft
from forms.form import Field, Form, Kind, Option
from forms.kinds import READERS
from forms.reading import Asked
from forms.steps import Ask, Context, Review, Wrong
from forms.values import Value


def shown(
    form: Form, draft: Draft, now: datetime, context: Context, wrong: Wrong | None
) -> Ask | Review:
    """The present question with its buttons, or the review."""
    field = form.field(draft.at)
    if field is None:
        return Review(
            form,
            filled.answers(form, draft, context),
            filled.assumed(form, draft, context),
            draft.urgent,
            form.fields,
            wrong,
        )
    offer = READERS[field.kind].offer(asked(form, draft, field, now, context))
    given = filled.given(field, draft, context)
    required = [one.key for one in form.fields if filled.is_asked(one)]
    return Ask(
        field=field,
        options=(*offer.options, *_extra(field, draft, given)),
        wrong=wrong,
        stage=offer.stage,
        inside=offer.inside,
        confirm=offer.confirm,
        page=offer.page,
        pages=offer.pages,
        answer=given,
        number=required.index(field.key) + 1 if field.key in required else None,
        total=len(required),
        returning=draft.returning,
    )


def asked(form: Form, draft: Draft, field: Field, now: datetime, context: Context) -> Asked:
    """What a kind is told about the field; half an answer only when it is this field's."""
    texts = tuple(
        str(draft.answers[one.key])
        for one in form.fields
        if one.kind is Kind.TEXT and one.key in draft.answers
    )
    pending = draft.pending if draft.at == field.key else None
    return Asked(field, pending, texts, now, context)


def _extra(field: Field, draft: Draft, given: Value | None) -> tuple[Option, ...]:
    """Keep what is there (walking back), or empty it (an optional field)."""
    if given is None or draft.pending:
        return ()
    if not field.required and not filled.default(field, draft):
        return (CLEAR,)
    return () if draft.returning else (KEEP,)
