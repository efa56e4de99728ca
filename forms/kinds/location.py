"""A position on the map, confirmed with the place it is probably in."""

from __future__ import annotations

from forms.buttons import LIST, OTHER_PLACE
from forms.draft import Pending
from forms.form import Field
from forms.given import Answering, Pressed, Shared, Typed
from forms.kinds import region
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Stage, Wrong, WrongKey
from forms.values import Place, Value


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    """A neighbour of the place guessed may be chosen instead; any other needs a new position."""
    meant = given
    if isinstance(given, Typed) and asked.pending:
        reply = region.by_reply(asked, given.text)
        meant = Pressed(reply) if reply else given
    if isinstance(meant, Shared):
        return region.shared(asked, meant.lat, meant.lon)
    pending = asked.pending
    if not isinstance(meant, Pressed) or pending is None:
        return refused(asked, Wrong(WrongKey.POINT_EXPECTED))
    if meant.value == LIST.value or (meant.value == OTHER_PLACE.value and not pending.codes[1:]):
        return Halfway(None)
    found = region.pressed(asked, meant.value)
    if isinstance(found, Taken) and not _on_the_map(found.value):
        return refused(asked, Wrong(WrongKey.POINT_EXPECTED))
    return found


def offer(asked: Asked) -> Offer:
    match asked.pending:
        case Pending(Stage.CONFIRM | Stage.CANDIDATES):
            return region.offer(asked)
    return Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    return _on_the_map(value) and region.holds(field, value, context)


def _on_the_map(value: Value) -> bool:
    return isinstance(value, Place) and value.lat is not None
