"""Whatever a person does, in whatever order, nothing is lost and the form can be finished."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from forms.engine import (
    Ask,
    Context,
    Draft,
    Ready,
    Review,
    Stage,
    Step,
    WrongKey,
    answer,
    begin,
    step,
)
from forms.form import Form, Kind
from forms.given import (
    Attached,
    Back,
    Calm,
    Change,
    Danger,
    Given,
    Pressed,
    Send,
    Shared,
    Typed,
)

STEADY = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

WORDS = st.sampled_from(
    [
        "banjir di Kotabaru Seberida Keritang",
        "pengalihan",
        "Keritang",
        "Kec. Reteh",
        "pulau kijng",
        "indragiri hilir",
        "entah di mana",
        "ya",
        "tidak",
        "1",
        "2",
        "kemarin jam 2 siang",
        "besok",
        "12/03/2019",
        "unjuk rasa",
        "politik",
        "x",
        "panjang sekali " * 300,
        "\u202ebalik\x00",
        "",
    ]
)
TOKENS = st.sampled_from(
    [
        *("yes", "no", "keep", "clear", "list", "other", "now", "at:29500000", "at:", "at:-1"),
        *("page:0", "page:2", "page:999", "page:x", "code:14.04.09", "code:14.04.02.2004"),
        *("code:nowhere", "list:14.04.09", "list:14.04", "group:politics", "flood", "calm", ""),
    ]
)
DEGREES = st.tuples(st.floats(-1.5, 1.0), st.floats(102.3, 104.2)) | st.tuples(
    st.floats(), st.floats()
)
GIVEN = st.one_of(
    st.builds(Typed, WORDS | st.text(max_size=30)),
    st.builds(Pressed, TOKENS),
    st.integers(0, 11),  # the button in this place, if there is one
    st.integers(0, 11),
    DEGREES.map(lambda pair: Shared(*pair)),
    st.builds(
        Attached,
        st.lists(st.sampled_from("abcdefghijklmn"), max_size=12).map(tuple),
        st.none() | WORDS,
    ),
    st.just(Back()),
    st.builds(
        Change, st.sampled_from(["what", "where", "when", "category", "proof", "sure", "?"])
    ),
    st.just(Danger()),
    st.just(Calm()),
    st.just(Send()),
)
STORIES = st.lists(GIVEN, max_size=25)


def as_given(move: Given | int, shown: Step) -> Given:
    if not isinstance(move, int):
        return move
    options = shown.options if isinstance(shown, Ask) else ()
    return Pressed(options[move % len(options)].value) if options else Send()


def may_change(form: Form, before: Draft, given: Given) -> set[str]:
    """Fields this input can be meant for."""
    here = {before.at} if before.at else set()
    empty = {
        one.key for one in form.fields if one.kind is Kind.TEXT and one.key not in before.answers
    }
    match given:
        case Typed():
            return here | empty
        case Pressed():
            return here
        case Attached():
            return here | empty | {one.key for one in form.fields if one.kind is Kind.EVIDENCE}
        case Shared():
            return {one.key for one in form.fields if one.kind in (Kind.LOCATION, Kind.REGION)}
        case _:
            return set()


def check(form: Form, before: Draft, given: Given, after: Draft, shown: Step) -> None:
    plain = json.loads(json.dumps(after.to_json()))
    assert Draft.from_json(plain, form) == after
    assert after.at is None or form.field(after.at) is not None
    changed = {
        key
        for key in {*before.answers, *after.answers}
        if before.answers.get(key) != after.answers.get(key)
    }
    assert changed <= may_change(form, before, given)
    lost = set(before.answers) - set(after.answers)
    assert not lost or given == Pressed("clear")
    wrong = None if isinstance(shown, Ready) else shown.wrong
    if wrong and wrong.key is not WrongKey.TOO_MANY_FILES and not isinstance(given, Attached):
        assert after.answers == before.answers
    if isinstance(shown, Ready):
        assert isinstance(given, Send)
        assert {one.key for one in form.fields if one.required} <= set(shown.answers)
    if isinstance(shown, Ask):
        values = [option.value for option in shown.options]
        assert len(set(values)) == len(values)
        assert all(value.isascii() and 0 < len(value) <= 40 for value in values)
        assert all(set(option.label) == {"id", "en"} for option in shown.options)
        assert len(values) <= 12
        assert 0 <= shown.page < shown.pages


def walk(form: Form, context: Context, now: datetime, story: list[Given | int]) -> Draft:
    draft = begin(form, now, context)
    shown = step(form, draft, now, context)
    for minute, move in enumerate(story):
        later = now + timedelta(minutes=minute)
        given = as_given(move, shown)
        before = draft
        draft, shown = answer(form, before, given, later, context)
        check(form, before, given, draft, shown)
        if not isinstance(shown, Ready):
            assert step(form, draft, later, context) == changed(shown, wrong=None)
    return draft


FITTING: dict[Kind, Given] = {
    Kind.TEXT: Typed("Banjir besar"),
    Kind.REGION: Pressed("code:14.04.09"),
    Kind.MOMENT: Pressed("now"),
    Kind.YESNO: Pressed("yes"),
    Kind.EVIDENCE: Attached(("z",)),
    Kind.LOCATION: Shared(-0.33, 103.16),
    Kind.DAY: Typed("kemarin"),
    Kind.NUMBER: Typed("20"),
    Kind.MONEY: Typed("5 juta"),
    Kind.CONTACT: Typed("Budi 081234567890"),
    Kind.SEVERAL: Typed("1"),
}


def fitting(ask: Ask) -> Given:
    """What answers the question on the screen."""
    values = [option.value for option in ask.options]
    if ask.stage is Stage.CONFIRM:
        return Pressed("yes")
    if "done" in values:
        return Pressed("done")
    return FITTING.get(ask.field.kind) or Pressed(
        next(value for value in values if value not in ("keep", "skip"))
    )


def finish(form: Form, context: Context, now: datetime, draft: Draft) -> Ready:
    """Answers what is asked, then sends."""
    for _ in range(2 * len(form.fields) + 2):
        shown = step(form, draft, now, context)
        given: Given = Send()
        if isinstance(shown, Ask):
            given = fitting(shown)
        draft, shown = answer(form, draft, given, now, context)
        if isinstance(shown, Ready):
            return shown
    raise AssertionError(f"still not ready: {shown}")


@given(story=STORIES)
@STEADY
def test_a_tip_survives_any_story_and_can_be_sent(
    tip_context: tuple[Form, Context, datetime], story: list[Given | int]
) -> None:
    form, context, now = tip_context
    draft = walk(form, context, now, story)
    ready = finish(form, context, now + timedelta(hours=1), draft)
    assert set(ready.answers) == {"what", "where", "when", "category", "evidence", "contact"}


@given(story=STORIES)
@STEADY
def test_a_form_of_every_kind_survives_any_story_and_can_be_sent(
    everything_context: tuple[Form, Context, datetime], story: list[Given | int]
) -> None:
    form, context, now = everything_context
    draft = walk(form, context, now, story)
    assert finish(form, context, now + timedelta(hours=1), draft)


@given(story=STORIES)
@STEADY
def test_back_alone_always_ends_at_the_first_question(
    tip_context: tuple[Form, Context, datetime], story: list[Given | int]
) -> None:
    form, context, now = tip_context
    draft = walk(form, context, now, story)
    for _ in range(8):
        draft, shown = answer(form, draft, Back(), now, context)
    assert isinstance(shown, Ask)
    assert shown.field.key == "what"


@given(story=STORIES)
@STEADY
def test_urgency_follows_only_its_own_buttons(
    tip_context: tuple[Form, Context, datetime], story: list[Given | int]
) -> None:
    form, context, now = tip_context
    draft = walk(form, context, now, story)
    said = [move for move in story if isinstance(move, Danger | Calm)]
    assert draft.urgent is (bool(said) and isinstance(said[-1], Danger))
    before = step(form, draft, now, context)
    _, after = answer(form, draft, Danger(), now, context)
    if isinstance(before, Review) and isinstance(after, Review):
        before = changed(before, urgent=True)
    assert after == before
