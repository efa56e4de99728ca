"""What an answer can be, and how it is written down as plain JSON."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite

from msgspec import Struct


class Place(Struct, frozen=True):
    """An official region code, with coordinates only when the person shared a position."""

    code: str
    lat: float | None = None
    lon: float | None = None


class Contact(Struct, frozen=True):
    """Somebody who may be reached: `+6281234567890`, and a name when one was given."""

    phone: str
    name: str = ""


Value = str | bool | datetime | date | Decimal | Place | Contact | tuple[str, ...]
"""Text or choice key, yes or no, moment, day, number or rupiah, place, contact, and evidence ids
or several choice keys. A moment is a `date` to Python too: ask for `datetime` first."""


def to_plain(value: Value) -> object:
    """The value as JSON types; a moment keeps its offset."""
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"number": str(value)}
        case Place():
            return {"place": value.code, "lat": value.lat, "lon": value.lon}
        case Contact():
            return {"phone": value.phone, "name": value.name}
        case tuple():
            return list(value)
        case _:
            return value


def from_plain(plain: object) -> Value | None:
    """The value again, or None when it is none of ours (half-written, from another version)."""
    match plain:
        case str() | bool():
            return plain
        case list() if all(isinstance(one, str) for one in plain):
            return tuple(plain)
        case {"moment": str(text)}:
            return _moment(text)
        case {"day": str(text)}:
            return _day(text)
        case {"number": str(text)}:
            return _decimal(text)
        case {"phone": str(phone), "name": str(name)}:
            return Contact(phone, name)
        case {"place": str(code), **rest}:
            return _place(code, rest.get("lat"), rest.get("lon"))
        case _:
            return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _place(code: str, lat: object, lon: object) -> Place:
    north, east = _number(lat), _number(lon)
    if north is None or east is None:
        return Place(code)
    return Place(code, north, east)


def _number(plain: object) -> float | None:
    """A database may hand 0.0 back as 0."""
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not isfinite(plain):
        return None
    return float(plain)
