"""Which reports are taken for the same event, told as people here tell things."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from desk import similar as rules
from desk.similar import Match, Near, days_apart, similar, similar_to
from storage.database import Database
from storage.tables import Report
from tests.digests.world import keep, report

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
VILLAGE, OTHER_VILLAGE, DISTRICT = "14.04.08.2003", "14.04.08.2007", "14.04.08"
ELSEWHERE = "14.04.02.2003"
MINE = "Banjir di Tembilahan Hulu, air setinggi lutut merendam rumah warga dekat jembatan"


def told(number: int, text: str, region: str = VILLAGE, **changes: Any) -> dict[str, Any]:
    days = changes.pop("days", 0)
    moments = {"happened_at": NOW - timedelta(days=days), "submitted_at": NOW}
    row = {"category": "open", "text": text, "region": region, **moments, **changes}
    return report(number, NOW, **row)


async def matches(
    database: Database, mine: dict[str, Any], *others: dict[str, Any], exclude: Any = ()
) -> tuple[Match, ...]:
    await database.run(lambda session: keep(session, [mine, *others]))

    def unit(session: Session) -> tuple[Match, ...]:
        found = session.get(Report, mine["id"])
        assert found is not None
        return similar(session, found, now=NOW, exclude=exclude)

    return await database.read(unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Banjir di jalan lintas", "banjr d jln lintas sdh selutut", id="typos"),
        pytest.param(
            "Kebakaran kios di Tembilahan Hulu",
            "kios terbakar ditembilahanhulu tadi malam",
            id="a place run together",
        ),
        pytest.param(
            "Longsor di Parit Dua, Sungai Guntung",
            "Tebing amblas parit dua sungaiguntung",
            id="run together, another word for it",
        ),
        pytest.param(
            MINE,
            "Air naik lagi, sudah masuk rumah-rumah warga dekat jembatan",
            id="told otherwise",
        ),
        pytest.param(
            "Motor Beat hitam dicuri di parkiran pasar pagi",
            "Ada maling motor tadi di pasar pagi",
            id="thief and theft",
        ),
        pytest.param(
            "Jembatan parit 6 ambruk, anak sekolah tidak bisa lewat",
            "jembatan di parit enam roboh anak2 sekolah terpaksa naik pompong",
            id="collapsed by two words",
        ),
        pytest.param(
            "Lampu mati dari tadi sore di seluruh desa", "Listrik padam sejak sore", id="no light"
        ),
        pytest.param(
            "Rapat desa dibatalkan sepihak oleh kepala dusun Mekar",
            "kepala dusun mekar membatalkan rapat desa sepihak",
            id="an event of no known kind",
        ),
    ],
)
async def test_one_event_told_by_two(database: Database, one: str, other: str) -> None:
    found = await matches(database, told(1, one), told(2, other))
    assert [match.id for match in found] == [2]


@pytest.mark.parametrize(
    ("other", "changes"),
    [
        pytest.param(
            "Pencurian motor warga dekat jembatan Tembilahan Hulu", {}, id="a theft there"
        ),
        pytest.param("Harga beras di pasar naik lagi, warga mengeluh", {}, id="prices there"),
        pytest.param("Rumah warga dekat jembatan Tembilahan Hulu terbakar", {}, id="a fire there"),
        pytest.param("Jembatan Tembilahan Hulu baru saja diresmikan", {}, id="nothing happened"),
        pytest.param(MINE, {"region": ELSEWHERE}, id="the same words in another kecamatan"),
        pytest.param(MINE, {"days": 8}, id="the same words a week before"),
        pytest.param(MINE, {"status": "withdrawn"}, id="taken back"),
        pytest.param("???", {}, id="nothing told"),
        pytest.param("Ada apa ya di sana, tolong segera ke lokasi", {}, id="small words only"),
    ],
)
async def test_what_is_not_the_same(
    database: Database, other: str, changes: dict[str, Any]
) -> None:
    assert await matches(database, told(1, MINE), told(2, other, **changes)) == ()


async def test_the_reason_is_plain_data_and_repeats_no_name(database: Database) -> None:
    mine = told(1, "Banjir merendam rumah Pak Zulkarnain dekat jembatan", category="flood")
    other = told(
        2, "banjr rumah zulkarnain dkt jembatan", category="flood", days=2, source_id="s1"
    )
    (match,) = await matches(database, mine, other)
    assert match.words == ("banjir", "jembatan", "rumah") and match.more == 1
    assert (match.happened_at, match.near) == (other["happened_at"], Near.VILLAGE)
    assert match.same_category and match.same_source
    assert match.code == other["code"] and 50 <= match.score <= 100
    assert "zulkarnain" not in repr(match).casefold()


async def test_nearer_in_place_and_time_comes_first_and_five_are_shown(
    database: Database,
) -> None:
    others = [
        told(2, MINE, OTHER_VILLAGE),
        told(3, MINE, days=3),
        told(4, MINE),
        told(5, MINE, DISTRICT, days=1),
        told(6, MINE, "14.04"),
        told(7, MINE, "14.04", days=5),
    ]
    found = await matches(database, told(1, MINE), *others)
    assert [match.id for match in found] == [4, 3, 2, 5, 6]
    near = {match.id: match.near for match in found}
    assert near == {
        4: Near.VILLAGE,
        3: Near.VILLAGE,
        2: Near.DISTRICT,
        5: Near.DISTRICT,
        6: Near.REGENCY,
    }


async def test_what_is_linked_already_is_left_out(database: Database) -> None:
    others = [told(2, MINE), told(3, MINE, days=1)]
    found = await matches(database, told(1, MINE), *others, exclude={2})
    assert [match.id for match in found] == [3]


async def test_what_is_not_sent_yet_is_compared_as_well(database: Database) -> None:
    await database.run(lambda session: keep(session, [told(1, MINE), told(2, MINE, days=1)]))
    found = await database.read(
        lambda session: similar_to(session, "banjr tembilahanhulu", VILLAGE, NOW)
    )
    assert [match.id for match in found] == [1, 2]
    assert not any(match.same_source for match in found)
    assert await database.read(lambda session: similar_to(session, "", VILLAGE, NOW)) == ()


async def test_among_too_many_the_nearest_in_time_are_looked_at(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "A_SIDE", 2)
    others = [told(number, MINE, days=(number - 4) / 2) for number in range(2, 8)]
    found = await matches(database, told(1, MINE), *others, told(8, MINE, days=-3))
    assert {match.id for match in found} == {3, 4, 5, 6}


def test_days_lie_apart_as_people_of_the_office_count_them() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    morning, evening = (datetime(2026, 11, 26, hour, tzinfo=zone) for hour in (7, 22))
    assert days_apart(morning, evening.astimezone(UTC), zone) == 0
    assert days_apart(evening, morning + timedelta(days=1), zone) == 1
    assert days_apart(morning + timedelta(days=3), evening, zone) == 3
