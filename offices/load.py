"""Profiles from their folders, every setting checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forms.fields import TAKEN_VALUES
from forms.form import LANGUAGES, Form
from forms.lent import Lists
from forms.load import LIBRARY, FormError, load_folder
from forms.tables import Mend, Table
from offices.examples import read_examples
from offices.office import (
    UNDECIDED,
    Category,
    Deadlines,
    DeskRules,
    DigestHours,
    Emergency,
    Group,
    Limits,
    Office,
    Retention,
)
from offices.regionrows import read_regions

__all__ = ["Office", "OfficeError", "available", "load"]

PROFILES = Path(__file__).parent

LONGEST_WAIT = 60  # working days
OWN_DAYS = ("decide_days", "follow_up_days", "answer_days")
"""What the office sets, once more with "grave_" before it, and a category may have its own of."""
LONGEST_KEPT = 36_500
"""Days; a hundred years."""
LONGEST_BLOCK = 3_650
"""Days; a block is for an end, not for life."""
MOST_REPORTS = 100_000
"""That a limit may allow: in practice none."""


class OfficeError(Exception):
    """A profile cannot be used; one sentence with the file, the key and the mend."""


def available() -> list[str]:
    """Names of the profiles that come with the program."""
    return sorted(path.parent.name for path in PROFILES.glob("*/office.toml"))


def load(name_or_path: str | Path) -> Office:
    """The profile of this name beside this module, or in this folder. Raises OfficeError."""
    folder = _folder(name_or_path)
    try:
        return _office(folder)
    except (Mend, FormError) as error:
        raise OfficeError(str(error)) from None


def _folder(name_or_path: str | Path) -> Path:
    named = PROFILES / name_or_path
    for folder in (named, Path(name_or_path)):
        if (folder / "office.toml").is_file():
            return folder.resolve()
    raise OfficeError(
        f'there is no office "{name_or_path}"; set OFFICE to one of {", ".join(available())}, '
        "or to a folder with an office.toml."
    )


def _office(folder: Path) -> Office:
    table = Table.of(folder / "office.toml")
    groups, categories = _categories(folder / "categories.toml")
    regions = read_regions(folder / "regions.csv")
    examples = read_examples(table.table("examples"), regions)
    office = Office(
        key=folder.name,
        folder=folder,
        name=table.text("name"),
        agency=table.text("agency"),
        brand=_brand(table),
        service=table.text("service"),
        letterhead=table.texts("letterhead"),
        capital=table.text("capital"),
        zone=_zone(table),
        zone_label=table.text("zone_label"),
        language=_language(table),
        consent_version=table.number("consent_version", 1, 9999),
        digest_hours=_digest_hours(table.table("digest_hours")),
        desk=_desk(table.table("desk")),
        deadlines=_deadlines(table.table("deadlines")),
        limits=_limits(table.table("limits")),
        retention=_retention(table.table("retention_days")),
        emergency=tuple(_emergency(one) for one in table.tables("emergency")),
        regions=regions,
        groups=groups,
        categories=categories,
        examples=examples,
        emergency_needs_two=table.flag("emergency_needs_two"),
        undo_minutes=table.number("undo_minutes", 1, 1440),
        form_table=_forms(folder / "forms", Lists(places=asdict(examples))),
    )
    table.done()
    regency = office.regions.regency().name
    if regency != office.name:
        raise table.mend("name", f'name must be that of the regions.csv, "{regency}".')
    return office


def _brand(table: Table) -> str:
    brand = table.text("brand")
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,11}", brand):
        raise table.mend("brand", "brand must be 2 to 12 capital letters and digits, like CAKRA.")
    return brand


def _zone(table: Table) -> ZoneInfo:
    name = table.text("time_zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise table.mend(
            "time_zone", f'time_zone = "{name}" is not known; use one like Asia/Jakarta.'
        ) from None


def _language(table: Table) -> str:
    language = table.text("language")
    if language not in LANGUAGES:
        known = " or ".join(LANGUAGES)
        raise table.mend("language", f'language = "{language}" is not known; use {known}.')
    return language


def _digest_hours(table: Table) -> DigestHours:
    hours = DigestHours(_hour(table, "daily"), _hour(table, "weekly"), _hour(table, "monthly"))
    table.done()
    return hours


def _hour(table: Table, key: str) -> time:
    written = table.text(key)
    if not re.fullmatch(r"([01]\d|2[0-3])[:.][0-5]\d", written, re.ASCII):
        raise table.mend(key, f'{key} = "{written}" must be a time of day like "06:30".')
    return time(int(written[:2]), int(written[3:]))


def _retention(table: Table) -> Retention:
    days = {
        key: table.number(key, 1, LONGEST_KEPT)
        for key in ("reports", "evidence", "identities", "log")
    }
    table.done()
    return Retention(**days)


def _desk(table: Table) -> DeskRules:
    rules = DeskRules(take_minutes=table.number("take_minutes", 1, 1440))
    table.done()
    return rules


def _deadlines(table: Table) -> Deadlines:
    usual = {key: table.number(key, 1, LONGEST_WAIT) for key in OWN_DAYS}
    grave = {f"grave_{key}": table.number(f"grave_{key}", 1, LONGEST_WAIT) for key in OWN_DAYS}
    deadlines = Deadlines(**usual, **grave)
    table.done()
    return deadlines


def _limits(table: Table) -> Limits:
    names = ("citizen_hour", "citizen_day", "agent_hour", "agent_day", "urgent_more")
    limits = Limits(
        **{name: table.number(name, 1, MOST_REPORTS) for name in names},
        block_days=table.number("block_days", 1, LONGEST_BLOCK),
    )
    table.done()
    return limits


def _emergency(table: Table) -> Emergency:
    number = table.text("number")
    if not re.fullmatch(r"\+?[0-9]{3,15}", number):
        raise table.mend("number", f'number = "{number}" must be 3 to 15 digits.')
    emergency = Emergency(number, table.said("label"))
    table.done()
    return emergency


def _categories(path: Path) -> tuple[tuple[Group, ...], tuple[Category, ...]]:
    table = Table.of(path)
    groups: list[Group] = []
    categories: list[Category] = []
    used = {UNDECIDED.key, *TAKEN_VALUES}
    for one in table.tables("groups"):
        group = Group(_unused(one, used), one.said("label"))
        for row in one.tables("categories", "groups.categories"):
            key = _unused(row, used)
            weight = row.number("weight", 1, 5)
            own = {days: _days(row, days) for days in OWN_DAYS}
            categories.append(Category(key, group.key, row.said("label"), weight, **own))
            row.done()
        one.done()
        groups.append(group)
    table.done()
    return tuple(groups), tuple(categories)


def _days(row: Table, key: str) -> int | None:
    return row.number(key, 1, LONGEST_WAIT) if row.has(key) else None


def _unused(table: Table, used: set[str]) -> str:
    key = table.name("key")
    if key in used:
        raise table.mend("key", f'the key "{key}" comes twice or is reserved; choose another.')
    used.add(key)
    return key


def _forms(own: Path, lists: Lists) -> Mapping[str, Form]:
    return {**load_folder(LIBRARY, lists), **load_folder(own, lists)}
