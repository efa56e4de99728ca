"""A number, typed in figures or words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from forms.amounts import read_number
from forms.form import Field
from forms.given import Answering, Typed
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    number = read_number(given.text) if isinstance(given, Typed) else None
    if number is None:
        return refused(asked, Wrong(WrongKey.NUMBER_UNCLEAR))
    return within(asked, number, money=False)


def within(asked: Asked, number: Decimal, *, money: bool) -> Taken | Halfway:
    """The number when the field's limits allow it."""
    limits = asked.field.limits
    values: Mapping[str, object] = {"least": limits.min, "most": limits.max, "money": money}
    if number < limits.min:
        return refused(asked, Wrong(WrongKey.TOO_SMALL, values))
    if number > limits.max:
        return refused(asked, Wrong(WrongKey.TOO_LARGE, values))
    if not money and not limits.decimals and number != number.to_integral_value():
        return refused(asked, Wrong(WrongKey.NUMBER_NOT_WHOLE))
    return Taken(number)


def offer(asked: Asked) -> Offer:
    return Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, Decimal)
