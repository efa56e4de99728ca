"""One of a list, by button, by number or by its name; long lists in two levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from forms.buttons import PER_PAGE
from forms.draft import Pending
from forms.form import Field, Option
from forms.given import Answering, Pressed, Typed
from forms.reading import Asked, Halfway, Offer, Taken, paged, refused
from forms.steps import Context, Stage, Wrong, WrongKey
from forms.values import Value

FLAT = 10
"""A two-level list of no more than this many ends is shown at once."""

GROUP = "group:"


def options(field: Field, context: Context) -> tuple[Option, ...]:
    """The top level: the context's list, then the form's own."""
    return (*context.choices.get(field.choices or "", ()), *field.options)


def ends(several: Sequence[Option]) -> Iterator[Option]:
    """The options that can be an answer."""
    for option in several:
        if option.options:
            yield from ends(option.options)
        else:
            yield option


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    top = options(asked.field, asked.context)
    match given:
        case Pressed(value):
            chosen = _by_value(top, value)
        case Typed(text):
            chosen = _by_number(asked, text) or by_name(top, text)
        case _:
            chosen = None
    if chosen is None:
        return refused(asked, Wrong(WrongKey.NOT_AN_OPTION))
    if chosen.options:
        return Halfway(Pending(Stage.GROUP, (chosen.value,)))
    return Taken(chosen.value)


def offer(asked: Asked) -> Offer:
    top = options(asked.field, asked.context)
    page = asked.pending.page if asked.pending else 0
    inside = _open_group(asked, top)
    if inside:
        return paged(inside.options, page, Stage.GROUP, inside.value)
    flat = tuple(ends(top))
    shown = flat if len(flat) <= FLAT else tuple(_as_button(one) for one in top)
    if len(shown) <= max(FLAT, PER_PAGE):
        return Offer(shown)
    return paged(shown, page, Stage.QUESTION)


def holds(field: Field, value: Value, context: Context) -> bool:
    return end(field, value, context) is not None


def end(field: Field, value: Value, context: Context) -> Option | None:
    """The option behind an answer."""
    if not isinstance(value, str):
        return None
    listed = context.ends.get(field.choices or "", {}).get(value)
    return listed or next((one for one in ends(field.options) if one.value == value), None)


def _as_button(option: Option) -> Option:
    return Option(GROUP + option.value, option.label) if option.options else option


def _open_group(asked: Asked, top: Sequence[Option]) -> Option | None:
    if asked.pending is None or asked.pending.stage is not Stage.GROUP:
        return None
    return next((one for one in top if one.options and one.value in asked.pending.codes), None)


def _by_value(top: Sequence[Option], value: str) -> Option | None:
    groups = [one for one in top if one.options and GROUP + one.value == value]
    return next(iter(groups), None) or next((one for one in ends(top) if one.value == value), None)


def _by_number(asked: Asked, text: str) -> Option | None:
    """Which of the buttons on the screen, counted from 1."""
    number = re.fullmatch(r"\s*(\d{1,2})[.)]?\s*", text, re.ASCII)
    shown = offer(asked).options
    if not number or not 1 <= int(number[1]) <= len(shown):
        return None
    return _by_value(options(asked.field, asked.context), shown[int(number[1]) - 1].value)


def by_name(top: Sequence[Option], text: str) -> Option | None:
    """The one option called so: in full, by the beginning, or by the beginning of a word."""
    typed = _plain(text)
    every = [*ends(top), *(one for one in top if one.options)]
    exact = [one for one in every if typed in _names(one)]
    if exact:
        return exact[0]
    if len(typed) < 3:
        return None
    starting = [one for one in every if any(name.startswith(typed) for name in _names(one))]
    if not starting:
        starting = [one for one in every if any(f" {typed}" in name for name in _names(one))]
    return starting[0] if len(starting) == 1 else None


def _names(option: Option) -> list[str]:
    return [_plain(option.value), *(_plain(label) for label in option.label.values())]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
