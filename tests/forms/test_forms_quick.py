"""One message that says it all: what is certain is taken, the rest is left to be asked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.quick import Nihil, read_nihil, read_quick
from forms.values import Place
from offices.load import available, load
from tests.homes import HOMES

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    key: str

    def __post_init__(self) -> None:
        assert self.key in available()

    def quick(self, text: str):
        office = load(self.key)
        return read_quick(text, office.forms()["info"], office.context(), NOW)


@pytest.fixture(params=HOMES, ids=lambda home: home.key)
def home(request):
    return request.param


def test_tag_place_and_words_are_told_apart(home) -> None:
    quick = Scene(home.key).quick(f"#radikalisme {home.place}: ceramah provokatif di balai desa")
    assert quick.answers["category"] == "radicalism"
    assert quick.answers["where"] == Place(home.place_code)
    assert quick.answers["what"] == "ceramah provokatif di balai desa"
    assert not quick.urgent


@pytest.mark.parametrize("tag", ["#darurat", "#BAHAYA", "#sos"])
def test_a_tag_of_danger_makes_it_urgent(home, tag: str) -> None:
    quick = Scene(home.key).quick(f"{tag} {home.place} - rumah terbakar")
    assert quick.urgent
    assert quick.answers["what"] == "rumah terbakar"


def test_a_tag_that_means_no_category_stays_among_the_words(home) -> None:
    quick = Scene(home.key).quick("#gosip warga resah soal batas kebun")
    assert quick.answers["what"] == "#gosip warga resah soal batas kebun"
    assert "category" not in quick.answers


def test_a_place_named_in_the_words_is_taken_and_the_words_stay(home) -> None:
    text = f"Tanggul jebol di {home.other}"
    quick = Scene(home.key).quick(text)
    assert quick.answers["where"] == Place(home.other_code)
    assert quick.answers["what"] == text


def test_a_name_of_two_villages_is_left_to_be_asked(home) -> None:
    assert "where" not in Scene(home.key).quick(f"{home.twice}: air naik").answers


def test_the_time_is_taken_when_one_is_named(home) -> None:
    quick = Scene(home.key).quick(f"{home.place}: warga berkumpul, kemarin jam 14.30")
    local = quick.answers["when"].astimezone(load(home.key).zone)
    assert (local.day, local.hour, local.minute) == (20, 14, 30)


@pytest.mark.parametrize("text", ["warga berkumpul", "selamat pagi, ada warga berkumpul"])
def test_without_a_time_there_is_none(home, text: str) -> None:
    assert "when" not in Scene(home.key).quick(text).answers


@pytest.mark.parametrize("text", ["nihil", "Nihil.", "#nihil", "NIHIL, situasi aman kondusif"])
def test_a_nihil_is_one_however_it_is_written(home, text: str) -> None:
    assert read_nihil(text, load(home.key).context()) == Nihil()


def test_a_nihil_may_name_its_place(home) -> None:
    context = load(home.key).context()
    assert read_nihil(f"nihil {home.kecamatan}", context) == Nihil(home.kecamatan_code)


@pytest.mark.parametrize("text", ["nihil bukan berarti aman", "hasil nihil", "banjir", ""])
def test_what_says_more_is_no_nihil(home, text: str) -> None:
    assert read_nihil(text, load(home.key).context()) is None


OFFICES = {home.key: load(home.key) for home in HOMES}
PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["#banjir ", "#darurat ", "Keritang: ", "Juai - ", "kemarin ", ": ", "#"]),
)


@given(st.lists(PIECES, max_size=6).map("".join), st.sampled_from(sorted(OFFICES)))
def test_any_text_is_read_and_no_word_is_changed(text: str, key: str) -> None:
    office = OFFICES[key]
    quick = read_quick(text, office.forms()["info"], office.context(), NOW)
    assert str(quick.answers.get("what", "")) in text
    when = quick.answers.get("when")
    assert not isinstance(when, datetime) or when <= NOW + timedelta(minutes=10)
    read_nihil(text, office.context())
