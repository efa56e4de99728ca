"""A position on the map, with the region it is probably in."""

from __future__ import annotations

from forms.form import Field
from forms.given import Pressed, Shared, Typed
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Place, Value


def read(asked: Asked, given: Typed | Pressed | Shared) -> Taken | Halfway:
    if not isinstance(given, Shared):
        return refused(asked, Wrong(WrongKey.PLACE_EXPECTED))
    region = asked.context.regions.nearest(given.lat, given.lon)
    if region is None:
        return refused(asked, Wrong(WrongKey.PLACE_OUTSIDE))
    return Taken(Place(region.code, given.lat, given.lon))


def offer(asked: Asked) -> Offer:
    return Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, Place) and context.regions.region(value.code) is not None
