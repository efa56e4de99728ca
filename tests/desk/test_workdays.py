"""Working days count from Monday to Friday in the office's zone, whatever the hour in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.workdays import after, from_monday, is_workday, late

ZONE = ZoneInfo("Asia/Jakarta")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        (at(23), 1, at(24)),
        (at(27), 1, at(30)),  # Friday to Monday
        (at(26), 3, datetime(2026, 12, 1, 12, tzinfo=ZONE)),
        (at(21), 3, at(26, 0)),  # a Saturday's counts from Monday's first minute
        (at(22, 23, 59), 1, at(24, 0)),
        (at(23), 5, at(30)),
        (at(23), 0, at(23)),
    ],
)
def test_working_days_leave_out_the_weekend(sent: datetime, days: int, due: datetime) -> None:
    assert after(sent, days, ZONE) == due
    assert after(sent.astimezone(UTC), days, ZONE) == due


@pytest.mark.parametrize(
    ("moment", "begins"),
    [(at(20, 23), at(20, 23)), (at(21), at(23)), (at(22, 23, 59), at(23, 23, 59))],
)
def test_a_weekend_begins_at_the_same_hour_on_monday(moment: datetime, begins: datetime) -> None:
    assert from_monday(moment.astimezone(UTC), ZONE) == begins


def test_the_local_day_decides_what_is_a_working_day() -> None:
    assert not is_workday(at(21), ZONE)
    assert is_workday(datetime(2026, 11, 22, 18, tzinfo=UTC), ZONE)  # Monday 01.00 in Jakarta


@pytest.mark.parametrize(
    ("now", "days"), [(at(24), 0), (at(24, 11), 0), (at(25), 1), (at(27), 3), (at(29), 3)]
)
def test_late_counts_whole_working_days(now: datetime, days: int) -> None:
    assert late(at(24), now, ZONE) == days
