"""Dates, durations and numbers as the office writes them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

UNITS = {
    "id": {"minute": ("menit", "menit"), "hour": ("jam", "jam"), "day": ("hari", "hari")},
    "en": {
        "minute": ("minute", "minutes"),
        "hour": ("hour", "hours"),
        "day": ("day", "days"),
    },
}
LESS_THAN_A_MINUTE = {"id": "kurang dari satu menit", "en": "less than a minute"}
CLOCK = {"id": "pukul %H.%M", "en": "%H:%M"}  # as strftime writes them


def filters(language: str, zone: tzinfo, zone_label: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language, by the names that templates use."""

    def moment(value: datetime) -> str:
        """`Senin, 3 Agustus 2026, pukul 14.30 WIB`"""
        local = value.astimezone(zone)
        return f"{long_day(local.date())}, {time_of_day(local.hour, local.minute)}"

    def clock(value: datetime) -> str:
        local = value.astimezone(zone)
        return time_of_day(local.hour, local.minute)

    @lru_cache(maxsize=64)
    def time_of_day(hour: int, minute: int) -> str:
        return f"{time(hour, minute).strftime(CLOCK[language])} {zone_label}"

    def day(value: datetime | date) -> str:
        local = value.astimezone(zone).date() if isinstance(value, datetime) else value
        return long_day(local)

    @lru_cache(maxsize=64)
    def long_day(value: date) -> str:
        return format_date(value, "EEEE, d MMMM y", locale=language)

    def short_day(value: datetime | date) -> str:
        local = value.astimezone(zone).date() if isinstance(value, datetime) else value
        return format_date(local, "d MMM y", locale=language)

    def span(value: timedelta) -> str:
        """A duration in its largest unit, rounded down: what a person in a hurry wants."""
        minutes = int(value.total_seconds() // 60)
        if minutes < 1:
            return LESS_THAN_A_MINUTE[language]
        for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
            if minutes >= size:
                count = minutes // size
                one, many = UNITS[language][unit]
                return f"{count} {one if count == 1 else many}"
        raise AssertionError("unreachable: a minute is the smallest unit")

    def number(value: int | float | Decimal) -> str:
        return format_decimal(value, locale=language)

    def money(value: Decimal) -> str:
        """Rupiah as the office writes them, in either language: `Rp5.000.000,00`"""
        return "Rp" + format_decimal(value, "#,##0.00", locale="id")

    def cut(value: str, length: int) -> str:
        """One line of at most `length` characters, cut between words where that is near."""
        line = " ".join(value.split())
        if len(line) <= length:
            return line
        head = line[: length - 1]
        space = head.rfind(" ")
        return (head[:space] if space > length * 2 // 3 else head).rstrip(" ,.;:") + "…"

    return {
        "moment": moment,
        "clock": clock,
        "day": day,
        "short_day": short_day,
        "span": span,
        "number": number,
        "money": money,
        "cut": cut,
    }
