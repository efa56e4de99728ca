"""What a source's record says about it: the letter proposed to the officer who grades.

The latest 200 reports count. One is refuted when it was rejected as not confirmed or as no event,
or when an approved report of another source contradicts it; else it counts when it was approved,
and is confirmed when an approved report of another source confirms it or tells of the same event.
Other rejections say nothing about what was told.

With fewer than 3 reports that count the letter is F. A: 10 or more, none refuted, 3 confirmed.
B: 4 of 5 not refuted, one confirmed. C: 3 of 5. D: 3 of 10. E: less than that.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from desk.lifecycle import Status
from desk.links import Kind
from storage.tables import Link, Report

RECENT = 200
REFUTED = ("not_confirmed", "no_event")
LEAST = 3  # reports that count, before a letter is proposed
BEST, WITNESSED = 10, 3  # reports that count, and of them confirmed, for an A
USUALLY, FAIRLY, AT_TIMES = 0.8, 0.6, 0.3  # shares not refuted, for B, C and D


@dataclass(frozen=True)
class Repute:
    """How many of a source's reports were approved and not refuted, confirmed, refuted."""

    approved: int = 0
    confirmed: int = 0
    refuted: int = 0

    @property
    def judged(self) -> bool:
        """Whether there is enough to propose a letter from."""
        return self.approved + self.refuted >= LEAST

    @property
    def letter(self) -> str:
        """The source's letter as its record proposes it."""
        if not self.judged:
            return "F"
        counting = self.approved + self.refuted
        share = self.approved / counting
        if counting >= BEST and not self.refuted and self.confirmed >= WITNESSED:
            return "A"
        if share >= USUALLY and self.confirmed:
            return "B"
        return "C" if share >= FAIRLY else "D" if share >= AT_TIMES else "E"


def of(session: Session, source_id: str) -> Repute:
    """How a source stands by its record; reads only."""
    newest = select(Report.id, Report.status, Report.reason).where(
        Report.source_id == source_id,
        col(Report.status).in_((Status.APPROVED, Status.REJECTED)),
    )
    rows = session.exec(newest.order_by(col(Report.id).desc()).limit(RECENT)).all()
    said = _said_by_others(session, source_id, [number or 0 for number, _, _ in rows])
    approved = confirmed = refuted = 0
    for number, status, reason in rows:
        kinds = said.get(number or 0, set())
        if reason in REFUTED or Kind.CONTRADICTS in kinds:
            refuted += 1
        elif status == Status.APPROVED:
            approved += 1
            confirmed += bool(kinds)
    return Repute(approved, confirmed, refuted)


def _said_by_others(session: Session, source_id: str, ids: list[int]) -> dict[int, set[str]]:
    """How approved reports of other sources are linked to each of these."""
    said: dict[int, set[str]] = defaultdict(set)
    for mine, its in ((Link.report_id, Link.other_id), (Link.other_id, Link.report_id)):
        query = (
            select(mine, Link.kind)
            .join(Report, col(Report.id) == its)
            .where(
                col(mine).in_(ids),
                Report.status == Status.APPROVED,
                Report.source_id != source_id,
            )
        )
        for number, kind in session.exec(query):
            said[number].add(kind)
    return said
