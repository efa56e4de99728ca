"""The official list of methods and fields, and whether parameters agree with it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from sandbox.refusal import Breach

SOURCE = Path(__file__).parent / "botapi" / "fields.json"
TRUE = {"true", "yes", "1"}
FALSE = {"false", "no", "0", ""}
# The real server's own words for what is missing, where it has any.
MISSING = {"chat_id": "chat_id is empty", "text": "message text is empty"}
# Rich text may also be a string or a list; the field list only names its objects.
LOOSE = {"RichText", "RichBlock", "InputRichBlock"}


class Misfit(Exception):
    """A value that is not what the field list says."""


class FieldList:
    """Methods and types by name, fields as `name -> short type`, `!` before a required one."""

    def __init__(self, listed: dict[str, Any]) -> None:
        self.version: str = listed["version"]
        self.methods: dict[str, dict[str, str]] = listed["methods"]
        self.types: dict[str, Any] = listed["types"]
        self.spelling = {name.lower(): name for name in self.methods}

    def read(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """Parameters as values of their types. Raises Breach for the first that does not fit."""
        fields = self.methods[method]
        for name in given:
            if name not in fields:
                raise Breach(f"unknown parameter '{name}' of {method}")
        values = {}
        for name, short in fields.items():
            required, kind = short.startswith("!"), short.lstrip("!")
            if name not in given:
                if required:
                    missing = f"missing parameter '{name}' of {method}"
                    words = MISSING.get(name)
                    raise Breach(missing, f"Bad Request: {words}" if words else None)
                continue
            try:
                values[name] = self.value(_unpacked(given[name], kind), kind)
            except Misfit as misfit:
                raise Breach(f"parameter '{name}' of {method}: {misfit}") from None
        return values

    def value(self, given: Any, kind: str) -> Any:
        """The value as this type, text converted. Raises Misfit."""
        kinds = kind.split(" | ") if not kind.startswith("list[") else [kind]
        if len(kinds) == 1:
            return self._single(given, kind)
        if isinstance(given, dict) and (told := self._told_apart(given, kinds)):
            return self._single(given, told)
        complaints = []
        for one in kinds:
            try:
                return self._single(given, one)
            except Misfit as misfit:
                complaints.append(str(misfit))
        raise Misfit(complaints[0])

    def _single(self, given: Any, kind: str) -> Any:
        if kind.startswith("="):
            return self._constant(given, kind[1:])
        if kind.startswith("list["):
            if not isinstance(given, list):
                raise Misfit(f"a list is wanted, not {_shown(given)}")
            return [self.value(one, kind[5:-1]) for one in given]
        reader = READERS.get(kind)
        return reader(given) if reader else self._object(given, kind)

    def _constant(self, given: Any, wanted: str) -> Any:
        if str(given).lower() != wanted.lower():
            raise Misfit(f"{wanted!r} is wanted, not {_shown(given)}")
        return given

    def _object(self, given: Any, kind: str) -> Any:
        if kind in LOOSE:
            return given
        if not isinstance(given, dict):
            raise Misfit(f"{kind} is wanted, not {_shown(given)}")
        fields = self.types[kind]
        if isinstance(fields, list):
            return self.value(given, " | ".join(fields))
        for name in given:
            if name not in fields:
                raise Misfit(f"unknown field '{name}' of {kind}")
        values = {}
        for name, short in fields.items():
            if given.get(name) is not None:
                try:
                    values[name] = self.value(given[name], short.lstrip("!"))
                except Misfit as misfit:
                    raise Misfit(f"field '{name}' of {kind}: {misfit}") from None
            elif short.startswith("!"):
                raise Misfit(f"missing field '{name}' of {kind}")
        return values

    def _told_apart(self, given: dict[str, Any], kinds: list[str]) -> str | None:
        """The alternative an object means: its constants fit and it knows most of the fields."""
        scores = {}
        for kind in kinds:
            fields = self.types.get(kind)
            if not isinstance(fields, dict):
                continue
            constants = {n: s[2:] for n, s in fields.items() if s.startswith("!=")}
            if all(str(given.get(n)).lower() == v.lower() for n, v in constants.items()):
                required = [n for n, s in fields.items() if s.startswith("!")]
                known = len(set(fields) & set(given))
                scores[kind] = (all(name in given for name in required), known)
        return max(scores, key=lambda kind: scores[kind]) if scores else None


@lru_cache(maxsize=1)
def official() -> FieldList:
    """The project's copy of the list, read once."""
    return FieldList(json.loads(SOURCE.read_text(encoding="utf-8")))


def _unpacked(given: Any, kind: str) -> Any:
    """A list or an object that travelled as JSON text, as itself."""
    plain = set(kind.split(" | ")) <= {"int", "str", "bool", "float", "file"}
    if plain or not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise Misfit(f"not JSON: {_shown(given)}") from None


def _read_int(given: Any) -> int:
    if isinstance(given, bool):
        raise Misfit("a whole number is wanted, not a truth value")
    if isinstance(given, float) and given.is_integer():
        return int(given)
    text = str(given).strip()
    if not text.lstrip("-").isdigit():
        raise Misfit(f"a whole number is wanted, not {_shown(given)}")
    return int(text)


def _read_str(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise Misfit(f"a text is wanted, not {_shown(given)}")
    return str(given)


def _read_bool(given: Any) -> bool:
    text = str(given).lower()
    if text not in TRUE | FALSE:
        raise Misfit(f"true or false is wanted, not {_shown(given)}")
    return text in TRUE


def _read_float(given: Any) -> float:
    try:
        return float(given)
    except (TypeError, ValueError):
        raise Misfit(f"a number is wanted, not {_shown(given)}") from None


def _read_file(given: Any) -> Any:
    return given


READERS: dict[str, Any] = {
    "int": _read_int,
    "str": _read_str,
    "bool": _read_bool,
    "float": _read_float,
    "file": _read_file,
}


def _shown(given: Any) -> str:
    text = repr(given)
    return text if len(text) <= 60 else text[:57] + "..."
