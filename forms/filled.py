"""What a draft amounts to: which fields apply, their answers, and what is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import TypeVar

from forms import conditions
from forms.draft import Draft
from forms.form import Field, Form, Kind
from forms.kinds import READERS
from forms.steps import Context
from forms.values import Place, Value

T = TypeVar("T")
Work = Callable[[Form, Draft, Context], T]


def _once(work: Work[T]) -> Work[T]:
    """Ask the same of a draft twice, and the first answer is given again: drafts never change."""

    name = work.__name__

    @wraps(work)
    def known(form: Form, draft: Draft, context: Context) -> T:
        last = draft.known.get(name)
        if last is None or last[0] is not form or last[1] is not context:
            last = draft.known[name] = (form, context, work(form, draft, context))
        found: T = last[2]
        return found

    return known


@_once
def answers(form: Form, draft: Draft, context: Context) -> Mapping[str, Value]:
    """What was given, else what defaults add, in the form's order; what lost its meaning is out.

    An answer loses its meaning when the office drops the category or the region, or while the
    field's condition does not hold.
    """
    found: dict[str, Value] = {}
    for field in form.fields:
        if field.when is not None and not conditions.holds(field.when, found):
            continue
        value = given(field, draft, context) if field.key in draft.answers else None
        if value is None and field.default is not None:
            value = default(field, draft, context)
        if value is not None:
            found[field.key] = value
    return found


@_once
def applying(form: Form, draft: Draft, context: Context) -> tuple[Field, ...]:
    """The fields whose condition holds."""
    found = answers(form, draft, context)
    holding = [
        field for field in form.fields if field.when is None or conditions.holds(field.when, found)
    ]
    return tuple(holding)


@_once
def possible(form: Form, draft: Draft, context: Context) -> tuple[Field, ...]:
    """The fields that apply or, once the answer they wait for is there, may apply."""
    found = answers(form, draft, context)
    may: list[Field] = []
    for field in form.fields:
        when = field.when
        if when is None:
            may.append(field)
            continue
        waits = conditions.is_open(when, found) and any(one.key == when.field for one in may)
        if waits or conditions.holds(when, found):
            may.append(field)
    return tuple(may)


@_once
def in_turn(form: Form, draft: Draft, context: Context) -> tuple[Field, ...]:
    """The applying fields that are asked one after the other."""
    turns = [
        field for field in applying(form, draft, context) if _has_a_turn(field, draft, context)
    ]
    return tuple(turns)


def is_foreseeable(form: Form, draft: Draft, context: Context) -> bool:
    """Whether it is known how many questions there will be."""
    found = answers(form, draft, context)
    if not any(conditions.is_open(field.when, found) for field in form.conditional):
        return True
    now = {field.key for field in in_turn(form, draft, context)}
    return all(
        field.key in now
        for field in possible(form, draft, context)
        if _has_a_turn(field, draft, context)
    )


def missing(form: Form, draft: Draft, context: Context) -> str | None:
    """The first required field without an answer."""
    found = answers(form, draft, context)
    return next(
        (
            field.key
            for field in form.fields
            if field.required and field.key not in found and conditions.holds(field.when, found)
        ),
        None,
    )


def next_open(form: Form, draft: Draft, context: Context) -> str | None:
    """The first field that is still to be asked: required, or optional and not yet skipped."""
    found = answers(form, draft, context)
    still = (
        field.key
        for field in in_turn(form, draft, context)
        if field.key not in found and (field.required or field.key not in draft.skipped)
    )
    return next(still, None)


def given(field: Field, draft: Draft, context: Context) -> Value | None:
    """What the person answered, while it still means something."""
    value = draft.answers.get(field.key)
    if value is None or not READERS[field.kind].holds(field, value, context):
        return None
    return value


def default(field: Field, draft: Draft, context: Context) -> Value | None:
    """What stands there when nobody answers."""
    if not field.default:
        return field.default
    match field.kind:
        case Kind.MOMENT:
            return draft.begun
        case Kind.DAY:
            return draft.begun.astimezone(context.zone).date()
        case Kind.REGION:
            area = context.area
            return Place(area) if area and context.regions.region(area) else None
    return field.default


def assumed(form: Form, draft: Draft, context: Context) -> frozenset[str]:
    """The applying fields that nobody answered and a default fills in."""
    return frozenset(_assumed(form, draft, context))


def _assumed(form: Form, draft: Draft, context: Context) -> Iterator[str]:
    for field in applying(form, draft, context):
        if (
            field.default is not None
            and given(field, draft, context) is None
            and default(field, draft, context) is not None
        ):
            yield field.key


def _has_a_turn(field: Field, draft: Draft, context: Context) -> bool:
    if field.asked and not field.required:
        return not draft.brief
    if not field.required:
        return False
    return field.default is None or default(field, draft, context) is None
