"""What an office lends to its forms while they are read: names of lists, places for examples."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from forms.form import Said
from forms.tables import Table

PLACE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Lists:
    """The names of the lists a context will hold, and the office's own places by the names that
    an example has for them."""

    choices: Collection[str] = ("category",)
    places: Mapping[str, str] = field(default_factory=dict)


def example(table: Table, places: Mapping[str, str]) -> Said | None:
    """A field's example, with the office's own places for `{village}` and `{district}`."""
    if not table.has("example"):
        return None
    said = table.said("example")
    strange = [one for text in said.values() for one in PLACE.findall(text) if one not in places]
    if strange:
        known = ", ".join(f"{{{name}}}" for name in places) or "none"
        raise table.mend(
            "example", f"{{{strange[0]}}} stands for no place of the office; known: {known}."
        )
    return Said({tag: PLACE.sub(lambda one: places[one[1]], said[tag]) for tag in said})
