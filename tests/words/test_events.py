"""Every step that the rules log has its words in the history."""

import ast
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from words import Library

ROOT = Path(__file__).parent.parent.parent
LIBRARY = Library(UTC, "UTC")


def events() -> set[str]:
    """Whatever constant reaches a parameter, a keyword or a table that is called event."""
    found: set[str] = set()
    trees = [ast.parse(path.read_text()) for path in (ROOT / "desk").rglob("*.py")]
    anywhere = {name: place for tree in trees for name, place in _places(tree)}
    for tree in trees:
        places = anywhere | dict(_places(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= set(_given(node, places))
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EVENTS":
                found |= {one.value for one in ast.walk(node.value) if _is_text(one)}  # type: ignore[attr-defined]
    return found


def _places(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args]
            if "event" in names:
                yield node.name, names.index("event")


def _given(call: ast.Call, places: dict[str, int]) -> Iterator[str]:
    given = [one.value for one in call.keywords if one.arg == "event"]
    name = ast.unparse(call.func).rpartition(".")[2]
    place = places.get(name)
    if place is not None and len(call.args) > place:
        given.append(call.args[place])
    yield from (one.value for value in given for one in ast.walk(value) if _is_text(one))  # type: ignore[attr-defined]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_the_events_are_found() -> None:
    assert {"submitted", "approved", "withdrawn", "taken", "hold_ended", "read"} <= events()
    assert {"identity_asked", "identity_void"} <= events()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_event_has_its_words_and_an_unknown_one_shows_its_key(language: str) -> None:
    words = LIBRARY.in_(language)
    same = {"en": {"read", "approved", "rejected"}}.get(language, set())  # the word is the key
    wordless = {one for one in events() if words.text("history.event", key=one) == one}
    assert wordless - same == set()
    assert words.text("history.event", key="never_heard_of") == "never_heard_of"


def test_reading_is_said_in_indonesian() -> None:
    assert LIBRARY.in_("id").text("history.event", key="read") == "dibaca"
