"""A span in pieces: whole days of UTC, and what is beside them."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.periods import Period, Span, containing
from digests.sums import pieces
from tests.digests.world import ZONE

MOMENTS = st.integers(0, 60 * 86_400 * 10**6).map(
    lambda after: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=after)
)


@given(MOMENTS, MOMENTS)
def test_the_pieces_are_the_span_without_gap_or_overlap(one: datetime, other: datetime) -> None:
    span = Span(Period.MONTHLY, min(one, other), max(one, other), ZONE)
    found = pieces(span)
    parts = list(found.beside)
    if found.first < found.last:
        parts.append((_midnight(found.first), _midnight(found.last)))
    parts = sorted(part for part in parts if part[0] < part[1])
    ends = [span.start, *(end for _, end in parts)]
    assert [start for start, _ in parts] == ends[: len(parts)]
    assert not parts or ends[-1] == span.end
    assert sum((end - start for start, end in found.beside), timedelta()) < timedelta(days=2)


@pytest.mark.parametrize("hours", [7, 8])
def test_of_a_local_month_only_hours_at_both_ends_are_beside_whole_days(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    found = pieces(containing(Period.MONTHLY, date(2026, 10, 5), zone))
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert [end - start for start, end in found.beside] == [
        timedelta(hours=hours),
        timedelta(hours=24 - hours),
    ]


def test_a_local_day_has_no_whole_day_of_utc() -> None:
    span = containing(Period.DAILY, date(2026, 10, 5), ZONE)
    found = pieces(span)
    assert found.first == found.last and found.beside == ((span.start, span.end),)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
