"""Yes or no, by a button, or by words."""

from __future__ import annotations

import re

from forms.buttons import NO, YES
from forms.form import Field, Option
from forms.given import Answering, Pressed, Typed
from forms.kinds.choice import by_name
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value

AFFIRMED = frozenset(
    "ya iya y yes yep yoi betul benar boleh setuju bersedia mau ok oke okay".split()
)
FIRST, SECOND = "1", "2"
DENIED = frozenset("tidak tdk gak ga nggak enggak ngga tak bukan jangan no n nope".split())


def affirmed(text: str) -> bool | None:
    """What a short reply says; None when it says neither or both ("tidak boleh" is a no)."""
    words = re.findall(r"[a-z]+", text.casefold())[:4]
    if any(word in DENIED for word in words):
        return False
    return True if any(word in AFFIRMED for word in words) else None


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    match given:
        case Pressed(YES.value):
            return Taken(True)
        case Pressed(NO.value):
            return Taken(False)
        case Typed(text):
            said = _said(asked.field, text)
            if said is not None:
                return Taken(said)
    return refused(asked, Wrong(WrongKey.YES_OR_NO))


def offer(asked: Asked) -> Offer:
    return Offer(labelled(asked.field))


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, bool)


def labelled(field: Field) -> tuple[Option, Option]:
    """The two buttons, in the field's own words where it has any."""
    return Option(YES.value, field.yes or YES.label), Option(NO.value, field.no or NO.label)


def _said(field: Field, text: str) -> bool | None:
    """With words of its own, a button may be called "no" and mean yes: its label decides then."""
    if field.yes is None and field.no is None:
        return affirmed(text)
    buttons = tuple(
        Option(number, one.label)
        for number, one in zip((FIRST, SECOND), labelled(field), strict=True)
    )
    named = by_name(buttons, text)
    if named:
        return named.value == FIRST
    said = True if re.match(r"\s*(?:ada|there)\b", text.casefold()) else affirmed(text)
    meant = [
        one
        for one in buttons
        if said is not None and any(affirmed(label) is said for label in one.label.values())
    ]
    return meant[0].value == FIRST if len(meant) == 1 else None
