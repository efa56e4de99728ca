"""An amount of rupiah."""

from __future__ import annotations

from decimal import Decimal

from forms.amounts import read_money
from forms.form import Field
from forms.given import Answering, Typed
from forms.kinds.number import within
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    amount = read_money(given.text) if isinstance(given, Typed) else None
    if amount is None:
        return refused(asked, Wrong(WrongKey.MONEY_UNCLEAR))
    return within(asked, amount, money=True)


def offer(asked: Asked) -> Offer:
    return Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, Decimal)
