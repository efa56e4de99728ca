"""Words for days, months, hours and spans, as people here write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

NOW = (
    *("sekarang", "skrg", "saat ini", "now", "just now", "right now"),
    *("barusan", "baru saja", "baru aja", "baru ini", "tadi"),
)

DAYS_BACK = {
    "hari ini": 0,
    "today": 0,
    "kemarin": 1,
    "kemaren": 1,
    "kmrn": 1,
    "yesterday": 1,
    "kemarin lusa": 2,
    "kemarin dulu": 2,
    "the day before yesterday": 2,
    "besok": -1,
    "tomorrow": -1,
    "lusa": -2,
}

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("senin", "monday"),
            ("selasa", "tuesday"),
            ("rabu", "wednesday"),
            ("kamis", "thursday"),
            ("jumat", "jum'at", "jum at", "friday"),
            ("sabtu", "saturday"),
            ("minggu", "ahad", "sunday"),
        )
    )
    for name in names
}

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "february", "pebruari", "feb"),
            ("maret", "march", "mar"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("agustus", "august", "agu", "agt", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nopember", "nov"),
            ("desember", "december", "des", "dec"),
        ),
        start=1,
    )
    for name in names
}

UNITS = {
    "menit": timedelta(minutes=1),
    "mnt": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "minutes": timedelta(minutes=1),
    "jam": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "hari": timedelta(days=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "minggu": timedelta(weeks=1),
    "pekan": timedelta(weeks=1),
    "week": timedelta(weeks=1),
    "weeks": timedelta(weeks=1),
    "bulan": timedelta(days=30),
    "month": timedelta(days=30),
    "months": timedelta(days=30),
}

COUNTS = {
    "setengah": 0.5,
    "half an": 0.5,
    "a": 1,
    "an": 1,
    "satu": 1,
    "one": 1,
    "dua": 2,
    "two": 2,
    "tiga": 3,
    "three": 3,
    "empat": 4,
    "four": 4,
    "lima": 5,
    "five": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "dua belas": 12,
    "beberapa": 3,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: the hour it stands for when no other is said, the hour it begins, and the
    hours that mean the second half of the day with it ("jam 2 siang"); `twelve` is what 12 is."""

    stands_for: time
    begins: time
    after_noon: range = range(0)
    twelve: int = 0


PARTS = {
    name: part
    for names, part in (
        (("subuh", "fajar", "dini hari", "dawn"), Part(time(5), time(0))),
        (("pagi", "morning", "am"), Part(time(7), time(4))),
        (
            ("siang", "tengah hari", "noon", "zuhur", "dzuhur"),
            Part(time(12), time(10), range(1, 6), 12),
        ),
        (("sore", "petang", "asar", "ashar"), Part(time(16), time(14), range(1, 8), 12)),
        (("afternoon", "pm"), Part(time(15), time(12), range(1, 12), 12)),
        (("magrib", "maghrib"), Part(time(18), time(17), range(5, 8))),
        (("malam", "night", "evening", "isya", "tonight"), Part(time(21), time(18), range(6, 12))),
    )
    for name in names
}

LAST_NIGHT = ("tadi malam", "malam tadi", "semalam", "last night", "semlm")

FUTURE = ("nanti", "depan", "akan datang", "next")
