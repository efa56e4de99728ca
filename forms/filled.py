"""What a draft amounts to: which fields apply, their answers, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from forms import conditions
from forms.draft import Draft
from forms.form import Field, Form, Kind
from forms.kinds import READERS
from forms.steps import Context
from forms.values import Place, Value


class Outline(NamedTuple):
    """What one walk through a form's fields finds of a draft."""

    answers: Mapping[str, Value]
    applying: tuple[Field, ...]
    in_turn: tuple[Field, ...]
    assumed: frozenset[str]


def answers(form: Form, draft: Draft, context: Context) -> Mapping[str, Value]:
    """What was given, else what defaults add, in the form's order; what lost its meaning is out.

    An answer loses its meaning when the office drops the category or the region, or while the
    field's condition does not hold.
    """
    return outline(form, draft, context).answers


def applying(form: Form, draft: Draft, context: Context) -> tuple[Field, ...]:
    """The fields whose condition holds."""
    return outline(form, draft, context).applying


def in_turn(form: Form, draft: Draft, context: Context) -> tuple[Field, ...]:
    """The applying fields that are asked one after the other."""
    return outline(form, draft, context).in_turn


def assumed(form: Form, draft: Draft, context: Context) -> frozenset[str]:
    """The applying fields that nobody answered and a default fills in."""
    return outline(form, draft, context).assumed


def outline(form: Form, draft: Draft, context: Context) -> Outline:
    """All of these; asked the same of a draft again, the first is given: drafts never change."""
    last = draft.known.get("outline")
    if last is None or last[0] is not form or last[1] is not context:
        last = draft.known["outline"] = (form, context, _outline(form, draft, context))
    found: Outline = last[2]
    return found


def _outline(form: Form, draft: Draft, context: Context) -> Outline:
    """A condition looks at a field above its own: what was found so far decides."""
    found: dict[str, Value] = {}
    apply: list[Field] = []
    turns: list[Field] = []
    fallen_back: list[str] = []
    answered, asks_optional = draft.answers, not draft.brief
    for field in form.fields:
        if field.when is not None and not conditions.holds(field.when, found):
            continue
        apply.append(field)
        key = field.key
        value = given(field, draft, context) if key in answered else None
        fallback = default(field, draft, context) if field.default else field.default
        if value is not None:
            found[key] = value
        elif fallback is not None:
            found[key] = fallback
            fallen_back.append(key)
        wanted = fallback is None if field.required else asks_optional and field.asked
        if wanted:
            turns.append(field)
    return Outline(found, tuple(apply), tuple(turns), frozenset(fallen_back))


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
    if not draft.answers and form.opening is not None:
        return form.opening
    now = outline(form, draft, context)
    for field in now.in_turn:
        key = field.key
        if key not in now.answers and (field.required or key not in draft.skipped):
            return key
    return None


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


def _has_a_turn(field: Field, draft: Draft, context: Context) -> bool:
    if field.required:
        return default(field, draft, context) is None
    return field.asked and not draft.brief
