"""Both languages say the same things, and each thing can be said."""

import ast
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import digests
from bot.stage import STEPS
from cards.report_card import Line
from desk import erasing
from desk.asking import READY
from desk.correcting import Why
from desk.decisions import Reason
from desk.lifecycle import Status
from desk.openingsteps import State
from forms.steps import WrongKey
from storage.checking import Kind
from words import Html, Library, UnknownWord

NAMED = "form|citizen|desk|asking|mending|cli|doctor|history|init|opening"
ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 8, 3, 7, 30, tzinfo=UTC)
LIBRARY = Library(ZoneInfo("Asia/Jakarta"), "WIB", extra=(digests.TEMPLATES,))
KEYS = LIBRARY.keys("id")
SPOKEN = [key for key in KEYS if not key.startswith("digest.")]  # those have tests of their own
TOPICS = {
    topic: [key for key in SPOKEN if key.partition(".")[0] == topic]
    for topic in sorted({key.partition(".")[0] for key in SPOKEN})
}
TAG = re.compile(r"</?([a-z]+)[^>]*>")
TAGS = {"b", "i", "code", "blockquote", "a", "u", "s", "pre"}
NASTY = '<b>x</b> & "y" 🌊'
VALUES: dict[str, list[object]] = {
    "at": [NOW, None],
    "age": [timedelta(minutes=3)],
    "along": [0, 2],
    "again": [True, False],
    "answers": [0, 2],
    "as_answer": [True, False],
    "away": [True, False],
    "draft": [True, False],
    "lapsed": [False, True],
    "mend": [True, False],
    "answer": [NASTY],
    "chat": [-1001234567890],
    "contact": [True, False],
    "count": [0, 1, 2],
    "decided": [NOW],
    "decided_at": [NOW],
    "day": [NOW.date()],
    "days": [1825, 100],
    "entries": [1, 41_000],
    "figure": list("123456"),
    "first": [1],
    "found": [40],
    "free": [12, 499],
    "happened": [NOW],
    "hours": [23],
    "late": [True, False],
    "letter": list("ABCDEF"),
    "level": ["important", "emergency"],
    "kept": [0, 2],
    "kind": ["warn", "mute", "block"],
    "longest": [500],
    "number": [1, None],
    "numbers": [("112", "110")],
    "page": [1, 2],
    "pages": [1, 2],
    "part": [1, 2],
    "parts": [1, 2],
    "paused": [True, False],
    "period": ["daily", "weekly", "monthly"],
    "told": [True, False],
    "step": ["set", "proposed", "another", "same"],
    "changed": [True, False],
    "chosen": [True, False],
    "several": [True, False],
    "why": [why.value for why in Why],
    "two": [True, False],
    "reachable": [True, False],
    "refused": [0, 1],
    "repeated": [True, False],
    "returning": [True, False],
    "roles": [["admin", "verifikator"]],
    "rows": [3],
    "shortest": [5],
    "since": [NOW, None],
    "stands": [{"kind": "mute", "until": NOW}, {"kind": "block", "until": NOW}, None],
    "warned": [1, 2, 0],
    "drafts": [0, 1],
    "silenced": [True, False],
    "agent": [True, False],
    "status": [status.value for status in Status],
    "submitted": [NOW],
    "total": [2],
    "until": [NOW],
    "urgent": [True, False],
    "value": [NASTY],
    "values": [
        {
            "min": 5,
            "max": 10,
            "length": 12,
            "text": NASTY,
            "moment": NOW,
            "days": 365,
            "day": NOW.date(),
            "least": Decimal(1),
            "most": Decimal(1000),
            "money": True,
        }
    ],
    "waiting": [0, 1],
}
LINKED = ("link_key", "linked")
SPECIAL: dict[tuple[str, str], list[object]] = {
    ("form.wrong", "key"): [key.value for key in WrongKey],
    ("citizen.reason", "key"): [reason.value for reason in Reason],
    ("desk.reason_label", "key"): [reason.value for reason in Reason],
    ("rehearsal.role", "key"): ["citizen", "agent", "verifier", "leader", "admin"],
    ("rehearsal.step", "key"): [step.key for step in STEPS],
    ("privacy.key", "action"): ["data", "erase", "sure", "do", "keep"],
    ("privacy.erased", "why"): ["asked", "aged"],
    ("cli.kept_for", "kind"): ["reports", "evidence", "identities"],
    ("cli.would_go", "kind"): ["reports", "evidence", "identities"],
    ("cli.would_go", "before"): [NOW],
    ("cli.purged", "kind"): [
        *("reports_asked", "evidence_asked", "people_asked"),
        *("reports_aged", "evidence_aged", "identities_aged"),
    ],
    ("abuse.measure", "measure"): ["warn", "1h", "1d", "7d", "30d", "block", "lift"],
    ("abuse.confirm", "measure"): ["warn", "1h", "1d", "7d", "30d", "block", "lift"],
    ("staff.role", "key"): [
        "agent",
        "handler",
        "verifier",
        "unit",
        "reader",
        "leader",
        "admin",
    ],
    ("citizen.evidence_refused", "reason"): [
        "too_big",
        "lost",
        "no_room",
        "heic",
        "encrypted",
        "broken",
        "unknown_type",
    ],
    ("history.head", "first"): [True, False],
    ("history.step", "at"): [NOW],
    ("history.step", "details"): [[NASTY, NASTY], []],
    ("history.detail", "key"): ["grade", "reason", "what", "urgency"],
    ("opening.card", "state"): [state.value for state in State],
    ("opening.settled", "state"): [state.value for state in State],
    ("opening.came_to_nothing", "state"): ["refused", "expired", "void"],
    ("opening.identity", "telegram"): [7_345_678_901, None],
    ("opening.identity", "contacts"): [[(NASTY, NASTY)], []],
    ("doctor.log_entry", "kind"): [kind.value for kind in Kind],
    ("doctor.log_entry", "code"): ["K7M-4XGF", ""],
    ("doctor.log_signed", "told"): [41, 40],
    ("doctor.log_signed", "day"): [NOW.date(), None],
    ("form.review", "lines"): [[(NASTY, NASTY, NASTY), ("", NASTY, NASTY)]],
    ("form.day", "value"): [NOW.date()],
    ("form.money", "value"): [Decimal(5_000_000)],
    ("form.number", "value"): [Decimal("1250.5")],
    ("desk.overdue", "more"): [0, 3],
    ("desk.overdue", "over"): [0, 1],
    ("desk.overdue", "lines"): [
        [("K7M", NASTY, "decision", 2, NASTY), ("K7M", NASTY, "follow_up", 0, "")]
    ],
    ("staff.board", "taken"): [[], [(NASTY, 3)]],
    ("staff.board", "age"): [timedelta(minutes=4)],
    ("staff.board", "today"): [timedelta(minutes=4), None],
    ("staff.board", "week"): [timedelta(minutes=4), None],
    ("desk.mark_late", "due"): [NOW],
    ("desk.mark_late", "wanted"): ["decision", "follow_up"],
    ("desk.mark_followed_up", "at"): [NOW],
    ("desk.mark_taken", "until"): [NOW],
    ("desk.panel_take_over", "until"): [NOW, None],
    ("desk.queue_card", "lines"): [[], [(True, "K7M", NASTY, NASTY, timedelta(minutes=4))]],
    ("correcting.mark", "happened"): [NOW, None],
    ("correcting.mark", "category"): [NASTY, ""],
    ("correcting.mark", "place"): [NASTY, ""],
    ("correcting.field", "field"): ["category", "place", "time", "summary"],
    ("undoing.mark", "at"): [NOW],
    ("undoing.mark", "was"): ["approved", "rejected"],
    ("undoing.mark", "reason"): [NASTY, ""],
    ("urgency.symbol", "level"): ["normal", "important", "urgent", "emergency"],
    ("urgency.choice", "level"): ["normal", "important", "emergency"],
    ("staff.queue", "lines"): [
        [],
        [("🚨", "K7M", NASTY, timedelta(days=2), asked) for asked in ("", "asked", "silent")],
    ],
    ("asking.label", "key"): list(READY),
    ("asking.ready", "key"): list(READY),
    ("asking.mark", "at"): [NOW],
    ("asking.mark", "until"): [NOW, None],
    ("asking.already", "at"): [NOW],
    ("mending.mark", "at"): [NOW],
    ("mending.overtaken", "status"): ["approved", "withdrawn", "waiting", "gone"],
    ("desk.card", "answers"): [[Line(NASTY, NASTY, NASTY), Line(NASTY, NASTY)], []],
    ("desk.grade", "grade"): ["A1", "B2", "F6"],
    **{("linking." + macro, "kind"): ["confirms", "contradicts", "same"] for macro in LINKED},
    ("linking.mark_linked", "same"): [[NASTY], [], [NASTY] * 3],
    ("linking.mark_linked", "confirms"): [[], [NASTY]],
    ("linking.mark_linked", "contradicts"): [[], [NASTY]],
    ("linking.mark_linked", "most"): [2],
    ("linking.mark_similar", "matches"): [[(NASTY, 0, "village"), (NASTY, 2, "regency")]],
    ("linking.mark_similar", "more"): [0, 3],
    ("linking.panel", "lines"): [[], [Html("<b>K7M</b>")]],
    ("linking.panel", "linked"): [0, 1],
    ("linking.line", "days"): [0, 1, 2],
    ("linking.line", "words"): [[], ["banjir"]],
    ("linking.line", "more"): [0, 2],
    ("linking.line", "same_source"): [True, False],
    ("linking.line", "pointed"): [True, False],
    ("linking.mark_pointed", "codes"): [[NASTY], [NASTY, NASTY]],
    ("linking.alike", "lines"): [[Html("1)")], [Html("1)"), Html("2)")]],
    ("linking.alike", "own"): [True, False],
    ("linking.alike_line", "code"): ["K7M-4XGF", ""],
    ("linking.alike_line", "days"): [0, 1, 2],
    ("linking.alike_line", "events"): [["banjir"], ["banjir", "tanggul"], []],
    ("linking.alike_line", "near"): ["village", "district", "regency"],
    ("linking.alike_line", "pointed"): [True, False],
    ("linking.alike_line", "same_category"): [True, False],
    ("linking.alike_line", "at"): [NOW.date()],
    ("linking.point_key", "pointed"): [True, False],
    ("linking.pointed", "same"): [True, False],
    ("form.review", "alike"): [Html("1)"), ""],
    ("staff.access", "change"): ["paused", "resumed"],
    ("form.moment", "value"): [NOW],
    ("cli.migrated", "before"): [None, "0001"],
    ("cli.brought_back", "at"): [NOW],
    ("init.is_it", "number"): ["-1001234567890"],
    ("doctor.nobody_is", "role"): ["verifier", "leader", "admin"],
}


def examples(key: str) -> list[dict[str, object]]:
    """Every value of every argument at least once."""
    choices = {name: SPECIAL.get((key, name)) or VALUES.get(name) or [NASTY] for name in KEYS[key]}
    rows = max((len(values) for values in choices.values()), default=1)
    return [
        {name: values[row % len(values)] for name, values in choices.items()}
        for row in range(rows)
    ]


def test_both_languages_have_the_same_macros_with_the_same_arguments() -> None:
    assert LIBRARY.keys("en") == KEYS


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_macro_can_be_said_and_stays_valid(topic: str, language: str) -> None:
    words = LIBRARY.in_(language)
    for key in TOPICS[topic]:
        for values in examples(key):
            if LIBRARY.is_html(key):
                text = words.html(key, **values)
                tags = [match[1] for match in TAG.finditer(text)]
                assert set(tags) <= TAGS, key
                assert text.count("<b>") == text.count("</b>"), key
                assert text.count("<blockquote") == text.count("</blockquote>"), key
                assert NASTY not in text, key
                assert len(text) <= 4096, key
            else:
                label = words.text(key, **values)
                assert "&lt;" not in label and "&amp;" not in label, key
                assert len(label) <= 300, key


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_argument_is_used_for_something(topic: str, language: str) -> None:
    sources = [path.read_text() for path in (ROOT / "words" / language).glob(f"{topic}.*.j2")]
    bodies = {
        f"{topic}.{match[1]}": match[2]
        for source in sources
        for match in re.finditer(r"macro (\w+)\([^)]*\) -?%\}(.*?)\{% endmacro", source, re.DOTALL)
    }
    unused = [
        (key, argument)
        for key in TOPICS[topic]
        if key != "form.nothing"
        for argument in KEYS[key]
        if not re.search(rf"\b{argument}\b", bodies[key])
    ]
    assert unused == []


def test_a_wrong_key_or_argument_is_an_error_and_not_silence() -> None:
    words = LIBRARY.in_("id")
    with pytest.raises(UnknownWord):
        words.html("citizen.nothing_such")
    with pytest.raises(UnknownWord):
        words.html("citizen.evidence_added")
    with pytest.raises(UnknownWord):
        words.html("citizen.evidence_added", code="x", more=1)


def test_values_are_escaped_unless_they_are_html_already() -> None:
    words = LIBRARY.in_("id")
    assert "&lt;b&gt;" in words.html("citizen.evidence_added", code="<b>")
    assert "<b>" in words.html("citizen.evidence_added", code=Html("<b>x</b>"))


def test_every_key_the_program_uses_exists_and_every_key_is_used() -> None:
    used: set[str] = set()
    for room in ("bot", "handlers", "cards", "digests", "desk"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    used.add(node.value)
    computed = ("citizen.command_", "citizen.description", "rehearsal.say_", "staff.")
    keys = {
        word
        for word in used
        if re.fullmatch(
            r"(form|citizen|desk|asking|linking|mending|abuse|privacy|cli|doctor|history|init|opening)"
            r"\.\w+",
            word,
        )
    }
    assert keys - set(erasing.PLACES) <= set(KEYS)  # columns are written alike
    unused = {key for key in SPOKEN if key not in used and not key.startswith(computed)}
    assert unused == set()


def test_times_and_numbers_are_written_as_the_office_writes_them() -> None:
    from words.filters import filters

    said = filters("id", ZoneInfo("Asia/Jakarta"), "WIB")
    assert said["moment"](NOW) == "Senin, 3 Agustus 2026, pukul 14.30 WIB"
    assert said["number"](1234567) == "1.234.567"
    assert said["span"](timedelta(hours=49)) == "2 hari"
    assert filters("en", ZoneInfo("Asia/Jakarta"), "WIB")["span"](timedelta(days=1)) == "1 day"
