"""Words that are the same word however they are written."""

import pytest

from desk.tellings import EVENT_OF, EVENTS, SMALL, THING_OF, named, root, shared, telling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("tembilahan hulu", "tembilahanhulu", id="run together"),
        pytest.param("kios di tembilahan hulu", "kios ditembilahanhulu", id="with a preposition"),
        pytest.param("sungai guntung", "sungaigunung", id="run together and misspelt"),
        pytest.param("banjir", "banjr", id="a letter lost"),
        pytest.param("kebakaran", "dibakar", id="affixes"),
        pytest.param("terendam", "air naik", id="another word, of two"),
        pytest.param("jl lintas", "jalan lintas", id="an abbreviation"),
    ],
)
def test_every_word_of_both_is_shared(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        here, there = telling(first), telling(second)
        assert shared(here, there) == (frozenset(here.words), frozenset(there.words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("pasar", "kasar", id="one letter of five"),
        pytest.param("banjir", "kebakaran", id="two kinds of events"),
        pytest.param("mekar jaya", "mekarsari", id="half of a name"),
        pytest.param("yang sudah di sana", "yang sudah di sana", id="small words"),
    ],
)
def test_nothing_is_shared(one: str, other: str) -> None:
    assert shared(telling(one), telling(other)) == (frozenset(), frozenset())


def test_a_word_counts_once_and_only_listed_words_are_named() -> None:
    text = telling("Banjir, banjir! Rumah Zulkarnain kebanjiran")
    assert text.words == ("banjir", "rumah", "zulkarnain", "kebanjiran")
    assert text.events == {"banjir"}
    assert named(text.words, text) == ("banjir", "rumah")


def test_no_word_means_two_things() -> None:
    meanings: dict[str, set[str]] = {}
    for line in EVENTS.split("\n"):
        for word in line.split():
            meanings.setdefault(root(word), set()).add(line.split()[0])
    assert [word for word, several in meanings.items() if len(several) > 1] == []
    assert set(EVENT_OF) & set(THING_OF) == set()
    assert {word for line in EVENTS.split("\n") for word in line.split()} & SMALL == set()
