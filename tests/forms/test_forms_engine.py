"""How a conversation goes: what is asked next, what each kind of input does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace as changed

from forms.drawing import asked
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
    answers,
    begin,
    option_label,
    step,
)
from forms.form import Form, Kind
from forms.given import Attached, Back, Calm, Change, Danger, Given, Pressed, Send, Shared, Typed
from forms.values import Place

PLACE = Pressed("code:14.04.09")


@dataclass
class Talk:
    """One person filling in one form."""

    form: Form
    context: Context
    now: datetime
    draft: Draft
    shown: Step

    def gives(self, *several: Given) -> Step:
        for one in several:
            self.draft, self.shown = answer(self.form, self.draft, one, self.now, self.context)
        return self.shown

    @property
    def ask(self) -> Ask:
        assert isinstance(self.shown, Ask)
        return self.shown

    @property
    def review(self) -> Review:
        assert isinstance(self.shown, Review)
        return self.shown

    @property
    def wrong(self) -> WrongKey | None:
        assert not isinstance(self.shown, Ready)
        return self.shown.wrong.key if self.shown.wrong else None


def talk_of(form: Form, context: Context, now: datetime) -> Talk:
    draft = begin(form, now, context)
    return Talk(form, context, now, draft, step(form, draft, now, context))


@pytest.fixture
def talk(tip: Form, context: Context, now: datetime) -> Talk:
    return talk_of(tip, context, now)


@pytest.fixture
def every(everything: Form, context: Context, now: datetime) -> Talk:
    return talk_of(everything, context, now)


def test_a_tip_takes_two_answers_and_a_send(talk: Talk, now: datetime) -> None:
    assert (talk.ask.field.key, talk.ask.number, talk.ask.total) == ("what", 1, 2)
    talk.gives(Typed("Banjir di depan pasar"))
    assert (talk.ask.field.key, talk.ask.number, talk.ask.total) == ("where", 2, 2)
    talk.gives(Typed("pengalihan keritang"))
    assert talk.review.assumed == {"when", "category", "evidence", "contact"}
    assert talk.gives(Send()) == Ready(
        {
            "what": "Banjir di depan pasar",
            "where": Place("14.04.09.2011"),
            "when": now,
            "category": "open",
            "evidence": (),
            "contact": True,
        },
        frozenset({"when", "category", "evidence", "contact"}),
        urgent=False,
    )


def test_the_default_moment_is_when_the_draft_began(talk: Talk, now: datetime) -> None:
    talk.gives(Typed("Banjir besar"))
    talk.now = now + timedelta(days=1)
    talk.gives(PLACE)
    assert talk.review.answers["when"] == now


def test_an_answer_from_the_review_leads_back_to_it(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Change("contact"))
    assert talk.ask.returning
    talk.gives(Pressed("no"))
    assert talk.review.answers["contact"] is False
    assert "contact" not in talk.review.assumed


def test_back_from_a_change_keeps_the_answer(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Change("what"), Back())
    assert talk.review.answers["what"] == "Banjir besar"


def test_back_walks_the_questions_and_keep_goes_on(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Back())
    assert talk.ask.field.key == "where"
    talk.gives(Back())
    assert (talk.ask.field.key, talk.ask.answer) == ("what", "Banjir besar")
    assert [option.value for option in talk.ask.options] == ["keep"]
    talk.gives(Pressed("keep"))
    assert talk.review.answers["what"] == "Banjir besar"


def test_back_at_the_first_question_stays(talk: Talk) -> None:
    talk.gives(Back())
    assert talk.ask.field.key == "what"


def test_a_wrong_input_keeps_what_was_answered(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), Typed("entah di mana"))
    assert talk.wrong is WrongKey.PLACE_UNKNOWN
    assert talk.draft.answers == {"what": "Banjir besar"}


def test_danger_keeps_the_step_and_calm_takes_it_off(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), Typed("pengalihan"))
    before = talk.shown
    assert talk.gives(Danger(), Danger()) == before
    assert talk.draft.urgent
    talk.gives(PLACE)
    assert talk.review.urgent
    talk.gives(Calm())
    assert not talk.review.urgent


def test_urgency_is_sent(talk: Talk) -> None:
    shown = talk.gives(Danger(), Typed("Banjir besar"), PLACE, Send())
    assert isinstance(shown, Ready)
    assert shown.urgent


def test_sending_too_early_asks_what_is_missing(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), Send())
    assert (talk.ask.field.key, talk.wrong) == ("where", WrongKey.ANSWER_MISSING)


def test_sending_from_the_middle_of_a_change_shows_the_review_first(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Change("where"), Send())
    assert talk.review.answers["where"] == Place("14.04.09")
    assert isinstance(talk.gives(Send()), Ready)


def test_a_change_of_a_field_that_is_not_there_is_no_option(talk: Talk) -> None:
    talk.gives(Change("colour"))
    assert (talk.ask.field.key, talk.wrong) == ("what", WrongKey.NOT_AN_OPTION)


def test_a_change_before_the_form_is_complete_goes_on_with_what_is_missing(talk: Talk) -> None:
    talk.gives(Change("contact"), Pressed("no"))
    assert talk.ask.field.key == "what"


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (Typed("satu lagi"), WrongKey.BUTTON_EXPECTED),
        (Pressed("code:14.04.09"), WrongKey.NOT_AN_OPTION),
        (Shared(0.0, 0.0), WrongKey.PLACE_OUTSIDE),
    ],
    ids=["words", "an old button", "a position elsewhere"],
)
def test_the_review_takes_no_stray_input(talk: Talk, given: Given, wrong: WrongKey) -> None:
    talk.gives(Typed("Banjir besar"), PLACE)
    before = talk.review
    talk.gives(given)
    assert talk.wrong is wrong
    assert changed(talk.review, wrong=None) == before


def test_words_at_the_review_fill_a_text_that_is_still_empty(every: Talk) -> None:
    every.gives(Pressed("calm"), Typed("Ada api"), PLACE, Pressed("now"), Pressed("yes"))
    every.gives(Attached(("a",)), Pressed("done"), Typed("catatan"))
    assert every.review.answers["note"] == "catatan"


# A first message of any kind


def test_a_first_text_is_what_happened(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"))
    assert talk.draft.answers == {"what": "Banjir besar"}


def test_a_first_position_is_confirmed_before_the_story(talk: Talk) -> None:
    talk.gives(Shared(-0.3196, 103.1615))
    assert talk.ask.field.key == "where"
    assert talk.ask.confirm is not None
    talk.gives(Pressed("yes"))
    assert talk.ask.field.key == "what"
    place = talk.draft.answers["where"]
    assert isinstance(place, Place)
    assert (place.lat, place.lon) == (-0.3196, 103.1615)


def test_a_first_photo_is_kept_and_the_story_asked(talk: Talk) -> None:
    talk.gives(Attached(("a",)))
    assert talk.ask.field.key == "what"
    assert talk.draft.answers == {"evidence": ("a",)}


def test_a_first_photo_with_a_caption_answers_both(talk: Talk) -> None:
    talk.gives(Attached(("a",), "Banjir di Kec. Reteh"))
    assert talk.draft.answers == {"evidence": ("a",), "what": "Banjir di Kec. Reteh"}
    assert talk.ask.field.key == "where"
    assert "code:14.04.01" in [option.value for option in talk.ask.options]


def test_a_caption_too_short_for_a_story_is_said_and_the_photo_kept(talk: Talk) -> None:
    talk.gives(Attached(("a",), "ini"))
    assert talk.wrong is WrongKey.TOO_SHORT
    assert talk.draft.answers == {"evidence": ("a",)}


def test_a_first_text_finds_a_home_in_a_form_that_starts_otherwise(every: Talk) -> None:
    every.gives(Typed("Ada asap tebal"))
    assert (every.ask.field.key, every.wrong) == ("mood", None)
    assert every.draft.answers == {"what": "Ada asap tebal"}


# Evidence at any step


def test_a_caption_can_answer_the_present_question(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), Attached(("a",), "Pengalihan, Keritang"))
    assert talk.review.answers["where"] == Place("14.04.09.2011")


def test_a_caption_that_fits_nowhere_changes_nothing(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), Attached(("a",), "foto dari jendela"))
    assert (talk.ask.field.key, talk.wrong) == ("where", None)
    assert talk.draft.answers == {"what": "Banjir besar", "evidence": ("a",)}


def test_a_caption_for_the_story_leaves_the_place_to_be_confirmed(talk: Talk) -> None:
    talk.gives(Shared(-0.3196, 103.1615), Attached(("a",), "Banjir besar"))
    assert talk.draft.answers == {"evidence": ("a",), "what": "Banjir besar"}
    assert (talk.ask.field.key, talk.ask.stage) == ("where", Stage.CONFIRM)


def test_half_an_answer_belongs_to_its_field_alone(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), Typed("Pengalihan"))
    for field in talk.form.fields:
        pending = asked(talk.form, talk.draft, field, talk.now, talk.context).pending
        assert (pending is not None) is (field.key == "where")


def test_an_album_comes_as_many_and_the_review_stays(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, *(Attached((one,)) for one in "abc"))
    assert talk.review.answers["evidence"] == ("a", "b", "c")


def test_the_same_file_counts_once(talk: Talk) -> None:
    talk.gives(Attached(("a", "a")), Attached(("a",)))
    assert talk.draft.answers["evidence"] == ("a",)


def test_an_eleventh_file_is_refused_and_ten_are_kept(talk: Talk) -> None:
    talk.gives(Attached(tuple("abcdefghijk")))
    assert talk.wrong is WrongKey.TOO_MANY_FILES
    assert talk.draft.answers["evidence"] == tuple("abcdefghij")


def test_files_for_a_form_without_evidence_are_not_asked_for(
    tip: Form, context: Context, now: datetime
) -> None:
    fields = tuple(one for one in tip.fields if one.kind is not Kind.EVIDENCE)
    talk = talk_of(replace(tip, fields=fields), context, now)
    talk.gives(Attached(("a",), "Banjir besar"))
    assert talk.wrong is WrongKey.NOT_ASKED_FOR
    assert talk.draft.answers == {"what": "Banjir besar"}


def test_a_position_for_a_form_without_place_is_not_asked_for(
    tip: Form, context: Context, now: datetime
) -> None:
    talk = talk_of(replace(tip, fields=tip.fields[:1]), context, now)
    talk.gives(Shared(-0.3196, 103.1615))
    assert (talk.ask.field.key, talk.wrong) == ("what", WrongKey.NOT_ASKED_FOR)


def test_optional_evidence_can_be_emptied(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Attached(("a",)), Change("evidence"))
    assert [option.value for option in talk.ask.options] == ["done", "clear"]
    talk.gives(Pressed("clear"))
    assert talk.review.answers["evidence"] == ()


def test_files_are_taken_one_by_one_until_done(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Change("evidence"))
    for one in "abc":
        talk.gives(Attached((one,)))
        assert talk.ask.field.key == "evidence"
    talk.gives(Typed("Selesai"))
    assert talk.review.answers["evidence"] == ("a", "b", "c")


def test_the_tenth_file_ends_the_question(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Change("evidence"), Attached(tuple("abcdefghij")))
    assert len(talk.review.answers) and talk.wrong is None


# The office changes while a draft waits


def test_a_category_the_office_dropped_falls_back(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE, Change("category"), Pressed("flood"))
    assert talk.review.answers["category"] == "flood"
    poorer = replace(talk.context, choices={"category": ()})
    assert answers(talk.form, talk.draft, poorer)["category"] == "open"


def test_a_region_that_is_gone_is_asked_again(talk: Talk) -> None:
    talk.gives(Typed("Banjir besar"), PLACE)
    field = talk.form.field("where")
    assert field is not None
    gone = talk.draft.with_answer(field, Place("99.99"))
    shown = step(talk.form, gone, talk.now, talk.context)
    assert isinstance(shown, Ask)
    assert shown.field.key == "where"


def test_a_draft_at_a_field_that_is_gone_goes_on(talk: Talk) -> None:
    shown = step(talk.form, changed(talk.draft, at="colour"), talk.now, talk.context)
    assert isinstance(shown, Ask)
    assert shown.field.key == "what"


def test_a_choice_shows_its_label(talk: Talk, tip: Form) -> None:
    field = tip.field("category")
    assert field is not None
    found = option_label(field, "flood", talk.context)
    assert found is not None
    assert found.label.in_("id") == "Banjir dan rob"
    assert option_label(field, "gone", talk.context) is None
