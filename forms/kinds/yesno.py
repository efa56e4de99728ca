"""Yes or no."""

from __future__ import annotations

import re

from forms.buttons import NO, YES
from forms.form import Field
from forms.given import Pressed, Shared, Typed
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value

AFFIRMED = frozenset(
    "ya iya y yes yep yoi betul benar boleh setuju bersedia mau ok oke okay".split()
)
DENIED = frozenset("tidak tdk gak ga nggak enggak ngga tak bukan jangan no n nope".split())


def affirmed(text: str) -> bool | None:
    """What a short reply says; None when it says neither or both ("tidak boleh" is a no)."""
    words = re.findall(r"[a-z]+", text.casefold())[:4]
    if any(word in DENIED for word in words):
        return False
    return True if any(word in AFFIRMED for word in words) else None


def read(asked: Asked, given: Typed | Pressed | Shared) -> Taken | Halfway:
    match given:
        case Pressed(YES.value):
            return Taken(True)
        case Pressed(NO.value):
            return Taken(False)
        case Typed(text):
            said = affirmed(text)
            if said is not None:
                return Taken(said)
    return refused(asked, Wrong(WrongKey.YES_OR_NO))


def offer(asked: Asked) -> Offer:
    return Offer((YES, NO))


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, bool)
