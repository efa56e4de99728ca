"""The question where: typed, chosen from lists, shared and confirmed."""

from __future__ import annotations

from datetime import datetime

import pytest

from forms.engine import Ask, Context, Draft, Review, Stage, Step, WrongKey, answer, begin
from forms.form import Form
from forms.given import Back, Given, Pressed, Shared, Typed
from forms.values import Place

HERE = Shared(-0.3196, 103.1615)


class Where:
    """A tip whose story is told, at the question where."""

    def __init__(self, form: Form, context: Context, now: datetime, story: str) -> None:
        self.form, self.context, self.now = form, context, now
        self.draft = begin(form, now, context)
        self.shown: Step
        self.gives(Typed(story))

    def gives(self, *several: Given) -> None:
        for one in several:
            self.draft, self.shown = answer(self.form, self.draft, one, self.now, self.context)

    @property
    def ask(self) -> Ask:
        assert isinstance(self.shown, Ask)
        assert self.shown.field.key == "where"
        return self.shown

    @property
    def values(self) -> list[str]:
        return [option.value for option in self.ask.options]

    @property
    def labels(self) -> list[str]:
        return [option.label.in_("id") for option in self.ask.options]

    @property
    def place(self) -> Place:
        assert isinstance(self.shown, Review)
        found = self.shown.answers["where"]
        assert isinstance(found, Place)
        return found


@pytest.fixture
def where(tip: Form, context: Context, now: datetime) -> Where:
    return Where(tip, context, now, "Jembatan putus")


def test_a_certain_place_is_taken_without_coordinates(where: Where) -> None:
    where.gives(Typed("desa pengalihan kec keritang"))
    assert where.place == Place("14.04.09.2011")


def test_a_kecamatan_alone_is_enough(where: Where) -> None:
    where.gives(Typed("Kec. Keritang"))
    assert where.place == Place("14.04.09")


def test_an_ambiguous_name_shows_each_with_its_kecamatan(where: Where) -> None:
    where.gives(Typed("Pengalihan"))
    assert where.ask.stage is Stage.CANDIDATES
    assert where.labels[:2] == ["Desa Pengalihan, Kec. Enok", "Desa Pengalihan, Kec. Keritang"]
    assert where.values[2] == "list"
    where.gives(Pressed(where.values[1]))
    assert where.place == Place("14.04.09.2011")


def test_a_candidate_can_be_named_by_its_number(where: Where) -> None:
    where.gives(Typed("Pengalihan"), Typed("2"))
    assert where.place == Place("14.04.09.2011")


def test_a_slip_is_asked_and_yes_takes_it(where: Where) -> None:
    where.gives(Typed("pulau kijng"))
    assert where.labels == ["Kelurahan Pulaukijang, Kec. Reteh", "Bukan semua ini"]
    where.gives(Typed("ya"))
    assert where.place.code == "14.04.01.1001"


def test_a_no_to_the_candidates_opens_the_list(where: Where) -> None:
    where.gives(Typed("pulau kijng"), Typed("bukan"))
    assert where.ask.stage is Stage.DISTRICTS


def test_an_unknown_place_is_said_and_the_list_offered(where: Where) -> None:
    where.gives(Typed("entah di mana"))
    assert where.ask.wrong is not None
    assert where.ask.wrong.key is WrongKey.PLACE_UNKNOWN
    assert where.ask.wrong.values == {"text": "entah di mana"}
    assert where.values == ["list"]


def test_the_list_leads_by_kecamatan_to_the_desa(where: Where) -> None:
    where.gives(Pressed("list"))
    assert (where.ask.stage, where.ask.page, where.ask.pages) == (Stage.DISTRICTS, 0, 3)
    assert len(where.values) == 8
    where.gives(Pressed("page:2"))
    assert where.labels[-1] == "Seluruh Kabupaten Indragiri Hilir"
    where.gives(Pressed("list:14.04.09"))
    assert (where.ask.stage, where.ask.inside, where.ask.pages) == (Stage.VILLAGES, "14.04.09", 3)
    assert where.labels[:2] == ["Seluruh Kec. Keritang", "Kelurahan Kota Baru Reteh"]
    where.gives(Pressed("page:1"))
    where.gives(Pressed(where.values[3]))
    assert where.place == Place("14.04.09.2011")


def test_every_region_can_be_reached_by_the_lists(where: Where) -> None:
    seen = set()
    where.gives(Pressed("list"))
    districts = []
    for page in range(where.ask.pages):
        where.gives(Pressed(f"page:{page}"))
        districts += where.values
    for value in districts:
        if value.startswith("code:"):
            seen.add(value)
            continue
        where.gives(Pressed(value))
        for page in range(where.ask.pages):
            where.gives(Pressed(f"page:{page}"))
            seen.update(where.values)
        where.gives(Back())
    assert len(seen) == 257


def test_back_from_the_desa_returns_to_the_page_of_their_kecamatan(where: Where) -> None:
    where.gives(Pressed("list"), Pressed("page:1"), Pressed("list:14.04.09"), Back())
    assert (where.ask.stage, where.ask.page) == (Stage.DISTRICTS, 1)
    where.gives(Back())
    assert where.ask.stage is Stage.QUESTION


def test_a_name_typed_while_a_kecamatan_is_open_is_sought_there_first(where: Where) -> None:
    where.gives(Pressed("list"), Pressed("list:14.04.09"), Typed("pengalihan"))
    assert where.place == Place("14.04.09.2011")


def test_the_regency_alone_is_asked_about(where: Where) -> None:
    where.gives(Typed("indragiri hilir"))
    assert where.labels == ["Kabupaten Indragiri Hilir", "Bukan semua ini"]
    where.gives(Pressed("code:14.04"))
    assert where.place == Place("14.04")


def test_a_shared_position_is_confirmed_and_keeps_its_coordinates(where: Where) -> None:
    where.gives(HERE)
    assert where.ask.stage is Stage.CONFIRM
    assert where.ask.confirm is not None
    assert where.values == ["yes", "other"]
    where.gives(Pressed("yes"))
    assert (where.place.lat, where.place.lon) == (HERE.lat, HERE.lon)


def test_a_neighbour_of_the_shared_position_keeps_the_coordinates(where: Where) -> None:
    where.gives(HERE)
    guessed = where.ask.confirm
    where.gives(Pressed("other"))
    assert where.ask.stage is Stage.CANDIDATES
    where.gives(Pressed(where.values[0]))
    assert guessed is not None
    assert where.place.code != guessed.code
    assert (where.place.lat, where.place.lon) == (HERE.lat, HERE.lon)


def test_another_place_than_the_shared_one_has_no_coordinates(where: Where) -> None:
    where.gives(HERE, Typed("Kec. Reteh"))
    assert where.place == Place("14.04.01")


def test_a_reply_that_names_a_place_is_that_place(where: Where) -> None:
    where.gives(HERE, Typed("Bukan, Sapat"))
    assert where.place == Place("14.04.03.1007")


def test_a_position_outside_is_refused_and_typing_still_works(where: Where) -> None:
    where.gives(Shared(-6.2, 106.8))
    assert where.ask.wrong is not None
    assert where.ask.wrong.key is WrongKey.PLACE_OUTSIDE
    where.gives(Typed("Kec. Reteh"))
    assert where.place == Place("14.04.01")


@pytest.mark.parametrize(
    "value", ["code:99", "code:", "list:14.04", "list:14.04.09.2011", "yes", "other", "flood"]
)
def test_a_foreign_button_is_no_option(where: Where, value: str) -> None:
    where.gives(Pressed(value))
    assert where.ask.wrong is not None
    assert where.ask.wrong.key is WrongKey.NOT_AN_OPTION


def test_places_named_in_the_story_are_one_tap_away(
    tip: Form, context: Context, now: datetime
) -> None:
    where = Where(tip, context, now, "banjir di Kotabaru Seberida Keritang")
    assert where.labels == ["Desa Kota Baru Seberida, Kec. Keritang", "Pilih dari daftar"]
    where.gives(Pressed(where.values[0]))
    assert where.place.code == "14.04.09.2005"


def test_a_draft_with_a_list_of_another_office_asks_plainly(where: Where) -> None:
    where.gives(Typed("Pengalihan"))
    plain = where.draft.to_json()
    plain["pending"] = {"stage": "candidates", "codes": ["99.99"], "page": 0, "place": None}
    where.draft = Draft.from_json(plain, where.form)
    where.gives(Pressed("nonsense"))
    assert where.ask.stage is Stage.QUESTION
