"""When something happened, in the words people use."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forms.moments import read_moment

WIB = ZoneInfo("Asia/Jakarta")
TEN = datetime(2026, 3, 12, 10, 0, tzinfo=WIB)  # a Thursday
MIDNIGHT = datetime(2026, 3, 12, 0, 30, tzinfo=WIB)
LATE = datetime(2026, 3, 12, 23, 0, tzinfo=WIB)

AT_TEN = {
    "sekarang": "12/03/2026 10.00",
    "barusan": "12/03/2026 10.00",
    "tadi": "12/03/2026 10.00",
    "Hari ini": "12/03/2026 10.00",
    "now": "12/03/2026 10.00",
    "tadi pagi": "12/03/2026 07.00",
    "this morning": "12/03/2026 07.00",
    "tadi subuh": "12/03/2026 05.00",
    "tadi siang": "12/03/2026 10.00",
    "tadi malam": "11/03/2026 21.00",
    "semalam": "11/03/2026 21.00",
    "last night": "11/03/2026 21.00",
    "jam 8 tadi malam": "11/03/2026 20.00",
    "semalam jam 2": "12/03/2026 02.00",
    "kemarin": "11/03/2026 12.00",
    "Kemarin.": "11/03/2026 12.00",
    "kmrn sore": "11/03/2026 16.00",
    "kemarin 14.30": "11/03/2026 14.30",
    "kemarin 14:30 WIB": "11/03/2026 14.30",
    "kemarin, pukul 8.15": "11/03/2026 08.15",
    "kemarin jam 2": "11/03/2026 14.00",
    "kemarin jam 9": "11/03/2026 09.00",
    "kemarin jam 2 siang": "11/03/2026 14.00",
    "kemarin malam jam 12": "12/03/2026 00.00",
    "kemarin lusa": "10/03/2026 12.00",
    "yesterday at 3 pm": "11/03/2026 15.00",
    "2 jam lalu": "12/03/2026 08.00",
    "dua jam yang lalu": "12/03/2026 08.00",
    "setengah jam lalu": "12/03/2026 09.30",
    "sejam yang lalu": "12/03/2026 09.00",
    "30 menit tadi": "12/03/2026 09.30",
    "20 minutes ago": "12/03/2026 09.40",
    "3 hari lalu sore": "09/03/2026 16.00",
    "sudah 3 hari": "09/03/2026 12.00",
    "2 minggu lalu": "26/02/2026 12.00",
    "minggu lalu": "05/03/2026 12.00",
    "hari minggu": "08/03/2026 12.00",
    "senin": "09/03/2026 12.00",
    "Senin pukul 14.30": "09/03/2026 14.30",
    "jum'at kemarin": "06/03/2026 12.00",
    "kamis": "12/03/2026 10.00",
    "kamis lalu": "05/03/2026 12.00",
    "kamis 14.30": "05/03/2026 14.30",
    "12/03 08:15": "12/03/2026 08.15",
    "12/03/2026 08.15": "12/03/2026 08.15",
    "12-03-26 jam 8.15": "12/03/2026 08.15",
    "11.03.2026": "11/03/2026 12.00",
    "2026-03-11 08:15": "11/03/2026 08.15",
    "2026-03-11T08:15": "11/03/2026 08.15",
    "10 Maret": "10/03/2026 12.00",
    "10 maret 2025 pukul 8": "10/03/2025 08.00",
    "March 3, 2026 8pm": "03/03/2026 20.00",
    "12/04": "12/04/2025 12.00",
    "25 Desember jam 7 malam": "25/12/2025 19.00",
    "pukul 9.15": "12/03/2026 09.15",
    "jam 7": "12/03/2026 07.00",
    "jam 2 siang": "11/03/2026 14.00",
    "jam 12 siang": "11/03/2026 12.00",
    "jam 12 malam": "12/03/2026 00.00",
    "22.15": "11/03/2026 22.15",
    "sekitar jam setengah 9": "12/03/2026 08.30",
    "kira-kira jam setengah 3 sore": "11/03/2026 14.30",
    "waktu saya pulang kemarin sore": "11/03/2026 16.00",
}

AFTER_MIDNIGHT = {
    "tadi malam": "11/03/2026 21.00",
    "23.30": "11/03/2026 23.30",
    "2 jam lalu": "11/03/2026 22.30",
    "jam 8 malam": "11/03/2026 20.00",
    "tadi pagi": "11/03/2026 07.00",
    "kemarin": "11/03/2026 12.00",
}

LATE_IN_THE_EVENING = {
    "jam 7": "12/03/2026 19.00",
    "tadi jam 3": "12/03/2026 15.00",
    "pukul 14.30": "12/03/2026 14.30",
    "tadi pagi": "12/03/2026 07.00",
    "malam ini": "12/03/2026 21.00",
    "jam 8 malam": "12/03/2026 20.00",
}

ROWS = [
    *((TEN, text, said) for text, said in AT_TEN.items()),
    *((MIDNIGHT, text, said) for text, said in AFTER_MIDNIGHT.items()),
    *((LATE, text, said) for text, said in LATE_IN_THE_EVENING.items()),
]


@pytest.mark.parametrize(("now", "text", "meant"), ROWS)
def test_a_moment_is_read_as_people_mean_it(now: datetime, text: str, meant: str) -> None:
    found = read_moment(text, now, WIB)
    assert found is not None
    assert found.strftime("%d/%m/%Y %H.%M") == meant
    assert found.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    "text",
    [
        *("", "tidak tahu", "12", "12 03", "31/02", "32/13/2026", "25.00", "jam 30", "99999999"),
        *("kemarin 5 5", "9999999999 hari lalu", "pukul", "💧", "999999999 bulan lalu"),
    ],
)
def test_an_unclear_moment_is_none(text: str) -> None:
    assert read_moment(text, TEN, WIB) is None


@pytest.mark.parametrize(
    "text", ["besok", "lusa jam 8", "minggu depan", "nanti malam", "hari ini 14.30", "pukul 14.30"]
)
def test_what_has_not_come_yet_stays_in_the_future(text: str) -> None:
    found = read_moment(text, TEN, WIB)
    assert found is not None
    assert found > TEN


def test_the_zone_of_the_office_decides_what_yesterday_is() -> None:
    wita = ZoneInfo("Asia/Makassar")
    now = datetime(2026, 3, 11, 16, 30, tzinfo=ZoneInfo("UTC"))  # past midnight in WITA
    assert read_moment("kemarin", now, wita) == datetime(2026, 3, 11, 12, tzinfo=wita)
    assert read_moment("kemarin", now, WIB) == datetime(2026, 3, 10, 12, tzinfo=WIB)
