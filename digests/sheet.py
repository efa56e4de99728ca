"""What the sections of a digest are drawn from, and the names on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from desk.lifecycle import Status
from digests.figures import Figures
from digests.periods import Period, Span
from offices.office import UNDECIDED, Office
from storage.tables import Report
from words import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """Frozen figures and the present state of the reports they name, for one reader."""

    span: Span
    figures: Figures
    reports: dict[int, Report]
    words: Words
    office: Office

    def place(self, report: Report) -> str:
        """Village and kecamatan; empty for a place the office does not know."""
        if self.office.regions.region(report.region) is None:
            return ""
        return self.office.regions.full_name(report.region, self.words.language)

    def category(self, key: str) -> str:
        return self.office.category(key).label.in_(self.words.language)

    def category_of(self, report: Report) -> str:
        """Empty when nobody has chosen one, or the office has dropped it."""
        known = self.office.category(report.category) is not UNDECIDED
        return self.category(report.category) if known else ""

    def group(self, key: str) -> str:
        return self.office.group(key).label.in_(self.words.language)

    def day_of(self, report: Report) -> str:
        """When it happened; empty on the very day of a daily digest."""
        day = report.happened_at.astimezone(self.office.zone).date()
        if self.span.period is Period.DAILY and day == self.span.first_day:
            return ""
        pattern = "d MMM" if day.year == self.span.last_day.year else "d MMM y"
        return format_date(day, pattern, locale=self.words.language)

    def standing(self, ids: Sequence[int], status: Status) -> list[Report]:
        """The reports of `ids`, in that order, that still have this status."""
        found = [self.reports[one] for one in ids if one in self.reports]
        return [report for report in found if report.status == status]


def period_name(span: Span, language: str) -> str:
    """`Sabtu, 21 November 2026`, `16–22 November 2026`, `Oktober 2026`."""

    def written(day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=language)

    first, last = span.first_day, span.last_day
    match span.period:
        case Period.DAILY:
            return written(first, "EEEE, d MMMM y")
        case Period.MONTHLY:
            return written(first, "LLLL y")
    if first.year != last.year:
        return f"{written(first, 'd MMMM y')} – {written(last, 'd MMMM y')}"
    if first.month != last.month:
        return f"{written(first, 'd MMMM')} – {written(last, 'd MMMM y')}"
    return f"{first.day}–{written(last, 'd MMMM y')}"
