"""One `[[fields]]` section as a field, refused with what to mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from forms.buttons import CLEAR, DONE, KEEP, SKIP
from forms.conditions import DECIDING
from forms.form import Condition, Default, Field, Kind, Limits, Option, Said
from forms.lent import Lists, example
from forms.tables import Table

TAKEN_VALUES = frozenset(one.value for one in (KEEP, CLEAR, SKIP, DONE))

LONGEST_LABEL = 40
"""Characters; a label is a button and the beginning of a line on the review."""

RANGES: Mapping[Kind, Mapping[str, tuple[int, int]]] = {
    Kind.TEXT: {"min_length": (1, 4096), "max_length": (1, 12_000)},
    Kind.MOMENT: {"past_days": (1, 3650)},
    Kind.DAY: {"past_days": (1, 3650)},
    Kind.EVIDENCE: {"max_files": (1, 10)},
    Kind.SEVERAL: {"min_choices": (1, 50), "max_choices": (1, 50)},
}
"""What each kind may limit, with the range; three messages hold the longest text."""

AMOUNTS = (Kind.NUMBER, Kind.MONEY)


def read_field(table: Table, lists: Lists, before: Mapping[str, Field]) -> Field:
    """The field of this section; `before` are those above it."""
    key, kind = table.name("key"), _kind(table)
    required = table.flag("required")
    if required and not table.has("example"):
        raise table.mend("key", f'the required field "{key}" has no example; add one.')
    options, source = _options(table, kind, lists.choices)
    default = _default(table, kind, required, options)
    yes, no = _buttons(table, kind)
    field = Field(
        key=key,
        kind=kind,
        required=required,
        question=table.said("question"),
        hint=_said(table, "hint"),
        label=_label(table),
        example=example(table, lists.places),
        options=options,
        choices=source,
        limits=_limits(table, kind),
        default=default,
        asked=_asked(table, required, default),
        when=_condition(table, before),
        section=_said(table, "section") or _last_section(before),
        unit=_said(table, "unit") if kind is Kind.NUMBER else None,
        yes=yes,
        no=no,
        anyone=kind is Kind.CONTACT and table.has("anyone") and table.flag("anyone"),
    )
    table.done()
    return field


def _kind(table: Table) -> Kind:
    written = table.text("kind")
    if written not in set(Kind):
        known = ", ".join(Kind)
        raise table.mend("kind", f'kind = "{written}" is not known; use one of {known}.')
    return Kind(written)


def _said(table: Table, key: str) -> Said | None:
    return table.said(key) if table.has(key) else None


def _label(table: Table) -> Said:
    label = table.said("label")
    if any(len(text) > LONGEST_LABEL for text in label.values()):
        raise table.mend(
            "label", f"label is a button: shorten it to {LONGEST_LABEL} characters or fewer."
        )
    return label


def _last_section(before: Mapping[str, Field]) -> Said | None:
    """A section holds from the field that begins it until another begins."""
    return list(before.values())[-1].section if before else None


def _buttons(table: Table, kind: Kind) -> tuple[Said | None, Said | None]:
    """A yes-or-no's own words; both or neither, or one button would contradict the other."""
    if kind is not Kind.YESNO or not (table.has("yes") or table.has("no")):
        return None, None
    return table.said("yes"), table.said("no")


def _asked(table: Table, required: bool, default: Default) -> bool:
    asked = table.has("asked") and table.flag("asked")
    if asked and (required or default not in (None, ())):
        raise table.mend(
            "asked",
            "asked = true is for a field that is not required and has no default; take it out.",
        )
    return asked


def _condition(table: Table, before: Mapping[str, Field]) -> Condition | None:
    if not table.has("when"):
        return None
    written = table.table("when")
    field = before.get(written.text("field"))
    if field is None or field.kind not in DECIDING:
        kinds = ", ".join(DECIDING)
        raise table.mend("when", f"when.field must be a field above this one, of kind {kinds}.")
    negated = not written.has("is") and written.has("is_not")
    values = written.texts("is_not" if negated else "is")
    written.done()
    allowed = _decisive(field)
    strange = [value for value in values if allowed is not None and value not in allowed]
    if strange:
        known = ", ".join(sorted(allowed or ()))
        raise table.mend(
            "when", f'"{strange[0]}" can not be answered to "{field.key}"; use one of {known}.'
        )
    return Condition(field.key, values, negated)


def _decisive(field: Field) -> Collection[str] | None:
    """What can be answered there; None when the office's list decides."""
    if field.kind is Kind.YESNO:
        return ("yes", "no")
    return None if field.choices else {option.value for option in field.options}


def _limits(table: Table, kind: Kind) -> Limits:
    given: dict[str, Any] = {
        name: table.number(name, low, high)
        for name, (low, high) in RANGES.get(kind, {}).items()
        if table.has(name)
    }
    if kind in AMOUNTS:
        given |= {name: table.amount(name) for name in ("min", "max") if table.has(name)}
    if kind is Kind.NUMBER and table.has("decimals"):
        given["decimals"] = table.flag("decimals")
    limits = Limits(**given)
    pairs: tuple[tuple[str, Decimal | int, Decimal | int], ...] = (
        ("length", limits.min_length, limits.max_length),
        ("choices", limits.min_choices, limits.max_choices),
        ("", limits.min, limits.max),
    )
    for name, low, high in pairs:
        if low > high:
            least, most = (f"min_{name}", f"max_{name}") if name else ("min", "max")
            raise table.mend(least, f"{least} is above {most}; lower it.")
    return limits


def _options(
    table: Table, kind: Kind, choices: Collection[str]
) -> tuple[tuple[Option, ...], str | None]:
    """A choice's own options and the name of the office's list; nothing for other kinds."""
    if kind not in (Kind.CHOICE, Kind.SEVERAL):
        return (), None
    source = table.text("choices") if table.has("choices") else None
    if source is not None and source not in choices:
        known = ", ".join(sorted(choices)) or "none"
        raise table.mend("choices", f'choices = "{source}" is no known list; known: {known}.')
    options: dict[str, Option] = {}
    for one in table.tables("options", "fields.options") if table.has("options") else ():
        option = Option(one.name("value"), one.said("label"))
        one.done()
        if option.value in options or option.value in TAKEN_VALUES:
            raise one.mend(
                "value", f'the option "{option.value}" comes twice or is reserved; rename it.'
            )
        options[option.value] = option
    if source is None and len(options) < 2:
        raise table.mend("key", "a choice needs two options at least, or choices = a list's name.")
    return tuple(options.values()), source


def _default(table: Table, kind: Kind, required: bool, options: tuple[Option, ...]) -> Default:
    value = table.raw("default")
    own = {option.value for option in options}
    match kind, value:
        case _, None:
            return None
        case (Kind.MOMENT, "now") | (Kind.DAY, "today") | (Kind.REGION, "area"):
            return str(value)
        case Kind.YESNO, bool():
            return value
        case Kind.CHOICE, str() if value in own:
            return value
        case Kind.EVIDENCE, [] if not required:
            return ()
    allowed = {
        Kind.MOMENT: 'only "now" can be the default of a moment',
        Kind.DAY: 'only "today" can be the default of a day',
        Kind.REGION: 'only "area", the person\'s own, can be the default of a region',
        Kind.YESNO: "the default of a yesno is true or false",
        Kind.CHOICE: "the default of a choice is the value of one of its own options",
        Kind.EVIDENCE: "the default of evidence is [], and only where it is not required",
    }
    sentence = allowed.get(kind, f"a {kind} has no default; take it out")
    raise table.mend("default", f"{sentence}.")
