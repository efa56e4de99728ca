"""What there is to act upon: an office with everybody in it, their reports, their cards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session

from sandbox.client import Group, Shown
from storage.tables import Report
from tests.authority.people import Row, Who
from tests.authority.snapshot import Rows
from tests.world import World

T = TypeVar("T")
SECRET = "Jembatan gantung putus"
"""What was reported: nobody reads it who may not."""


@dataclass
class Stage:
    """A running office with everybody on it."""

    office: World
    people: dict[Row | None, Who]
    reports: dict[tuple[Row, str], Report] = field(default_factory=dict)
    desk: dict[tuple[Row, str], Report] = field(default_factory=dict)
    """For each person one of a citizen's to act upon, and for who reports themselves their own:
    so everybody can act at once. Empty where cards play no part."""
    cards: dict[int, Shown] = field(default_factory=dict)
    """By report, its card in the group."""
    second: Group | None = None
    """Another group that has the private bot and the same members."""
    questions: dict[Row, int] = field(default_factory=dict)
    drafts: dict[Row | None, tuple[int, int]] = field(default_factory=dict)
    """By who fills it in: a draft and the revision its buttons carry."""
    made: dict[Row | None, int] = field(default_factory=dict)
    """By doer, the number of what was made for them to act upon."""
    rows: Rows | None = None
    """What the database holds between two actions."""
    own_card: Shown | None = None
    """The card that hangs in the chat of the verifier who has left since."""

    @property
    def helper(self) -> Who:
        return self.people[None]

    async def does(self, unit: Callable[[Session], T]) -> T:
        return await self.office.product.database.run(unit)

    @property
    def elsewhere(self) -> int:
        return self.second.id if self.second else 0

    def at(self, report: Report, who: Who) -> Shown | None:
        """Where `who` finds the card of a report: in the group, else a message of their own."""
        return self.cards[report.id or 0] if who.inside else None

    def target(self, who: Who, kind: str = "waiting") -> Report:
        """The report acted upon by `who`."""
        if self.desk:
            return self.desk[who.row or Row.CITIZEN, kind]
        return self.report(Row.OWN if who.row is Row.OWN else Row.CITIZEN, kind)

    async def reread(self) -> None:
        """The reports as they are now."""
        now = {one.id: one for one in await self.office.reports()}
        self.reports = {key: now[one.id] for key, one in self.reports.items()}
        self.desk = {key: now[one.id] for key, one in self.desk.items()}

    def report(self, of: Row, kind: str = "waiting") -> Report:
        return self.reports[of, kind]
