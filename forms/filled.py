"""What a draft amounts to: given answers that still mean something, and defaults."""

from __future__ import annotations

from collections.abc import Mapping

from forms.draft import Draft
from forms.form import Field, Form, Kind
from forms.kinds import READERS
from forms.steps import Context
from forms.values import Value


def answers(form: Form, draft: Draft, context: Context) -> Mapping[str, Value]:
    """What was given, else what defaults add, in the form's order; what lost its meaning is out.

    An answer loses its meaning when the office drops the category or the region.
    """
    found: dict[str, Value] = {}
    for field in form.fields:
        value = given(field, draft, context)
        if value is None:
            value = default(field, draft)
        if value is not None:
            found[field.key] = value
    return found


def is_asked(field: Field) -> bool:
    return field.required and field.default is None


def missing(form: Form, draft: Draft, context: Context) -> str | None:
    """The first required field without an answer."""
    filled = answers(form, draft, context)
    return next((one.key for one in form.fields if one.required and one.key not in filled), None)


def given(field: Field, draft: Draft, context: Context) -> Value | None:
    value = draft.answers.get(field.key)
    if value is None or not READERS[field.kind].holds(field, value, context):
        return None
    return value


def default(field: Field, draft: Draft) -> Value | None:
    return draft.begun if field.kind is Kind.MOMENT and field.default else field.default


def assumed(form: Form, draft: Draft, context: Context) -> frozenset[str]:
    return frozenset(
        field.key
        for field in form.fields
        if given(field, draft, context) is None and default(field, draft) is not None
    )
