"""Each kind of field: what it takes, what it refuses and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from forms.draft import Pending
from forms.engine import Context, Stage, WrongKey
from forms.form import Field, Form
from forms.given import Pressed, Shared, Typed
from forms.kinds import READERS
from forms.kinds.text import clean, units
from forms.reading import Asked, Halfway, Offer, Taken
from forms.values import Place, Value

Outcome = Value | WrongKey | Stage | None


class Question:
    """One field of the two test forms, asked."""

    def __init__(self, form: Form, key: str, context: Context, now: datetime) -> None:
        field = form.field(key)
        assert field is not None
        self.field: Field = field
        self.context = context
        self.now = now

    def asked(self, pending: Pending | None = None) -> Asked:
        return Asked(self.field, pending, (), self.now, self.context)

    def reads(
        self, given: Typed | Pressed | Shared | str, pending: Pending | None = None
    ) -> Outcome:
        """The value, why not, or the list that opens."""
        one = Typed(given) if isinstance(given, str) else given
        match READERS[self.field.kind].read(self.asked(pending), one):
            case Taken(value):
                return value
            case Halfway(_, wrong) if wrong:
                return wrong.key
            case Halfway(opened):
                return opened.stage if opened else None
        return None

    def offers(self, pending: Pending | None = None) -> Offer:
        return READERS[self.field.kind].offer(self.asked(pending))


@pytest.fixture
def question(tip: Form, everything: Form, context: Context, now: datetime):
    def of(key: str) -> Question:
        form = everything if everything.field(key) else tip
        return Question(form, key, context, now)

    return of


# TEXT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Banjir  ", "Banjir"),
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("a\tb\x00\x07c", "a bc"),
        ("satu\n\n\n\n\ndua", "satu\n\ndua"),
        ("aman \u202egnaur\u202c \u2066x\u2069\u200f", "aman gnaur x"),
        ("utuh 👩‍🌾", "utuh 👩‍🌾"),
        ("\ud83d rusak", "rusak"),
    ],
)
def test_a_text_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("abc", "abc"),
        ("ab", WrongKey.TOO_SHORT),
        ("  ab\u202e ", WrongKey.TOO_SHORT),
        ("x" * 40, "x" * 40),
        ("x" * 41, WrongKey.TOO_LONG),
        ("💧" * 20, "💧" * 20),
        ("💧" * 21, WrongKey.TOO_LONG),
    ],
)
def test_a_text_is_measured_in_utf16_units(question, typed: str, outcome: Outcome) -> None:
    assert question("what").reads(typed) == outcome
    assert units("💧") == 2


def test_a_text_takes_no_button(question) -> None:
    assert question("what").reads(Pressed("calm")) is WrongKey.TEXT_EXPECTED


# YES OR NO


@pytest.mark.parametrize("typed", ["ya", "Iya!", "boleh", "Betul pak", "yes", "OK", "setuju"])
def test_an_affirmation_is_yes(question, typed: str) -> None:
    assert question("sure").reads(typed) is True


@pytest.mark.parametrize(
    "typed", ["tidak", "Tidak boleh", "jangan", "ga", "nggak", "no", "tdk ya"]
)
def test_a_denial_is_no(question, typed: str) -> None:
    assert question("sure").reads(typed) is False


@pytest.mark.parametrize("given", ["mungkin", "", "7", Pressed("calm"), Shared(0.0, 103.0)])
def test_neither_is_asked_again(question, given) -> None:
    assert question("sure").reads(given) is WrongKey.YES_OR_NO


def test_yes_and_no_are_buttons(question) -> None:
    assert [option.value for option in question("sure").offers().options] == ["yes", "no"]
    assert question("sure").reads(Pressed("yes")) is True
    assert question("sure").reads(Pressed("no")) is False


# CHOICE


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (Pressed("flood"), "flood"),
        (Pressed("group:politics"), Stage.GROUP),
        (Pressed("politics"), WrongKey.NOT_AN_OPTION),
        (Pressed("open"), "open"),
        (Pressed("nothing"), WrongKey.NOT_AN_OPTION),
        ("UNJUK RASA", "protest"),
        ("banjir", "flood"),
        ("Narkoba.", "drugs"),
        ("drugs", "drugs"),
        ("rob", "flood"),
        ("politik", Stage.GROUP),
        ("2", Stage.GROUP),
        ("7", "open"),
        ("8", WrongKey.NOT_AN_OPTION),
        ("0", WrongKey.NOT_AN_OPTION),
        ("ke", WrongKey.NOT_AN_OPTION),
        ("kebakaran", WrongKey.NOT_AN_OPTION),
        ("", WrongKey.NOT_AN_OPTION),
        (Shared(0.0, 103.0), WrongKey.NOT_AN_OPTION),
    ],
)
def test_a_category_is_chosen_by_button_name_or_number(question, given, outcome: Outcome) -> None:
    assert question("category").reads(given) == outcome


def test_a_number_counts_the_buttons_on_the_screen(question) -> None:
    inside = Pending(Stage.GROUP, ("politics",))
    assert question("category").reads("1", inside) == "protest"


def test_a_long_list_is_asked_in_two_steps(question) -> None:
    groups = question("category").offers()
    assert [option.value for option in groups.options][-2:] == ["group:environment", "open"]
    inside = question("category").offers(Pending(Stage.GROUP, ("politics",)))
    assert (inside.stage, inside.inside) == (Stage.GROUP, "politics")
    assert "protest" in [option.value for option in inside.options]


def test_a_short_list_is_shown_at_once(question) -> None:
    assert [option.value for option in question("mood").offers().options] == ["calm", "tense"]


# MOMENT


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("besok", WrongKey.MOMENT_IN_FUTURE),
        ("hari ini 10.11", WrongKey.MOMENT_IN_FUTURE),
        ("09/02/2026", WrongKey.MOMENT_TOO_OLD),
        ("entah", WrongKey.MOMENT_UNCLEAR),
        (Pressed("at:"), WrongKey.MOMENT_UNCLEAR),
        (Pressed("at:99999999999999"), WrongKey.MOMENT_UNCLEAR),
        (Pressed("at:999999999"), WrongKey.MOMENT_IN_FUTURE),
        (Pressed("at:1"), WrongKey.MOMENT_TOO_OLD),
        (Shared(0.0, 103.0), WrongKey.MOMENT_UNCLEAR),
    ],
)
def test_a_moment_out_of_reach_is_refused(question, typed, outcome: Outcome) -> None:
    assert question("when").reads(typed) is outcome


def test_a_clock_that_is_ten_minutes_fast_is_forgiven(question, now: datetime) -> None:
    assert question("when").reads("hari ini 10.10") == now + timedelta(minutes=10)


def test_the_buttons_hold_their_moment(question, now: datetime) -> None:
    asked = question("when")
    taken = [asked.reads(Pressed(option.value)) for option in asked.offers().options]
    day = now.replace(hour=0)
    assert taken == [
        now,
        day + timedelta(hours=7),
        day - timedelta(hours=3),
        day - timedelta(hours=12),
    ]


def test_a_button_pressed_the_next_day_means_its_own_morning(question, now: datetime) -> None:
    asked = question("when")
    morning = asked.offers().options[1].value
    asked.now = now + timedelta(days=1)
    assert asked.reads(Pressed(morning)) == now.replace(hour=7)


def test_this_morning_is_not_offered_before_it_came(question, now: datetime) -> None:
    asked = question("when")
    asked.now = now.replace(hour=5)
    assert len(asked.offers().options) == 3


# LOCATION AND EVIDENCE


def test_a_location_is_confirmed_with_its_place(question) -> None:
    asked = question("point")
    assert asked.reads(Shared(-0.3196, 103.1615)) is Stage.CONFIRM
    assert asked.reads(Shared(-6.2, 106.8)) is WrongKey.PLACE_OUTSIDE
    assert asked.reads("Tembilahan") is WrongKey.POINT_EXPECTED
    assert asked.reads(Pressed("code:14.04.09")) is WrongKey.POINT_EXPECTED


def test_a_confirmed_location_keeps_its_coordinates(question) -> None:
    asked = question("point")
    here = Place("14.04.03.1007", -0.3196, 103.1615)
    pending = Pending(Stage.CONFIRM, (here.code, "14.04.03.1008"), place=here)
    assert asked.reads(Pressed("yes"), pending) == here
    assert asked.reads("ya", pending) == here
    assert asked.reads(Pressed("other"), pending) is Stage.CANDIDATES
    assert asked.reads(Pressed("list"), pending) is None
    assert asked.offers(pending).confirm == here


@pytest.mark.parametrize("given", ["foto menyusul", Pressed("yes")])
def test_evidence_takes_files_only(question, given) -> None:
    assert question("proof").reads(given) is WrongKey.FILE_EXPECTED
