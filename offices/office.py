"""An office as plain values: who it is, where it works, what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from forms.form import Form, Option, Said
from forms.regions import Regions
from forms.steps import Context


@dataclass(frozen=True, slots=True)
class Group:
    """An aspect of the early-warning work: politics, economy …"""

    key: str
    label: Said


@dataclass(frozen=True, slots=True)
class Category:
    """What a report is about; `weight` from 1 (usual) to 5 (gravest) orders what waits."""

    key: str
    group: str
    label: Said
    weight: int
    decide_days: int | None = None
    follow_up_days: int | None = None
    answer_days: int | None = None
    """Working days where this category has its own."""


UNCHOSEN = Said({"id": "Jenis belum dipilih", "en": "Kind not chosen"})
UNDECIDED = Category("open", "open", UNCHOSEN, 1)
"""Of a report whose category nobody has chosen yet."""


@dataclass(frozen=True, slots=True)
class DigestHours:
    """Local times of day: every day, Mondays, the first of the month."""

    daily: time
    weekly: time
    monthly: time


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number to call at once."""

    number: str
    label: Said


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The verification desk's own times."""

    take_minutes: int
    """How long an officer holds a report that was taken."""


GRAVE = 4  # the weight from which a category has the short deadlines


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days until a first decision, from there until a follow-up, and for an answer.

    The grave ones hold for categories of weight 4 and 5; a category may have its own.
    """

    decide_days: int
    follow_up_days: int
    grave_decide_days: int
    grave_follow_up_days: int
    answer_days: int
    grave_answer_days: int

    def decide(self, category: Category) -> int:
        """Working days until a first decision."""
        usual = self.grave_decide_days if category.weight >= GRAVE else self.decide_days
        return category.decide_days or usual

    def follow_up(self, category: Category) -> int:
        """Working days from the decision until a follow-up."""
        usual = self.grave_follow_up_days if category.weight >= GRAVE else self.follow_up_days
        return category.follow_up_days or usual

    def answer(self, category: Category) -> int:
        """Working days a reporter has to answer an officer's question."""
        usual = self.grave_answer_days if category.weight >= GRAVE else self.answer_days
        return category.answer_days or usual


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one person may report before a pause, and how long a block lasts."""

    citizen_hour: int = 10
    citizen_day: int = 40
    agent_hour: int = 60
    agent_day: int = 300
    urgent_more: int = 5
    """So many urgent reports pass beyond either limit."""
    block_days: int = 365


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days each thing is kept."""

    reports: int
    evidence: int
    identities: int
    log: int


@dataclass(frozen=True, slots=True)
class Examples:
    """Places that people there know, for examples in questions and greetings."""

    village: str
    """With its kecamatan: "Pulau Kijang, Reteh"."""
    district: str


@dataclass(frozen=True)
class Office:
    """One office's profile, checked."""

    key: str
    """The folder's name."""
    folder: Path
    name: str
    """The regency: "Kabupaten Indragiri Hilir"."""
    agency: str
    brand: str
    """The short name, for report codes and file names: "CAKRA"."""
    service: str
    letterhead: tuple[str, ...]
    capital: str
    zone: ZoneInfo
    zone_label: str
    language: str
    digest_hours: DigestHours
    emergency: tuple[Emergency, ...]
    consent_version: int
    retention: Retention
    desk: DeskRules
    deadlines: Deadlines
    regions: Regions
    groups: tuple[Group, ...]
    categories: tuple[Category, ...]
    examples: Examples
    form_table: Mapping[str, Form]
    emergency_needs_two: bool = True
    """Whether an emergency needs the word of two officers."""
    undo_minutes: int = 10
    """For how long the officer who decided may undo it."""
    limits: Limits = Limits()

    def forms(self) -> Mapping[str, Form]:
        """The library's forms by key, replaced and joined by the profile's own."""
        return self.form_table

    @cached_property
    def choices(self) -> Mapping[str, tuple[Option, ...]]:
        """The lists this office lends to forms: `category`, in two levels."""
        return {
            "category": tuple(
                Option(
                    group.key,
                    group.label,
                    tuple(
                        Option(category.key, category.label)
                        for category in self.categories
                        if category.group == group.key
                    ),
                )
                for group in self.groups
            )
        }

    def context(self) -> Context:
        """What the form engine needs of this office, always the same value."""
        return self._context

    @cached_property
    def _context(self) -> Context:
        return Context(self.regions, self.zone, self.choices)

    def category(self, key: str) -> Category:
        """The category of this key; one never chosen, or gone from the list, is `UNDECIDED`."""
        return next((one for one in self.categories if one.key == key), UNDECIDED)

    def group(self, key: str) -> Group:
        """The group of this key; `UNDECIDED` has one of its own."""
        undecided = Group(UNDECIDED.group, UNDECIDED.label)
        return next((one for one in self.groups if one.key == key), undecided)
