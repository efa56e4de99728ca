"""A place of the office: typed, chosen from a list, or shared and confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from forms.buttons import LIST, NOT_THESE, OTHER_PLACE, PER_PAGE, RIGHT_PLACE, WHOLE
from forms.draft import Pending
from forms.form import LANGUAGES, Field, Option, Said
from forms.given import Answering, Pressed, Shared, Typed
from forms.kinds.yesno import affirmed
from forms.reading import Asked, Halfway, Offer, Taken, paged, refused
from forms.regions import Region, Regions
from forms.steps import Context, Stage, Wrong, WrongKey
from forms.values import Place, Value

CODE = "code:"
OPEN = "list:"


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    match given:
        case Typed(text):
            return _typed(asked, text)
        case Shared(lat, lon):
            return shared(asked, lat, lon)
        case Pressed(value):
            return pressed(asked, value)
    return refused(asked, Wrong(WrongKey.PLACE_EXPECTED))


def offer(asked: Asked) -> Offer:
    regions, pending = asked.context.regions, asked.pending
    match pending:
        case Pending(Stage.CONFIRM, place=Place() as place) if regions.region(place.code):
            return Offer((RIGHT_PLACE, OTHER_PLACE), Stage.CONFIRM, confirm=place)
        case Pending(Stage.CANDIDATES, codes) if _known(regions, codes):
            buttons = [_button(regions, code) for code in _known(regions, codes)]
            return Offer((*buttons, NOT_THESE), Stage.CANDIDATES)
        case Pending(Stage.DISTRICTS):
            return paged(_districts(regions), pending.page, Stage.DISTRICTS)
        case Pending(Stage.VILLAGES, (code,)) if regions.region(code) in regions.kecamatan():
            return paged(_villages(regions, code), pending.page, Stage.VILLAGES, code)
    named = dict.fromkeys(region.code for text in asked.texts for region in regions.guess(text))
    return Offer((*(_button(regions, code) for code in list(named)[:3]), LIST))


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, Place) and context.regions.region(value.code) is not None


def back(regions: Regions, pending: Pending) -> Pending | None:
    """From a kecamatan's desa to the page of the list it is on; from all else to the question."""
    if pending.stage is not Stage.VILLAGES:
        return None
    codes = [region.code for region in regions.kecamatan()]
    place = codes.index(pending.codes[0]) if pending.codes[0] in codes else 0
    return Pending(Stage.DISTRICTS, page=place // PER_PAGE)


def _typed(asked: Asked, text: str) -> Taken | Halfway:
    found = asked.context.regions.find(text)
    shortcut = None if found.exact else by_reply(asked, text)
    if shortcut:
        return pressed(asked, shortcut)
    exact = _within_open_list(asked, found.exact)
    if len(exact) == 1 and exact[0] is not asked.context.regions.regency():
        return Taken(Place(exact[0].code))
    several = exact or _within_open_list(asked, found.fuzzy)
    if several:
        return Halfway(Pending(Stage.CANDIDATES, tuple(region.code for region in several)))
    return Halfway(None, Wrong(WrongKey.PLACE_UNKNOWN, {"text": text.strip()[:60]}))


def shared(asked: Asked, lat: float, lon: float) -> Halfway:
    """The place a position is probably in, to be confirmed."""
    around = asked.context.regions.around(lat, lon)
    if not around:
        return refused(asked, Wrong(WrongKey.PLACE_OUTSIDE))
    codes = tuple(region.code for region in around)
    return Halfway(Pending(Stage.CONFIRM, codes, place=Place(codes[0], lat, lon)))


def pressed(asked: Asked, value: str) -> Taken | Halfway:
    """What a button means: a place, a list that opens, or the position confirmed."""
    regions, pending = asked.context.regions, asked.pending
    position = pending.place if pending else None
    if value == RIGHT_PLACE.value and position and _confirming(pending):
        return Taken(position)
    if value == OTHER_PLACE.value and pending and _confirming(pending):
        others = pending.codes[1:]
        stage = Stage.CANDIDATES if others else Stage.DISTRICTS
        return Halfway(Pending(stage, others, place=position))
    if value == LIST.value:
        return Halfway(Pending(Stage.DISTRICTS))
    head, _, code = value.partition(":")
    region = regions.region(code)
    if head == "list" and region in regions.kecamatan():
        return Halfway(Pending(Stage.VILLAGES, (code,)))
    if head == "code" and region:
        return Taken(_chosen(code, pending))
    return refused(asked, Wrong(WrongKey.NOT_AN_OPTION))


def _chosen(code: str, pending: Pending | None) -> Place:
    """The shared position stays with a neighbour of the place first guessed, with no other."""
    if pending and pending.place and code in pending.codes:
        return Place(code, pending.place.lat, pending.place.lon)
    return Place(code)


def by_reply(asked: Asked, text: str) -> str | None:
    """A typed yes, no or number that stands for a button on the screen."""
    shown = offer(asked).options
    number = text.strip().rstrip(".)")
    if number.isascii() and number.isdigit() and len(number) < 3:
        return shown[int(number) - 1].value if 1 <= int(number) <= len(shown) else None
    pending = asked.pending
    if pending is None or len(text) > 30:
        return None
    said = affirmed(text)
    if _confirming(pending) and said is not None:
        return (RIGHT_PLACE if said else OTHER_PLACE).value
    if pending.stage is Stage.CANDIDATES and said is not None:
        only = len(pending.codes) == 1
        return NOT_THESE.value if not said else CODE + pending.codes[0] if only else None
    return None


def _confirming(pending: Pending | None) -> bool:
    return pending is not None and pending.stage is Stage.CONFIRM


def _within_open_list(asked: Asked, found: Sequence[Region]) -> tuple[Region, ...]:
    """Of several, those of the kecamatan whose desa are on the screen, if any."""
    pending = asked.pending
    if pending and pending.stage is Stage.VILLAGES:
        inside = tuple(region for region in found if region.parent_code in pending.codes)
        return inside or tuple(found)
    return tuple(found)


def _known(regions: Regions, codes: Sequence[str]) -> list[str]:
    return [code for code in codes if regions.region(code)]


def _districts(regions: Regions) -> list[Option]:
    rows = [
        Option(OPEN + region.code, _said(regions, region.code)) for region in regions.kecamatan()
    ]
    return [*rows, _whole(regions, regions.regency().code)]


def _villages(regions: Regions, code: str) -> list[Option]:
    rows = [
        Option(
            CODE + region.code,
            Said({one: regions.short_name(region.code, one) for one in LANGUAGES}),
        )
        for region in regions.children(code)
    ]
    return [_whole(regions, code), *rows]


def _whole(regions: Regions, code: str) -> Option:
    names = _said(regions, code)
    return Option(CODE + code, Said({one: WHOLE[one].format(names.in_(one)) for one in LANGUAGES}))


def _button(regions: Regions, code: str) -> Option:
    return Option(CODE + code, _said(regions, code))


def _said(regions: Regions, code: str) -> Said:
    return Said({one: regions.full_name(code, one) for one in LANGUAGES})
