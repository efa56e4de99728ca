"""Places found by what people type, by a position, by code."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from forms.regions import Region, Regions, RegionType
from offices.load import load

REGIONS = load("indragiri-hilir").regions
ALL = [
    REGIONS.regency(),
    *REGIONS.kecamatan(),
    *(village for one in REGIONS.kecamatan() for village in REGIONS.children(one.code)),
]
VILLAGES = [row for row in ALL if row.is_village]


def names(rows: tuple[Region, ...]) -> list[str]:
    return [REGIONS.full_name(row.code) for row in rows]


def joined(row: Region) -> str:
    """Name and kecamatan, small letters, no spaces."""
    parent = REGIONS.region(row.parent_code)
    if row.is_village and parent:
        return f"{row.name},{parent.name}".lower().replace(" ", "")
    return REGIONS.full_name(row.code).lower().replace(" ", "")


WRITINGS: dict[str, Callable[[Region], str]] = {
    "small and without spaces": joined,
    "small, without spaces and comma": lambda row: joined(row).replace(",", ""),
    "in full": lambda row: REGIONS.full_name(row.code),
    "in full in English": lambda row: REGIONS.full_name(row.code, "en"),
    "in capitals with the regency": lambda row: (
        f"{REGIONS.full_name(row.code)}, Kab. Indragiri Hilir".upper()
        if row is not REGIONS.regency()
        else "KAB. INDRAGIRI HILIR"
    ),
}


def test_the_office_has_its_257_regions() -> None:
    assert len(ALL) == 257
    assert len(REGIONS.kecamatan()) == 20


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS)
def test_every_region_is_found_by_its_name_and_kecamatan(
    writing: Callable[[Region], str],
) -> None:
    missed = [writing(row) for row in ALL if REGIONS.find(writing(row)).exact != (row,)]
    assert missed == []


@pytest.mark.parametrize("row", VILLAGES[::3], ids=lambda row: row.code)
def test_kecamatan_first_is_as_good(row: Region) -> None:
    parent = REGIONS.full_name(row.parent_code)
    assert REGIONS.find(f"{parent} {REGIONS.short_name(row.code)}").exact == (row,)


CERTAIN = {
    "Kec. Keritang": "Kec. Keritang",
    "kecamatan  KERITANG": "Kec. Keritang",
    "keckeritang": "Kec. Keritang",
    "Tembilahan": "Kec. Tembilahan",
    "Tembilahan, Indragiri Hilir": "Kec. Tembilahan",
    "Pulau Kijang": "Kelurahan Pulaukijang, Kec. Reteh",
    "pulaukijang": "Kelurahan Pulaukijang, Kec. Reteh",
    "Pulau-Kijang!": "Kelurahan Pulaukijang, Kec. Reteh",
    "desa pengalihan kecamatan keritang": "Desa Pengalihan, Kec. Keritang",
    "desapengalihankeckeritang": "Desa Pengalihan, Kec. Keritang",
    "Keritang, desa Pengalihan": "Desa Pengalihan, Kec. Keritang",
    "Enok - Pengalihan RT 03/RW 02": "Desa Pengalihan, Kec. Enok",
    "kec enok ds simpang 3": "Desa Simpang Tiga, Kec. Enok",
    "kel. tembilahan hulu": "Kelurahan Tembilahan Hulu, Kec. Tembilahan Hulu",
    "Kec. Tembilahan Hulu": "Kec. Tembilahan Hulu",
    "tbh kota": "Kelurahan Tembilahan Kota, Kec. Tembilahan",
    "sei piring": "Kelurahan Sungaipiring, Kec. Batang Tuaka",
    "di kotabaru seberida": "Desa Kota Baru Seberida, Kec. Keritang",
    "Kuala Enok, Tanah Merah": "Kelurahan Kuala Enok, Kec. Tanah Merah",
    "simpang gaung gaung": "Desa Simpang Gaung, Kec. Gaung",
    "desa kuala, kec. enok": "Kec. Enok",
    "keritang kemuning": "Desa Keritang, Kec. Kemuning",
    "metro": "Kelurahan Metro, Kec. Reteh",
    "Inhil": "Kabupaten Indragiri Hilir",
    "kabupaten indragiri hilir": "Kabupaten Indragiri Hilir",
    "dekat kantor camat Kateman": "Kec. Kateman",
}


@pytest.mark.parametrize(("text", "place"), CERTAIN.items())
def test_a_certain_place_needs_no_question(text: str, place: str) -> None:
    found = REGIONS.find(text)
    assert (names(found.exact), found.fuzzy) == ([place], ())


AMBIGUOUS = {
    "Pengalihan": ["Desa Pengalihan, Kec. Enok", "Desa Pengalihan, Kec. Keritang"],
    "bagan jaya": ["Desa Bagan Jaya, Kec. Enok", "Desa Bagan Jaya, Kec. Pelangiran"],
    "keritang": ["Kec. Keritang", "Desa Keritang, Kec. Kemuning"],
    "tembilahan hulu": [
        "Kec. Tembilahan Hulu",
        "Kelurahan Tembilahan Hulu, Kec. Tembilahan Hulu",
    ],
    "Pengalihan, Reteh": [
        "Kec. Reteh",
        "Desa Pengalihan, Kec. Enok",
        "Desa Pengalihan, Kec. Keritang",
    ],
}


@pytest.mark.parametrize(("text", "places"), AMBIGUOUS.items())
def test_an_ambiguous_place_lists_all_it_may_be(text: str, places: list[str]) -> None:
    found = REGIONS.find(text)
    assert (names(found.exact), found.fuzzy) == (places, ())


DOUBTFUL = {
    "pulau kijng": ["Kelurahan Pulaukijang, Kec. Reteh"],
    "Tembilahn": ["Kec. Tembilahan"],
    "retih": ["Kec. Reteh"],
    "pengalian keritang": [
        "Desa Pengalihan, Kec. Keritang",
        "Kec. Keritang",
        "Desa Keritang, Kec. Kemuning",
    ],
    "desa pengalian": ["Desa Pengalihan, Kec. Enok", "Desa Pengalihan, Kec. Keritang"],
    "seberida": ["Desa Kota Baru Seberida, Kec. Keritang"],
    "kotabaru": [
        "Kelurahan Kota Baru Reteh, Kec. Keritang",
        "Desa Kota Baru Seberida, Kec. Keritang",
    ],
    "di jalan metro baru": ["Kelurahan Metro, Kec. Reteh"],
}


@pytest.mark.parametrize(("text", "places"), DOUBTFUL.items())
def test_a_slip_or_half_a_name_is_only_offered(text: str, places: list[str]) -> None:
    found = REGIONS.find(text)
    assert (found.exact, names(found.fuzzy)) == ((), places)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "xyz",
            "Banjarmasin",
            "desa banjarmasin",
            "dekat pasar baru",
            "💧",
            "rt 3",
            "di",
        ),
        *("rumah saya di belakang sekolah dekat mesjid", "a" * 4000, "b c " * 900, "0812345678"),
    ],
)
def test_what_names_no_place_finds_none(text: str) -> None:
    found = REGIONS.find(text)
    assert (found.exact, found.fuzzy) == ((), ())


def test_no_more_than_eight_are_offered() -> None:
    found = REGIONS.find("sungai")
    assert len(found.fuzzy) == 8


def test_finding_takes_less_than_two_milliseconds() -> None:
    texts = [*CERTAIN, *AMBIGUOUS, *DOUBTFUL]
    start = time.process_time()
    for text in texts:
        REGIONS.find(text)
    assert (time.process_time() - start) / len(texts) < 0.002


GUESSES = {
    "banjir di Kotabaru Seberida Keritang": ["Desa Kota Baru Seberida, Kec. Keritang"],
    "kebakaran di desa Metro": ["Kelurahan Metro, Kec. Reteh"],
    "orang tak dikenal di metro, reteh": ["Kelurahan Metro, Kec. Reteh"],
    "jembatan putus di pulau kijang": ["Kelurahan Pulaukijang, Kec. Reteh"],
    "orang di desa pengalihan": ["Desa Pengalihan, Kec. Enok", "Desa Pengalihan, Kec. Keritang"],
    "kebakaran lahan di Kateman dan kec. Pulau Burung": ["Kec. Kateman", "Kec. Pulau Burung"],
    "kebakaran di kec. kemuning": ["Kec. Kemuning"],
    "keritang banjir": ["Kec. Keritang"],
    "warga tembilahan hulu resah": ["Kec. Tembilahan Hulu"],
    "Kateman, Mandah, Reteh dan Enok banjir": ["Kec. Kateman", "Kec. Mandah", "Kec. Reteh"],
    "harapan kami nusantara jaya di metro": [],
    "bau kemuning di halaman": [],
    "ada buaya di sungai batang": [],
    "tanah merah longsor": [],
    "ada buaya di air tawar, simpang tiga": [],
    "harapan baru untuk indragiri hilir": [],
    "tembilahn banjir": [],
    "": [],
}


@pytest.mark.parametrize(("text", "places"), GUESSES.items())
def test_only_places_beyond_doubt_are_guessed(text: str, places: list[str]) -> None:
    assert names(REGIONS.guess(text)) == places


@pytest.mark.parametrize("row", VILLAGES, ids=lambda row: row.code)
def test_an_inside_point_may_be_in_its_own_desa(row: Region) -> None:
    assert row in REGIONS.around(row.inside_lat, row.inside_lon)


def test_a_position_is_only_sought_where_the_boxes_hold_it() -> None:
    for north in range(-11, 6):
        for east in range(26, 39):
            lat, lon = north / 10, 102 + east / 20
            for row in REGIONS.around(lat, lon):
                parent = REGIONS.region(row.parent_code)
                assert parent is not None
                assert row.boxes(lat, lon)
                assert parent.boxes(lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(-6.2, 106.8), (0.0, 0.0), (-0.3, 105.0), (float("nan"), 103.0), (float("inf"), 103.0)],
    ids=["Jakarta", "Gulf of Guinea", "open sea", "no number", "endless"],
)
def test_a_position_outside_has_no_region(lat: float, lon: float) -> None:
    assert REGIONS.nearest(lat, lon) is None
    assert REGIONS.around(lat, lon) == ()


def test_a_position_in_the_capital_is_in_tembilahan() -> None:
    found = REGIONS.nearest(-0.3196, 103.1615)
    assert found is not None
    assert REGIONS.full_name(found.code).endswith("Kec. Tembilahan")


def test_names_are_given_in_both_languages() -> None:
    assert REGIONS.full_name("14.04.09.2011") == "Desa Pengalihan, Kec. Keritang"
    assert REGIONS.full_name("14.04.09.2011", "en") == "Pengalihan village, Keritang district"
    assert REGIONS.full_name("14.04.01.1017") == "Kelurahan Metro, Kec. Reteh"
    assert REGIONS.full_name("14.04.09") == "Kec. Keritang"
    assert REGIONS.full_name("14.04", "en") == "Indragiri Hilir regency"
    assert REGIONS.full_name("99.99") == "99.99"
    assert REGIONS.region("99.99") is None


ROW = Region("1", "Kabupaten A", RegionType.KABUPATEN, "0", 0, 100, 10, (99, -1, 101, 1))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [ROW, ROW],
        [ROW, replace(ROW, code="2")],
        [ROW, replace(ROW, code="1.1", type=RegionType.KECAMATAN, parent_code="9")],
        [ROW, replace(ROW, code="1.1", type=RegionType.DESA, parent_code="1")],
    ],
    ids=["none", "twice", "two regencies", "no parent", "a desa without kecamatan"],
)
def test_a_broken_table_is_refused(rows: list[Region]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Regions(rows)
