"""Photos, voices, documents: kept elsewhere, listed here by id."""

from __future__ import annotations

from forms.buttons import DONE
from forms.form import Field
from forms.given import Answering, Pressed, Typed
from forms.kinds.several import FINISHED
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    """Files come as `Attached`, which the engine takes at any step; here only their end is read,
    so that more than one can be sent at leisure."""
    match given:
        case Pressed(DONE.value) if asked.answer:
            return Taken(asked.answer)
        case Typed(text) if asked.answer and text.strip(" .!").casefold() in FINISHED:
            return Taken(asked.answer)
    return refused(asked, Wrong(WrongKey.FILE_EXPECTED))


def joined(field: Field, kept: Value | None, ids: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The evidence with these added, each once, and whether some were too many."""
    before = kept if isinstance(kept, tuple) else ()
    together = tuple(dict.fromkeys((*before, *ids)))
    most = field.limits.max_files
    return together[:most], len(together) > most


def offer(asked: Asked) -> Offer:
    return Offer((DONE,)) if asked.answer else Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    """An empty list answers only a field that may stay empty."""
    return isinstance(value, tuple) and (bool(value) or not field.required)
