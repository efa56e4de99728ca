"""Working days: Monday to Friday in the office's zone. Public holidays are not known here."""

from datetime import datetime, timedelta, tzinfo

SATURDAY = 5


def is_workday(moment: datetime, zone: tzinfo) -> bool:
    """Whether the office works on the local day of `moment`."""
    return moment.astimezone(zone).weekday() < SATURDAY


def after(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """So many working days later, at the same time of day; what came on a weekend counts from
    Monday's first minute."""
    local = moment.astimezone(zone)
    if local.weekday() >= SATURDAY:
        local = local.replace(hour=0, minute=0, second=0, microsecond=0)
        local += timedelta(days=7 - local.weekday())
    weeks, rest = divmod(days, 5)
    local += timedelta(weeks=weeks)
    for _ in range(rest):
        local += timedelta(days=3 if local.weekday() == SATURDAY - 1 else 1)
    return local


def from_monday(moment: datetime, zone: tzinfo) -> datetime:
    """The moment itself, or the same hour on Monday for one at a weekend.

    Days counted from it do not end at midnight, which people outside the office would misread.
    """
    local = moment.astimezone(zone)
    return local if is_workday(moment, zone) else local + timedelta(days=7 - local.weekday())


def late(due: datetime, now: datetime, zone: tzinfo) -> int:
    """How many whole working days `due` lies back; 0 on the first of them, and before."""
    days = 0
    while after(due, days + 1, zone) <= now:
        days += 1
    return days
