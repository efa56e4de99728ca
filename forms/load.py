"""Forms from TOML files, refused with a sentence that says what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from forms.fields import read_field
from forms.form import Audience, Field, Form, Purpose
from forms.lent import Lists
from forms.purposes import faults
from forms.tables import Mend, Table

LIBRARY = Path(__file__).parent / "library"
"""The forms every office has."""

LENT = Lists()
"""What every office lends, without places of its own."""

MOST_FIELDS = 40
"""So that the review, a button for each, stays one message on a telephone."""

Word = TypeVar("Word", bound=StrEnum)


class FormError(Exception):
    """A form file cannot be used; the message names file, line (best effort) and the mend."""


def load(path: Path, lists: Lists = LENT) -> Form:
    """The form in this file. Raises FormError."""
    try:
        return _form(Table.of(path), path, lists)
    except Mend as mend:
        raise FormError(str(mend)) from None


def load_folder(folder: Path, lists: Lists = LENT) -> Mapping[str, Form]:
    """Every `*.toml` of a folder by form key; none when there is no such folder.

    Raises FormError.
    """
    forms = [load(path, lists) for path in sorted(folder.glob("*.toml"))]
    return {form.key: form for form in forms}


def _form(table: Table, path: Path, lists: Lists) -> Form:
    key = table.name("key")
    if key != path.stem:
        raise table.mend("key", f'key = "{key}" must be the file\'s name, "{path.stem}".')
    version, title = table.number("version", 1, 9999), table.said("title")
    purpose = _word(table, "purpose", Purpose, Purpose.REPORT)
    audience = _word(table, "audience", Audience, Audience.CITIZEN)
    menu = table.said("menu") if table.has("menu") else None
    fields, sections = _fields(table, lists)
    table.done()
    form = Form(key, version, title, tuple(fields.values()), purpose, audience, menu)
    for place, sentence in faults(form):
        if place is None:
            raise table.mend("key", sentence)
        raise sections[place].mend("key", sentence)
    return form


def _word(table: Table, key: str, words: type[Word], otherwise: Word) -> Word:
    written = table.text(key) if table.has(key) else otherwise
    if written not in set(words):
        known = " or ".join(words)
        raise table.mend(key, f'{key} = "{written}" is not known; use {known}.')
    return words(written)


def _fields(table: Table, lists: Lists) -> tuple[Mapping[str, Field], Mapping[str, Table]]:
    """The fields by key, and the section of the file each was read from."""
    fields: dict[str, Field] = {}
    sections: dict[str, Table] = {}
    for one in table.tables("fields"):
        field = read_field(one, lists, fields)
        if field.key in fields:
            raise one.mend("key", f'the field key "{field.key}" comes twice; rename one of them.')
        if len(fields) == MOST_FIELDS:
            raise one.mend("key", f"a form has at most {MOST_FIELDS} fields; make two of it.")
        fields[field.key], sections[field.key] = field, one
    return fields, sections
