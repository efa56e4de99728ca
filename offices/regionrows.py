"""An office's table of regions, read from CSV."""

from __future__ import annotations

import csv
from math import isfinite
from pathlib import Path

from forms.regions import Region, Regions, RegionType
from forms.tables import Mend

COLUMNS = (
    *("code", "name", "type", "parent_code", "inside_lat", "inside_lon", "area_km2"),
    *("west", "south", "east", "north"),
)


def read_regions(path: Path) -> Regions:
    """The regions of this file. Raises Mend."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            if tuple(table.fieldnames or ()) != COLUMNS:
                raise Mend(f"{path}, line 1: the columns must be {','.join(COLUMNS)}.")
            return Regions([_region(path, table.line_num, row) for row in table])
    except FileNotFoundError:
        raise Mend(f"{path} is missing; create it.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Mend(f"{path} cannot be read ({error}); save it as UTF-8 CSV.") from None
    except Mend:
        raise
    except ValueError as error:
        raise Mend(f"{path}: {error}; correct that row.") from None


def _region(path: Path, line: int, row: dict[str, str]) -> Region:
    if row["type"] not in set(RegionType):
        known = ", ".join(RegionType)
        raise Mend(f'{path}, line {line}: the type "{row["type"]}" must be one of {known}.')
    if not row["code"] or not row["name"]:
        raise Mend(f"{path}, line {line}: code and name must not be empty; fill them in.")
    return Region(
        code=row["code"],
        name=row["name"],
        type=RegionType(row["type"]),
        parent_code=row["parent_code"],
        inside_lat=_number(path, line, row, "inside_lat", -90, 90),
        inside_lon=_number(path, line, row, "inside_lon", -180, 180),
        area_km2=_number(path, line, row, "area_km2", 0.001, 1_000_000),
        bbox=(
            _number(path, line, row, "west", -180, 180),
            _number(path, line, row, "south", -90, 90),
            _number(path, line, row, "east", -180, 180),
            _number(path, line, row, "north", -90, 90),
        ),
    )


def _number(
    path: Path, line: int, row: dict[str, str], key: str, low: float, high: float
) -> float:
    try:
        number = float(row[key])
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number) or not low <= number <= high:
        raise Mend(
            f'{path}, line {line}: {key} = "{row[key]}" must be a number from {low} to {high}.'
        )
    return number
