"""Reading when something happened, as people here write it: "kemarin jam 2 siang"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forms import momentpatterns as patterns
from forms.momentwords import (
    COUNTS,
    DAYS_BACK,
    MONTHS,
    PARTS,
    UNITS,
    WEEKDAYS,
    Part,
)

SLACK = timedelta(minutes=10)
"""How far ahead a moment may lie: telephones' clocks are not all right."""

YESTERDAY_AFTER = timedelta(hours=12)
"""A bare hour that has not come yet today is yesterday's when that is no longer ago than this."""


class Unclear(ValueError):
    """There is no such day or hour."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as written; `sure` when it can only be meant on the 24-hour clock."""

    hour: int
    minute: int
    sure: bool


class Reading:
    """One text being read: every pattern takes its stretch out of `rest`."""

    def __init__(self, text: str, now: datetime, zone: ZoneInfo) -> None:
        plain = re.sub(r"[,;()±~]+", " ", text[:200].casefold())
        plain = re.sub(r"\b(?:wib|wita|wit|o'clock)\b", " ", plain)
        self.rest = re.sub(r"\s+", " ", plain).strip(" .!?")
        self.now = now.astimezone(zone)
        self.zone = zone
        self.today = self.now.date()
        self.weekly = False
        """The day was said by its weekday's name."""

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first stretch that matches, taken out."""
        match = pattern.search(self.rest)
        if match:
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}".strip()
        return match

    def moment(self) -> datetime | None:
        """The moment meant, None when it is not clear."""
        if patterns.TO_COME.search(self.rest):
            return self.now + timedelta(days=1)
        last_night = self.take(patterns.IN_LAST_NIGHT)
        day = self._written_date()
        half = self.take(patterns.HALF_HOUR)
        if day is None:
            ago = self._ago()
            if isinstance(ago, datetime):
                return ago
            day = ago or self._day()
        clock = self._clock(half)
        part_word = self.take(patterns.PART)
        part = PARTS[part_word["word"]] if part_word else None
        if re.search(r"\d", self.rest):  # a figure we did not understand may change everything
            return None
        if last_night:
            return self._last_night(clock)
        if day is None and clock is None and part is None:
            return self.now if self.take(patterns.RIGHT_NOW) else None
        moment = self._put_together(day, clock, part)
        if self.weekly and day == self.today and moment > self.now + SLACK:
            return moment - timedelta(days=7)
        return moment

    def _written_date(self) -> date | None:
        """A date in figures or with a month's name."""
        for pattern in (
            patterns.ISO_DATE,
            patterns.DOTTED_DATE,
            patterns.SLASHED_DATE,
            patterns.SPELLED_DATE,
            patterns.ENGLISH_DATE,
        ):
            match = self.take(pattern)
            if match:
                named = match.groupdict()
                month = MONTHS[named["name"]] if "name" in named else int(named["month"])
                return self._date(int(named["day"]), month, named["year"])
        return None

    def _date(self, day: int, month: int, year: str | None) -> date:
        """Without a year: the last time that date came by."""
        if year:
            years = [int(year) + (2000 if len(year) == 2 else 0)]
        else:
            years = list(range(self.today.year, self.today.year - 8, -1))
        for candidate in years:
            try:
                found = date(candidate, month, day)
            except ValueError:
                continue
            if year or found <= self.today:
                return found
        raise Unclear

    def _ago(self) -> datetime | date | None:
        """ "2 jam lalu" is a moment, "2 hari lalu" a day."""
        for match in patterns.SPAN_AGO.finditer(self.rest):
            unit = match["unit"]
            name = unit if unit in UNITS else unit.removeprefix("se")
            counted = match["count"] or (unit != name)
            if not (match["ago"] or (match["since"] and counted)):
                continue
            if match["ago"] and match["ago"].strip() == "tadi" and not counted:
                continue
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}".strip()
            count = match["count"] or "1"
            span = UNITS[name] * (int(count) if count.isdigit() else COUNTS[count])
            return self.now - span if span < timedelta(days=1) else (self.now - span).date()
        return None

    def _day(self) -> date | None:
        weekday = self.take(patterns.WEEKDAY)
        if weekday:
            back = (self.today.weekday() - WEEKDAYS[weekday["word"]]) % 7
            if back == 0 and (weekday["ago"] or weekday["last"]):
                back = 7
            self.weekly = True
            return self.today - timedelta(days=back)
        word = self.take(patterns.NAMED_DAY)
        return self.today - timedelta(days=DAYS_BACK[word["word"]]) if word else None

    def _clock(self, half: re.Match[str] | None) -> Clock | None:
        if half:
            return _clock(int(half["hour"]) - 1, 30, sure=False)
        match = self.take(patterns.CLOCK)
        if match:
            hour, minute = int(match["hour"]), int(match["minute"])
            loose = match["said"] and len(match["hour"]) == 1 and 0 < hour < 7
            return _clock(hour, minute, sure=not loose)
        match = self.take(patterns.HOUR)
        if not match:
            return None
        written = match["hour"] or match["bare"]
        hour = int(written)
        return _clock(hour, 0, sure=hour > 12 or written[0] == "0")

    def _last_night(self, clock: Clock | None) -> datetime:
        """Yesterday from six in the evening to six in the morning."""
        if clock is None:
            return self._at(self.today - timedelta(days=1), PARTS["malam"].stands_for)
        hour = clock.hour % 12 if clock.hour == 12 else clock.hour
        if 6 <= hour < 12:
            hour += 12
        day = self.today if hour < 12 else self.today - timedelta(days=1)
        moment = self._at(day, time(hour, clock.minute))
        return moment if moment <= self.now else moment - timedelta(days=1)

    def _put_together(self, day: date | None, clock: Clock | None, part: Part | None) -> datetime:
        if clock is None:
            return self._by_part(day, part) if part else self._by_day(day or self.today)
        if part:
            hours = [_hour_in(part, clock.hour)]
        elif clock.sure or clock.hour in (0, 12):
            hours = [clock.hour]
        else:
            hours = [clock.hour, clock.hour + 12]
        if day is None:
            return self._latest(hours, clock.minute, always=part is not None)
        midnight = part is PARTS["malam"] and hours == [0]
        if midnight:
            day += timedelta(days=1)
        hour = hours[-1] if len(hours) > 1 and clock.hour < 7 else hours[0]
        moment = self._at(day, time(hour, clock.minute))
        if moment > self.now + SLACK and len(hours) > 1:
            return self._at(day, time(hours[0], clock.minute))
        return moment

    def _by_day(self, day: date) -> datetime:
        return self.now if day == self.today else self._at(day, time(12))

    def _by_part(self, day: date | None, part: Part) -> datetime:
        moment = self._at(day or self.today, part.stands_for)
        if moment <= self.now:
            return moment
        if self.now.time() >= part.begins and day in (None, self.today):
            return self.now
        return moment if day else moment - timedelta(days=1)

    def _latest(self, hours: list[int], minute: int, *, always: bool) -> datetime:
        """The last time one of these hours came; one still to come today stays, unless `always`
        or yesterday's is near enough."""
        today = [self._at(self.today, time(hour, minute)) for hour in hours]
        past = [moment for moment in today if moment <= self.now + SLACK]
        if past:
            return past[-1]
        yesterday = today[-1] - timedelta(days=1)
        return yesterday if always or self.now - yesterday <= YESTERDAY_AFTER else today[0]

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment a text means, in `zone`; None when it is not clear. It may lie in the future.

    A day without an hour is taken at noon, a part of the day at its usual hour.
    """
    try:
        return Reading(text, now, zone).moment()
    except (Unclear, OverflowError):  # the second: beyond the ends of the calendar
        return None


def _clock(hour: int, minute: int, *, sure: bool) -> Clock:
    if not (0 <= hour < 24 and minute < 60):
        raise Unclear
    return Clock(hour, minute, sure)


def _hour_in(part: Part, hour: int) -> int:
    """What "12 malam", "2 siang", "8 pm" is on the 24-hour clock."""
    if hour == 12:
        return part.twelve
    return hour + 12 if hour in part.after_noon else hour
