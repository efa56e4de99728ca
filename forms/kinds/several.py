"""Some of a list: buttons that toggle, numbers or names typed, then "done"."""

from __future__ import annotations

import re

from forms.buttons import DONE
from forms.draft import Pending
from forms.form import Field, Option
from forms.given import Answering, Pressed, Typed
from forms.kinds.choice import by_name, ends, options
from forms.reading import Asked, Halfway, Offer, Taken, paged, refused
from forms.steps import Context, Stage, Wrong, WrongKey
from forms.values import Value

FINISHED = frozenset("selesai sudah cukup done finish finished".split())


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    match given:
        case Pressed(DONE.value):
            return _done(asked)
        case Pressed(value) if value in _values(asked):
            return _toggled(asked, value)
        case Typed(text) if text.strip(" .!").casefold() in FINISHED:
            return _done(asked)
        case Typed(text):
            return _added(asked, _named(asked, text))
    return refused(asked, Wrong(WrongKey.NOT_AN_OPTION))


def offer(asked: Asked) -> Offer:
    """One page of the list, and "done" as soon as something is chosen."""
    chosen = _chosen(asked)
    page = paged(_flat(asked), asked.pending.page if asked.pending else 0, Stage.QUESTION)
    return Offer(
        (*page.options, DONE) if chosen else page.options,
        Stage.SEVERAL if asked.pending else Stage.QUESTION,
        page=page.page,
        pages=page.pages,
        chosen=chosen,
    )


def holds(field: Field, value: Value, context: Context) -> bool:
    known = {one.value for one in ends(options(field, context))}
    return isinstance(value, tuple) and bool(value) and known.issuperset(value)


def _flat(asked: Asked) -> tuple[Option, ...]:
    return tuple(ends(options(asked.field, asked.context)))


def _values(asked: Asked) -> list[str]:
    return [one.value for one in _flat(asked)]


def _chosen(asked: Asked) -> tuple[str, ...]:
    """What carries a tick now: the half-made choice, else the answer given before."""
    kept = asked.answer if isinstance(asked.answer, tuple) else ()
    if asked.pending and asked.pending.stage is Stage.SEVERAL:
        kept = asked.pending.codes
    return tuple(one for one in _values(asked) if one in kept)


def _toggled(asked: Asked, value: str) -> Halfway:
    chosen = _chosen(asked)
    if value in chosen:
        return _half(asked, tuple(one for one in chosen if one != value))
    return _added(asked, (value,))


def _added(asked: Asked, values: tuple[str, ...]) -> Halfway:
    if not values:
        return refused(asked, Wrong(WrongKey.NOT_AN_OPTION))
    together = {*_chosen(asked), *values}
    most = asked.field.limits.max_choices
    if len(together) > most:
        return refused(asked, Wrong(WrongKey.TOO_MANY_CHOSEN, {"max": most}))
    return _half(asked, tuple(one for one in _values(asked) if one in together))


def _half(asked: Asked, chosen: tuple[str, ...]) -> Halfway:
    page = asked.pending.page if asked.pending else 0
    return Halfway(Pending(Stage.SEVERAL, chosen, page))


def _done(asked: Asked) -> Taken | Halfway:
    chosen, least = _chosen(asked), asked.field.limits.min_choices
    if len(chosen) < least:
        return refused(asked, Wrong(WrongKey.TOO_FEW_CHOSEN, {"min": least}))
    return Taken(chosen)


def _named(asked: Asked, text: str) -> tuple[str, ...]:
    """Every choice a list of numbers or names means; none when one of them is unknown."""
    parts = [part for part in re.split(r"[,;\n]+|\bdan\b|\band\b|&", text) if part.strip()]
    if re.fullmatch(r"[\d\s.)]+", text):
        parts = text.split()
    found = [_one(asked, part) for part in parts]
    known = tuple(one for one in found if one is not None)
    if len(known) == len(found):
        return known
    whole = _one(asked, text)  # a name with "dan" in it
    return (whole,) if whole else ()


def _one(asked: Asked, part: str) -> str | None:
    number = re.fullmatch(r"\s*(\d{1,2})[.)]?\s*", part, re.ASCII)
    shown = [one for one in offer(asked).options if one is not DONE]
    if number:
        place = int(number[1])
        return shown[place - 1].value if 1 <= place <= len(shown) else None
    named = by_name(_flat(asked), part)
    return named.value if named else None
