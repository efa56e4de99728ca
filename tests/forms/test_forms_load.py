"""A form file with a mistake is refused with a sentence that leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.engine import answer, begin
from forms.filled import given
from forms.form import Form, Kind, Said
from forms.given import Change, Typed
from forms.lent import Lists
from forms.load import LIBRARY, FormError, load, load_folder

GOOD = """\
key = "sample"
version = 2
title = { id = "Contoh", en = "Sample" }

[[fields]]
key = "what"
kind = "text"
required = true
min_length = 5
question = { id = "Apa?", en = "What?" }
label = { id = "Apa", en = "What" }
example = { id = "Banjir", en = "Flood" }

[[fields]]
key = "mood"
kind = "choice"
required = false
default = "calm"
question = { id = "Suasana?", en = "Mood?" }
label = { id = "Suasana", en = "Mood" }

[[fields.options]]
value = "calm"
label = { id = "Tenang", en = "Calm" }

[[fields.options]]
value = "tense"
label = { id = "Tegang", en = "Tense" }

[[fields]]
key = "where"
kind = "region"
required = true
question = { id = "Di mana?", en = "Where?" }
label = { id = "Tempat", en = "Place" }
example = { id = "Keritang", en = "Keritang" }

[[fields]]
key = "when"
kind = "moment"
required = true
default = "now"
question = { id = "Kapan?", en = "When?" }
label = { id = "Waktu", en = "Time" }
example = { id = "kemarin", en = "yesterday" }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sample.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_form_is_read(tmp_path: Path) -> None:
    form = load(write(tmp_path, GOOD))
    assert (form.key, form.version, form.title.in_("en")) == ("sample", 2, "Sample")
    what, mood, _, _ = form.fields
    assert (what.kind, what.required, what.limits.min_length) == (Kind.TEXT, True, 5)
    assert [option.value for option in mood.options] == ["calm", "tense"]
    assert (mood.default, mood.example, mood.hint) == ("calm", None, None)


MISTAKES = {
    "no such language": ('en = "What?"', 'xx = "What?"', "line 10", "lacks the language en"),
    "a third language": ('en = "What?"', 'en = "W", jv = "A"', "line 10", "language jv"),
    "an empty text": ('en = "What?"', 'en = " "', "line 10", "lacks the language en"),
    "an unknown key": ("min_length", "min_lenght", "line 9", "min_lenght is not known here"),
    "an unknown key above": ("version = 2", "version = 2\ncolour = 1", "line 3", "colour"),
    "a limit of another kind": ("default", "max_files = 3\ndefault", "line 18", "max_files"),
    "a limit out of range": ("min_length = 5", "min_length = 0", "line 9", "from 1 to 4096"),
    "limits that cross": (
        "= 5",
        "= 5\nmax_length = 4",
        "line 9",
        "min_length is above max_length",
    ),
    "a limit that is no number": ("min_length = 5", "min_length = true", "line 9", "whole number"),
    "a duplicate field": ('key = "mood"', 'key = "what"', "line 15", "comes twice"),
    "a bad key": ('key = "mood"', 'key = "Mood!"', "line 15", "a-z"),
    "an unknown kind": ('kind = "text"', 'kind = "colour"', "line 7", "is not known; use one of"),
    "an example of no place": (
        'example = { id = "Keritang", en = "Keritang" }',
        'example = { id = "{river}", en = "Keritang" }',
        "line 36",
        "{river} stands for no place",
    ),
    "no example": ('example = { id = "Banjir", en = "Flood" }', "", "line 6", "has no example"),
    "no question": (
        'question = { id = "Apa?", en = "What?" }',
        "",
        "line 5",
        "question is missing",
    ),
    "required in words": ("required = true", 'required = "yes"', "line 8", "true or false"),
    "a default that is no option": ('= "calm"\nq', '= "glad"\nq', "line 18", "own options"),
    "a default for a text": ("min_length = 5", 'default = "x"', "line 9", "has no default"),
    "an option twice": ('value = "tense"', 'value = "calm"', "line 27", "comes twice"),
    "a reserved option": ('value = "tense"', 'value = "keep"', "line 27", "reserved"),
    "an unknown list": ("default", 'choices = "colours"\ndefault', "line 18", "is no known list"),
    "another name than the file's": ('"sample"', '"other"', "line 1", 'file\'s name, "sample"'),
    "no version": ("version = 2\n", "", "line 1", "version is missing"),
    "broken TOML": ("version = 2", "version = ", "line 2", "not valid TOML"),
    "a title in one language": ('{ id = "Contoh", en = "Sample" }', '"x"', "line 3", "written {"),
}


@pytest.mark.parametrize(("right", "mistake", "line", "mend"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, right: str, mistake: str, line: str, mend: str
) -> None:
    assert right in GOOD
    path = write(tmp_path, GOOD.replace(right, mistake, 1))
    with pytest.raises(FormError) as error:
        load(path)
    message = str(error.value)
    assert str(path) in message
    assert line in message
    assert mend in message
    assert "\n" not in message


DEFAULTS = {
    "a moment": ('"moment"', '"yesterday"', 'only "now"'),
    "a yesno": ('"yesno"', '"yes"', "true or false"),
    "required evidence": ('"evidence"', "[]", "not required"),
    "a region": ('"region"', '"14.04"', 'only "area"'),
    "a day": ('"day"', '"now"', 'only "today"'),
    "a contact": ('"contact"', '"0812"', "has no default"),
}


@pytest.mark.parametrize(("kind", "default", "mend"), DEFAULTS.values(), ids=DEFAULTS)
def test_a_default_that_does_not_fit_its_kind_is_refused(
    tmp_path: Path, kind: str, default: str, mend: str
) -> None:
    text = GOOD.replace('"text"', kind).replace("min_length = 5", f"default = {default}")
    with pytest.raises(FormError, match=mend):
        load(write(tmp_path, text))


def test_a_choice_needs_something_to_choose(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("[[fields.options]]")].replace('default = "calm"\n', "")
    with pytest.raises(FormError, match="two options at least"):
        load(write(tmp_path, text))


def test_a_form_without_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="fields is missing"):
        load(write(tmp_path, GOOD[: GOOD.index("[[fields]]")]))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="is missing; create it"):
        load(tmp_path / "sample.toml")


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "sample.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormError, match="save it as UTF-8"):
        load(path)


def test_a_folder_gives_its_forms_by_key(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert list(load_folder(tmp_path)) == ["sample"]
    assert load_folder(tmp_path / "nowhere") == {}


def test_what_is_said_falls_back_to_indonesian() -> None:
    said = Said({"id": "Ya", "en": "Yes"})
    assert (said.in_("en"), said.in_("jv")) == ("Yes", "Ya")
    assert {said: 1}[Said({"id": "Ya", "en": "Yes"})] == 1


# The library


def texts(form: Form) -> list[Said]:
    found = [form.title]
    for field in form.fields:
        found += [one for one in (field.question, field.hint, field.label, field.example) if one]
        found += [option.label for option in field.options]
    return found


def test_every_library_form_can_be_used() -> None:
    assert "tip" in load_folder(LIBRARY, Lists(places={"village": "Anu", "district": "Itu"}))


def test_the_tip_asks_two_questions_and_assumes_the_rest(tip: Form) -> None:
    asked = [one.key for one in tip.fields if one.required and one.default is None]
    assert asked == ["what", "where"]
    assert {one.key: one.default for one in tip.fields if one.default is not None} == {
        "when": "now",
        "category": "open",
        "evidence": (),
        "contact": True,
    }


def test_every_question_of_the_tip_has_a_hint_and_an_example(tip: Form) -> None:
    assert all(one.hint and one.example for one in tip.fields)


def test_the_tip_speaks_politely(tip: Form) -> None:
    words = " ".join(said.in_("id") for said in texts(tip)).replace("/", " ").split()
    assert not [word for word in words if word.strip(".,?") in ("anda", "kamu", "kau", "Linmas")]


def test_the_examples_of_the_tip_are_answers(tip: Form, context, now) -> None:
    """Whoever types what the example shows is understood."""

    for key in ("what", "where", "when", "category", "contact"):
        field = tip.field(key)
        assert field is not None
        assert field.example is not None
        for text in field.example.values():
            draft, _ = answer(tip, begin(tip, now, context), Change(key), now, context)
            draft, shown = answer(tip, draft, Typed(text), now, context)
            assert given(field, draft, context) is not None, (key, text, shown)
