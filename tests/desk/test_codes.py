"""Tracking codes survive a bad line."""

from hypothesis import given
from hypothesis import strategies as st

from desk import codes

CODES = st.builds(lambda _: codes.new(), st.integers())


@given(CODES, st.integers(0, 6), st.sampled_from(codes.ALPHABET))
def test_one_wrong_letter_is_always_noticed(code: str, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    assert (codes.read(wrong) == code) == (wrong == code)
    if wrong != code:
        assert codes.read(wrong) is None


@given(CODES, st.integers(0, 6), st.integers(0, 6))
def test_two_swapped_letters_are_always_noticed(code: str, one: int, two: int) -> None:
    letters = list(code)
    letters[one], letters[two] = letters[two], letters[one]
    swapped = "".join(letters)
    assert swapped == code or codes.read(swapped) is None


@given(CODES)
def test_every_code_has_a_figure(code: str) -> None:
    assert any(letter.isdigit() for letter in code)


@given(CODES)
def test_a_code_is_read_however_it_is_written(code: str) -> None:
    for written in (code, code.lower(), codes.shown(code), f" {code[:3]} {code[3:].lower()} "):
        assert codes.read(written) == code
        assert codes.looks_like_one(written.strip())


def test_no_letter_can_be_taken_for_another() -> None:
    assert not set("0O1IL2Z5S8BVQ") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == 23


def test_ordinary_words_and_numbers_are_no_codes() -> None:
    for word in (
        "banjir",
        "tolong",
        "longsor",
        "1234567",
        "api",
        "CONCONG",
        "BENTROK",
        "RT1 RW02",
    ):
        assert not codes.looks_like_one(word)
