"""Profiles: the shipped one is whole, a mistake in one is named."""

from __future__ import annotations

import re
import shutil
from datetime import time
from pathlib import Path

import pytest

from forms.engine import Context
from forms.load import LIBRARY
from offices.load import PROFILES, Office, OfficeError, available, load
from offices.office import UNDECIDED

HOME = PROFILES / "indragiri-hilir"


@pytest.fixture(scope="module")
def inhil() -> Office:
    return load("indragiri-hilir")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(HOME, tmp_path / "indragiri-hilir")


def spoil(path: Path, right: str, mistake: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, mistake, 1), encoding="utf-8")


def test_the_shipped_profile_is_that_of_indragiri_hilir(inhil: Office) -> None:
    assert inhil.key == "indragiri-hilir"
    assert inhil.name == inhil.regions.regency().name == "Kabupaten Indragiri Hilir"
    assert inhil.service == "CAKRA – Layanan Informasi Online Masyarakat"
    assert (str(inhil.zone), inhil.zone_label, inhil.language) == ("Asia/Jakarta", "WIB", "id")
    assert inhil.capital == "Tembilahan"
    hours = inhil.digest_hours
    assert (hours.daily, hours.weekly, hours.monthly) == (time(6, 30), time(7), time(7, 30))
    assert [one.number for one in inhil.emergency] == ["112", "110"]


def test_a_profile_is_found_by_name_and_by_path(inhil: Office) -> None:
    assert load(HOME).key == load(str(HOME)).key == inhil.key
    assert "indragiri-hilir" in available()


def test_categories_cover_the_aspects_of_the_work(inhil: Office) -> None:
    assert [group.label.in_("id") for group in inhil.groups] == [
        "Ideologi",
        "Politik",
        "Ekonomi",
        "Sosial Budaya",
        "Pertahanan & Keamanan",
        "Bencana & Lingkungan",
    ]
    keys = [one.key for one in inhil.categories]
    assert len(keys) == len(set(keys)) >= 25
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,19}", key) for key in keys)
    for group in inhil.groups:
        assert 1 <= sum(one.group == group.key for one in inhil.categories) <= 8


def test_a_category_has_its_own_working_days_or_those_of_its_weight(profile: Path) -> None:
    spoil(profile / "categories.toml", 'key = "protest"', 'key = "protest"\nanswer_days = 7')
    office = load(profile)
    days = office.deadlines
    keys = ("protest", "village_election", "radicalism", "open")
    assert [days.answer(office.category(key)) for key in keys] == [7, 3, 1, 3]
    assert [days.decide(office.category(key)) for key in keys] == [3, 3, 1, 3]
    assert [days.follow_up(office.category(key)) for key in keys] == [5, 5, 2, 5]


def test_a_category_nobody_chose_or_that_is_gone_is_undecided(inhil: Office) -> None:
    assert inhil.category("flood").label.in_("en") == "Flood and tidal flood"
    assert inhil.category("open") is inhil.category("gone") is UNDECIDED
    assert inhil.group(inhil.category("flood").group).label.in_("id") == "Bencana & Lingkungan"
    assert inhil.group(UNDECIDED.group).label == UNDECIDED.label


def test_an_office_lends_its_places_clock_and_lists(inhil: Office) -> None:
    context = inhil.context()
    assert isinstance(context, Context)
    assert context.regions is inhil.regions
    groups = context.choices["category"]
    assert [one.value for one in groups] == [one.key for one in inhil.groups]
    assert sum(len(one.options) for one in groups) == len(inhil.categories)


def test_an_office_has_the_forms_of_the_library(inhil: Office) -> None:
    assert set(inhil.forms()) == {path.stem for path in LIBRARY.glob("*.toml")}


def test_a_profile_replaces_and_adds_forms(profile: Path) -> None:
    (profile / "forms").mkdir()
    tip = (LIBRARY / "tip.toml").read_text(encoding="utf-8")
    (profile / "forms" / "tip.toml").write_text(tip.replace("version = 1", "version = 7", 1))
    (profile / "forms" / "boat.toml").write_text(tip.replace('key = "tip"', 'key = "boat"', 1))
    forms = load(profile).forms()
    assert forms["tip"].version == 7
    assert forms["boat"].version == 1


def test_the_licence_of_the_regions_names_both_holders() -> None:
    licence = (HOME / "LICENSE.regions").read_text(encoding="utf-8")
    assert "Copyright (c) 2017-2025 Cahya DSN" in licence
    assert "Copyright (c) 2024 Cahya DSN" in licence
    assert "The above copyright notice and this permission notice" in licence


def test_the_profile_never_says_linmas_nor_a_repealed_regulation() -> None:
    for path in HOME.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert "linmas" not in text.casefold()
        assert "11/2006" not in text


def test_an_unknown_office_names_those_there_are() -> None:
    with pytest.raises(OfficeError, match='no office "atlantis"; set OFFICE to one of') as error:
        load("atlantis")
    assert "indragiri-hilir" in str(error.value)


MISTAKES = {
    "no name": ("office.toml", 'name = "Kabupaten Indragiri Hilir"', "", "name is missing"),
    "another regency": ("office.toml", '"Kabupaten I', '"Kota I', "must be that of the regions"),
    "an empty agency": ("office.toml", 'agency = "Badan', 'agency = "" # "', "not empty"),
    "a long brand": ("office.toml", '"CAKRA"', '"Cakra Inhil"', "brand must be 2 to 12"),
    "no letterhead": (
        "office.toml",
        "letterhead = [",
        "letterhead = []\nx = [",
        "letterhead must",
    ),
    "an unknown zone": ("office.toml", "Asia/Jakarta", "Asia/Tembilahan", "time_zone"),
    "a zone out of bounds": ("office.toml", "Asia/Jakarta", "../Jakarta", "time_zone"),
    "an unknown language": ("office.toml", 'language = "id"', 'language = "jv"', "use id or en"),
    "no word on emergencies": (
        "office.toml",
        "emergency_needs_two = true",
        "",
        "emergency_needs_two is missing",
    ),
    "an undo without an end": (
        "office.toml",
        "undo_minutes = 10",
        "undo_minutes = 0",
        "undo_minutes must be a whole number from 1 to 1440",
    ),
    "no time to answer": (
        "office.toml",
        "grave_answer_days = 1",
        "grave_answer_days = 0",
        "grave_answer_days must be a whole number from 1 to 60",
    ),
    "no consent version": ("office.toml", "consent_version = 2", "", "consent_version is missing"),
    "an hour that is none": ("office.toml", '"06:30"', '"25:30"', "daily = "),
    "an hour as a number": ("office.toml", '"06:30"', "6", "daily must be a text"),
    "a retention of no days": ("office.toml", "log = 1825", "log = 0", "from 1 to 36500"),
    "a retention too few": ("office.toml", "log = 1825", "", "retention_days.log is missing"),
    "an unknown retention": (
        "office.toml",
        "log = 1825",
        "log = 1825\ntea = 1",
        ".tea is not known",
    ),
    "no examples": ("office.toml", "[examples]", "[samples]", "examples is missing"),
    "no example of a district": (
        "office.toml",
        'district = "Reteh"',
        "",
        "examples.district is missing",
    ),
    "an example elsewhere": ("office.toml", '"Reteh"', '"Paringin"', "lead to one district"),
    "an example of two places": ("office.toml", '"Reteh"', '"Keritang"', "no other place"),
    "a village for a district": (
        "office.toml",
        'district = "Reteh"',
        'district = "Pulau Kijang, Reteh"',
        "lead to one district",
    ),
    "a district for a village": (
        "office.toml",
        '"Pulau Kijang, Reteh"',
        '"Reteh"',
        "lead to one village",
    ),
    "an unknown example": (
        "office.toml",
        "[examples]",
        '[examples]\nriver = "Indragiri"',
        "examples.river is not known",
    ),
    "a number in words": ("office.toml", '"112"', '"satu"', "3 to 15 digits"),
    "an emergency in one language": (
        "office.toml",
        ', en = "Police"',
        "",
        "lacks the language en",
    ),
    "an unknown setting": ("office.toml", "capital", "colour = 1\ncapital", "colour is not known"),
    "broken TOML": ("office.toml", "zone_label =", "zone_label", "not valid TOML"),
    "a weight too heavy": ("categories.toml", "weight = 5", "weight = 6", "from 1 to 5"),
    "a category twice": ("categories.toml", '"anti_pancasila"', '"radicalism"', "comes twice"),
    "a reserved category": ("categories.toml", '"radicalism"', '"open"', "reserved"),
    "a long category": ("categories.toml", '"radicalism"', f'"{"r" * 21}"', "up to 20"),
    "a category like a group": ("categories.toml", '"radicalism"', '"ideology"', "comes twice"),
    "a region of no type": ("regions.csv", ",kecamatan,", ",distrik,", "must be one of"),
    "a region nowhere": ("regions.csv", "-0.721328", "north", 'inside_lat = "north"'),
    "a region off the map": ("regions.csv", "-0.721328", "-91", "from -90 to 90"),
    "a region without parent": ("regions.csv", ",14.04.01,", ",14.99,", "correct that row"),
    "other columns": ("regions.csv", "inside_lat", "lat", "line 1: the columns must be"),
    "a region without name": ("regions.csv", "14.04.01,Reteh", "14.04.01,", "must not be empty"),
}


@pytest.mark.parametrize(("file", "right", "mistake", "mend"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_sentence_with_the_file_and_the_mend(
    profile: Path, file: str, right: str, mistake: str, mend: str
) -> None:
    spoil(profile / file, right, mistake)
    with pytest.raises(OfficeError) as error:
        load(profile)
    message = str(error.value)
    assert str(profile / file) in message
    assert mend in message
    assert "\n" not in message
    assert message.endswith(".")


@pytest.mark.parametrize("file", ["categories.toml", "regions.csv"])
def test_a_missing_file_is_named(profile: Path, file: str) -> None:
    (profile / file).unlink()
    with pytest.raises(OfficeError, match=f"{re.escape(file)} is missing; create it"):
        load(profile)


def test_a_mistake_in_an_own_form_is_named(profile: Path) -> None:
    (profile / "forms").mkdir()
    (profile / "forms" / "tip.toml").write_text('key = "tip"')
    with pytest.raises(OfficeError, match=r"forms/tip\.toml, line 1: version is missing"):
        load(profile)


def test_a_regions_file_that_is_no_text_is_said(profile: Path) -> None:
    (profile / "regions.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OfficeError, match="save it as UTF-8"):
        load(profile)
