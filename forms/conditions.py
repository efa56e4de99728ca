"""When a field is asked at all: what an earlier answer must be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from forms.form import Condition, Kind
from forms.values import Contact, Place, Value

DECIDING = (Kind.CHOICE, Kind.SEVERAL, Kind.YESNO)
"""Kinds whose answers a condition can ask about."""


def holds(condition: Condition | None, answers: Mapping[str, Value]) -> bool:
    """Whether the condition is met by these answers; without an answer it is not."""
    if condition is None:
        return True
    value = answers.get(condition.field)
    if value is None:
        return False
    if isinstance(value, str):  # as of most fields that decide
        return (value in condition.values) is not condition.negated
    return bool(_spoken(value) & set(condition.values)) is not condition.negated


def is_open(condition: Condition | None, answers: Mapping[str, Value]) -> bool:
    """Whether the answer that decides is still to come."""
    return condition is not None and condition.field not in answers


def _spoken(value: Value) -> set[str]:
    """An answer as a condition writes it."""
    match value:
        case bool():
            return {"yes" if value else "no"}
        case str():
            return {value}
        case tuple():
            return set(value)
        case date() | Decimal() | Place() | Contact():
            return set()
