"""The places that an office's profile gives as examples, checked against its regions."""

from __future__ import annotations

from collections.abc import Callable

from forms.regions import Region, Regions, RegionType
from forms.tables import Table
from offices.office import Examples

LONGEST_EXAMPLE = 40
"""Letters; the line it stands in below an empty input field takes 64."""


def read_examples(table: Table, regions: Regions) -> Examples:
    """An example that is answered as it stands must lead to one place, without a question back."""
    district = _place(table, "district", regions, lambda one: one.type is RegionType.KECAMATAN)
    village = _place(table, "village", regions, lambda one: one.is_village)
    table.done()
    return Examples(village, district)


def _place(table: Table, key: str, regions: Regions, fits: Callable[[Region], bool]) -> str:
    written = table.text(key)
    found = regions.find(written).exact
    if len(found) != 1 or not fits(found[0]) or len(written) > LONGEST_EXAMPLE:
        raise table.mend(
            key,
            f'{key} = "{written}" must lead to one {key} of the regions.csv and no other place; '
            f"write one of at most {LONGEST_EXAMPLE} letters, a village with its district.",
        )
    return written
