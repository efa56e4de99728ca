"""Local days, weeks and months, and when each falls due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.periods import CATCH_UP, Period, Span, containing, due, last_complete, running
from offices.office import DigestHours

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")
HOURS = DigestHours(daily=time(6), weekly=time(6, 30), monthly=time(7))
ZONES = st.sampled_from([WIB, WITA, ZoneInfo("Asia/Jayapura")])
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MOMENTS = st.builds(
    datetime.fromtimestamp, st.floats(1_577_836_800, 2_082_672_000), st.just(UTC)
)  # 2020 to 2035, which neither microseconds nor zones leave
PERIODS = st.sampled_from(list(Period))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("zone", "start"),
    [(WIB, utc(2026, 11, 20, 17)), (WITA, utc(2026, 11, 20, 16))],
    ids=["WIB is seven hours ahead", "WITA is eight hours ahead"],
)
def test_a_day_begins_at_local_midnight(zone, start):
    span = containing(Period.DAILY, date(2026, 11, 21), zone)
    assert (span.start, span.end) == (start, start + timedelta(days=1))


@pytest.mark.parametrize(
    ("period", "day", "first", "last", "key"),
    [
        (Period.DAILY, date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 29), "2028-02-29"),
        (Period.WEEKLY, date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22), "2026-W47"),
        (Period.WEEKLY, date(2027, 1, 3), date(2026, 12, 28), date(2027, 1, 3), "2026-W53"),
        (Period.WEEKLY, date(2024, 12, 30), date(2024, 12, 30), date(2025, 1, 5), "2025-W01"),
        (Period.MONTHLY, date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        (Period.MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), "2026-12"),
    ],
    ids=["leap day", "Sunday ends a week", "week 53", "week 1 begins early", "February", "year"],
)
def test_a_period_has_its_calendar_bounds_and_key(period, day, first, last, key):
    span = containing(period, day, WIB)
    assert (span.first_day, span.last_day) == (first, last)
    assert span.key == f"{period}:{key}"
    assert span.complete


@given(PERIODS, DAYS, ZONES)
def test_periods_follow_one_another_without_gap_or_overlap(period, day, zone):
    span = containing(period, day, zone)
    assert span.before().end == span.start
    assert containing(period, span.last_day + timedelta(days=1), zone).before() == span
    assert span.start.utcoffset() == span.end.utcoffset() == timedelta()
    assert span.first_day <= day <= span.last_day


@given(PERIODS, MOMENTS, ZONES)
def test_the_last_complete_period_is_over_and_the_next_is_not(period, now, zone):
    span = last_complete(period, now, zone)
    following = containing(period, span.last_day + timedelta(days=1), zone)
    assert span.end <= now < following.end
    assert running(period, now, zone).start == span.end


def test_at_the_stroke_of_midnight_the_day_is_over():
    midnight = utc(2026, 11, 21, 17)
    assert last_complete(Period.DAILY, midnight, WIB).key == "daily:2026-11-21"
    just_before = midnight - timedelta(microseconds=1)
    assert last_complete(Period.DAILY, just_before, WIB).key == "daily:2026-11-20"


def test_a_running_period_has_a_key_of_its_own_to_the_second():
    now = utc(2026, 11, 21, 7, 30, 5)
    span = running(Period.WEEKLY, now, WIB)
    assert not span.complete
    assert span.end == now
    assert span.key == "weekly:2026-W47@20261121T073005Z"
    assert running(Period.WEEKLY, now + timedelta(seconds=1), WIB).key != span.key


def test_a_running_period_is_compared_with_as_much_of_the_one_before():
    now = utc(2026, 11, 21, 7, 30)
    assert running(Period.DAILY, now, WIB).before() == Span(
        Period.DAILY, utc(2026, 11, 19, 17), utc(2026, 11, 20, 7, 30), WIB
    )


def test_a_running_month_is_never_compared_with_days_of_itself():
    span = running(Period.MONTHLY, utc(2026, 3, 31, 5), WIB)
    assert span.before().end == span.start


def test_a_digest_is_due_at_its_local_hour_after_the_period():
    now = utc(2027, 3, 1, 2)  # Monday the first, 09.00 WIB
    found = {one.span.key: one.at for one in due(HOURS, WIB, now, now - timedelta(days=1))}
    assert found == {
        "daily:2027-02-28": utc(2027, 2, 28, 23),
        "weekly:2027-W08": utc(2027, 2, 28, 23, 30),
        "monthly:2027-02": utc(2027, 3, 1),
    }


def test_what_fell_due_at_the_last_look_is_not_due_again_but_at_this_one_it_is():
    at = utc(2026, 11, 20, 23)
    assert [one.at for one in due(HOURS, WIB, at, at - timedelta(seconds=1))] == [at]
    assert due(HOURS, WIB, at + timedelta(hours=1), at) == []
    assert due(HOURS, WIB, at - timedelta(microseconds=1), at - timedelta(hours=1)) == []


def test_an_hour_of_midnight_is_due_with_the_end_of_the_day():
    hours = DigestHours(daily=time(0), weekly=time(0), monthly=time(0))
    now = utc(2026, 11, 20, 17)
    (one,) = due(hours, WIB, now, now - timedelta(hours=1))
    assert (one.span.key, one.at, one.span.end) == ("daily:2026-11-20", now, now)


@given(MOMENTS, ZONES)
def test_after_a_long_silence_each_period_is_caught_up_within_its_limit(now, zone):
    found = due(HOURS, zone, now, utc(2000, 1, 1))
    for period, limit in CATCH_UP.items():
        assert sum(one.span.period is period for one in found) == limit
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(one.span.complete and one.span.end <= one.at <= now for one in found)


@given(MOMENTS, st.lists(st.integers(1, 40 * 3600), min_size=1, max_size=12))
def test_however_often_the_clock_looks_each_period_falls_due_once(start, steps):
    seen = []
    since = start
    for step in steps:
        now = since + timedelta(seconds=step)
        seen += [one.span.key for one in due(HOURS, WIB, now, since)]
        since = now
    assert len(seen) == len(set(seen))
    everything = [one.at for one in due(HOURS, WIB, since, utc(2000, 1, 1)) if one.at > start]
    assert len(seen) >= len(everything)
