"""Forms from TOML files, refused with a sentence that says what to mend."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from forms.buttons import CLEAR, KEEP
from forms.form import Field, Form, Kind, Limits, Option
from forms.tables import Mend, Table

LIBRARY = Path(__file__).parent / "library"
"""The forms every office has."""

LISTS = ("category",)
"""Lists an office lends to forms."""

TAKEN_VALUES = frozenset({KEEP.value, CLEAR.value})

LIMITS: Mapping[Kind, Mapping[str, tuple[int, int]]] = {
    Kind.TEXT: {"min_length": (1, 4096), "max_length": (1, 4096)},
    Kind.MOMENT: {"past_days": (1, 3650)},
    Kind.EVIDENCE: {"max_files": (1, 10)},
}
"""What each kind may limit, with the range; 4096 is the longest message Telegram sends."""


class FormError(Exception):
    """A form file cannot be used; the message names file, line (best effort) and the mend."""


def load(path: Path, *, choices: Collection[str] = LISTS) -> Form:
    """The form in this file. `choices` are the list names a context will hold.

    Raises FormError.
    """
    try:
        return _form(Table.of(path), path, choices)
    except Mend as mend:
        raise FormError(str(mend)) from None


def load_folder(folder: Path, *, choices: Collection[str] = LISTS) -> Mapping[str, Form]:
    """Every `*.toml` of a folder by form key; none when there is no such folder.

    Raises FormError.
    """
    forms = [load(path, choices=choices) for path in sorted(folder.glob("*.toml"))]
    return {form.key: form for form in forms}


def _form(table: Table, path: Path, choices: Collection[str]) -> Form:
    key = table.name("key")
    if key != path.stem:
        raise table.mend("key", f'key = "{key}" must be the file\'s name, "{path.stem}".')
    version, title = table.number("version", 1, 9999), table.said("title")
    fields: dict[str, Field] = {}
    for one in table.tables("fields"):
        field = _field(one, choices)
        if field.key in fields:
            raise one.mend("key", f'the field key "{field.key}" comes twice; rename one of them.')
        fields[field.key] = field
    table.done()
    return Form(key, version, title, tuple(fields.values()))


def _field(table: Table, choices: Collection[str]) -> Field:
    key, kind = table.name("key"), _kind(table)
    required = table.flag("required")
    if required and not table.has("example"):
        raise table.mend("key", f'the required field "{key}" has no example; add one.')
    options, source = _options(table, kind, choices)
    field = Field(
        key=key,
        kind=kind,
        required=required,
        question=table.said("question"),
        hint=table.said("hint") if table.has("hint") else None,
        label=table.said("label"),
        example=table.said("example") if table.has("example") else None,
        options=options,
        choices=source,
        limits=_limits(table, kind),
        default=_default(table, kind, required, options),
    )
    table.done()
    return field


def _kind(table: Table) -> Kind:
    written = table.text("kind")
    if written not in set(Kind):
        known = ", ".join(Kind)
        raise table.mend("kind", f'kind = "{written}" is not known; use one of {known}.')
    return Kind(written)


def _limits(table: Table, kind: Kind) -> Limits:
    given = {
        name: table.number(name, low, high)
        for name, (low, high) in LIMITS.get(kind, {}).items()
        if table.has(name)
    }
    limits = Limits(**given)
    if limits.min_length > limits.max_length:
        raise table.mend("min_length", "min_length is above max_length; lower it.")
    return limits


def _options(
    table: Table, kind: Kind, choices: Collection[str]
) -> tuple[tuple[Option, ...], str | None]:
    """A choice's own options and the name of the office's list; nothing for other kinds."""
    if kind is not Kind.CHOICE:
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


def _default(
    table: Table, kind: Kind, required: bool, options: tuple[Option, ...]
) -> str | bool | tuple[str, ...] | None:
    value = table.raw("default")
    own = {option.value for option in options}
    match kind, value:
        case _, None:
            return None
        case Kind.MOMENT, "now":
            return "now"
        case Kind.YESNO, bool():
            return value
        case Kind.CHOICE, str() if value in own:
            return value
        case Kind.EVIDENCE, [] if not required:
            return ()
    allowed = {
        Kind.MOMENT: 'only "now" can be the default of a moment',
        Kind.YESNO: "the default of a yesno is true or false",
        Kind.CHOICE: "the default of a choice is the value of one of its own options",
        Kind.EVIDENCE: "the default of evidence is [], and only where it is not required",
    }
    sentence = allowed.get(kind, f"a {kind} has no default; take it out")
    raise table.mend("default", f"{sentence}.")
