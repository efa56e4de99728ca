"""When a field is asked at all: what an earlier answer must be."""

from __future__ import annotations

from collections.abc import Mapping

from forms.form import Condition, Kind
from forms.values import Value

DECIDING = (Kind.CHOICE, Kind.SEVERAL, Kind.YESNO)
"""Kinds whose answers a condition can ask about."""


def holds(condition: Condition | None, answers: Mapping[str, Value]) -> bool:
    """Whether the condition is met by these answers; without an answer it is not."""
    if condition is None:
        return True
    value = answers.get(condition.field)
    if value is None:
        return False
    match value:
        case str():
            met = value in condition.values
        case bool():
            met = ("yes" if value else "no") in condition.values
        case tuple():
            met = any(one in condition.values for one in value)
        case _:  # no other kind decides
            met = False
    return met is not condition.negated


def is_open(condition: Condition | None, answers: Mapping[str, Value]) -> bool:
    """Whether the answer that decides is still to come."""
    return condition is not None and condition.field not in answers
