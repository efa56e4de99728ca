"""Answers known from elsewhere, such as a quick message: those that fit are taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from forms.asking import Asking
from forms.draft import Draft
from forms.drawing import asked
from forms.form import Field, Kind
from forms.given import Typed
from forms.kinds import READERS, day, moment, number, text
from forms.reading import Asked, Halfway, Taken
from forms.values import Value


def prefilled(asking: Asking, draft: Draft, answers: Mapping[str, Value]) -> Draft:
    """The draft with every answer that its field would have taken from the person."""
    for field in asking.form.fields:
        value = answers.get(field.key)
        if value is None or not READERS[field.kind].holds(field, value, asking.context):
            continue
        question = asked(asking.form, draft, field, asking.now, asking.context)
        found = _within_limits(question, field, value)
        if isinstance(found, Taken):
            draft = draft.with_answer(field, found.value)
    return asking.advanced(draft)


def _within_limits(question: Asked, field: Field, value: Value) -> Taken | Halfway:
    match field.kind, value:
        case Kind.TEXT, str():
            return text.read(question, Typed(value))
        case Kind.MOMENT, datetime():
            return moment.within(question, value)
        case Kind.DAY, date():
            return day.within(question, value)
        case (Kind.NUMBER | Kind.MONEY) as kind, Decimal():
            return number.within(question, value, money=kind is Kind.MONEY)
    return Taken(value)
