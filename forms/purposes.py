"""What a form must ask so that it can become what it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from forms.form import Field, Form, Kind, Purpose

Rule = tuple[str, Kind, bool]
"""A field's key, its kind, and whether the form must have it, required."""

REPORT: tuple[Rule, ...] = (
    ("what", Kind.TEXT, True),
    ("where", Kind.REGION, True),
    ("when", Kind.MOMENT, True),
    ("category", Kind.CHOICE, False),
    ("contact", Kind.YESNO, False),
    ("evidence", Kind.EVIDENCE, False),
)
DAILY: tuple[Rule, ...] = (
    ("area", Kind.REGION, True),
    ("day", Kind.DAY, True),
    ("nihil", Kind.YESNO, True),
)
UNLESS_NIHIL = ("what", "where", "when", "category", "evidence")
"""Of a daily form, asked only when there is something to tell."""

Fault = tuple[str | None, str]
"""The field it is in (None: it is missing) and the sentence that mends it."""


def faults(form: Form) -> Iterator[Fault]:
    """What keeps the form from its purpose, in the order of the rules."""
    fields = {field.key: field for field in form.fields}
    if form.purpose is Purpose.REPORT:
        yield from _against(form, fields, REPORT, _always)
        return
    yield from _against(form, fields, DAILY, _always)
    yield from _against(form, fields, REPORT, _when_not_nihil)


def _against(
    form: Form,
    fields: Mapping[str, Field],
    rules: tuple[Rule, ...],
    conditioned: Callable[[Form, Field], str | None],
) -> Iterator[Fault]:
    for key, kind, needed in rules:
        field = fields.get(key)
        if field is None:
            if needed:
                yield (
                    None,
                    f'a form for purpose "{form.purpose}" needs the field "{key}" '
                    f"of kind {kind}; add it.",
                )
            continue
        if field.kind is not kind:
            yield key, f'the field "{key}" must be of kind {kind}; change it.'
        elif needed and not field.required:
            yield key, f'the field "{key}" must be required; set required = true.'
        elif key == "category" and field.choices != "category":
            yield key, 'the field "category" must have choices = "category"; add that.'
        elif sentence := conditioned(form, field):
            yield key, sentence


def _always(form: Form, field: Field) -> str | None:
    if field.required and field.when:
        return f'the field "{field.key}" must always be asked; take out its when.'
    return None


def _when_not_nihil(form: Form, field: Field) -> str | None:
    when = field.when
    if field.key not in UNLESS_NIHIL:
        return None
    if when and when.field == "nihil":
        asked = {one for one in ("yes", "no") if (one in when.values) is not when.negated}
        if asked == {"no"}:
            return None
    return (
        f'the field "{field.key}" is asked only when something happened; '
        'add when = { field = "nihil", is = ["no"] }.'
    )
