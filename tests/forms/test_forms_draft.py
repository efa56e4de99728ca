"""A draft survives being written down, and a form that changed meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace as changed

from forms.draft import Draft, Pending
from forms.engine import Context, begin
from forms.form import Form, Kind
from forms.steps import Stage
from forms.values import Place, Value, from_plain, to_plain

BEGUN = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)

VALUES: list[Value] = [
    "Banjir 💧",
    True,
    False,
    datetime(2026, 3, 12, 10, 0, tzinfo=UTC),
    Place("14.04.09"),
    Place("14.04.09", 0.0, 103.0),
    (),
    ("a", "b"),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_value_comes_back_as_it_was(value: Value) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(value)))) == value


@pytest.mark.parametrize(
    "plain",
    [None, 7, [1], {"moment": "soon"}, {"moment": "2026-03-12T10:00:00"}, {"lat": 1}, {}],
    ids=repr,
)
def test_what_is_no_value_of_ours_is_none(plain: object) -> None:
    assert from_plain(plain) is None


def test_whole_degrees_stay_numbers() -> None:
    assert from_plain({"place": "1", "lat": 0, "lon": 103}) == Place("1", 0.0, 103.0)


def full(form: Form) -> Draft:
    draft = Draft(form.key, form.version, BEGUN, at="where", urgent=True, returning=True)
    draft = changed(
        draft, pending=Pending(Stage.CONFIRM, ("14.04.09",), 2, Place("1", 0.5, 103.5))
    )
    given: dict[str, Value] = {"what": "Banjir", "where": Place("14.04.09"), "contact": False}
    for key, value in given.items():
        field = form.field(key)
        assert field is not None
        draft = draft.with_answer(field, value)
    return draft


def test_a_draft_comes_back_from_json_as_it_was(tip: Form) -> None:
    draft = full(tip)
    assert Draft.from_json(json.loads(json.dumps(draft.to_json())), tip) == draft


def test_moments_are_written_with_their_offset(tip: Form, context: Context, now: datetime) -> None:
    assert begin(tip, now, context).to_json()["begun"] == "2026-03-12T10:00:00+07:00"


def test_unknown_keys_are_passed_over(tip: Form) -> None:
    draft = full(tip)
    plain = {**draft.to_json(), "colour": "red"}
    assert Draft.from_json(plain, tip) == draft


def test_answers_of_fields_that_are_gone_are_dropped(tip: Form) -> None:
    plain = full(tip).to_json()
    shorter = replace(tip, version=9, fields=tuple(one for one in tip.fields if one.key != "what"))
    draft = Draft.from_json(plain, shorter)
    assert set(draft.answers) == {"where", "contact"}
    assert draft.version == 9


def test_answers_of_fields_of_another_kind_are_dropped(tip: Form) -> None:
    plain = full(tip).to_json()
    other = tuple(
        replace(one, kind=Kind.CHOICE, choices="category") if one.key == "what" else one
        for one in tip.fields
    )
    assert set(Draft.from_json(plain, replace(tip, fields=other)).answers) == {"where", "contact"}


def test_a_place_that_is_gone_from_the_form_is_left(tip: Form) -> None:
    plain = full(tip).to_json()
    fields = tuple(one for one in tip.fields if one.key != "where")
    draft = Draft.from_json(plain, replace(tip, fields=fields))
    assert (draft.at, draft.pending) == (None, None)


@pytest.mark.parametrize(
    "broken",
    [
        {"answers": None},
        {"answers": {"what": "bare"}},
        {"answers": {"what": {"kind": "text"}}},
        {"answers": {"what": {"kind": "text", "value": {"moment": "?"}}}},
        {"answers": {"what": {"kind": ["text"], "value": "x"}}},
    ],
    ids=repr,
)
def test_half_written_answers_are_dropped(tip: Form, broken: dict[str, object]) -> None:
    assert Draft.from_json({**full(tip).to_json(), **broken}, tip).answers == {}


@pytest.mark.parametrize("pending", [None, 3, {}, {"stage": "dance", "codes": [], "page": 0}])
def test_an_unknown_stage_asks_the_question_plainly(tip: Form, pending: object) -> None:
    assert Draft.from_json({**full(tip).to_json(), "pending": pending}, tip).pending is None


@pytest.mark.parametrize("begun", [None, "", "yesterday", "2026-03-12T10:00:00"])
def test_a_draft_without_a_beginning_is_refused(tip: Form, begun: object) -> None:
    with pytest.raises(ValueError, match=r"begun|isoformat"):
        Draft.from_json({**full(tip).to_json(), "begun": begun}, tip)
