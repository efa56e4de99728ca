"""Somebody to be reached: typed, or a contact shared from the phone."""

from __future__ import annotations

from forms.form import Field
from forms.given import Answering, Contacted, Typed
from forms.phones import read_contact, shared_contact
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Contact, Value


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    found: Contact | None = None
    match given:
        case Contacted(own=False) if not asked.field.anyone:
            return refused(asked, Wrong(WrongKey.CONTACT_OF_ANOTHER))
        case Contacted(phone, name):
            found = shared_contact(phone, name)
        case Typed(text):
            found = read_contact(text)
    return Taken(found) if found else refused(asked, Wrong(WrongKey.CONTACT_UNCLEAR))


def offer(asked: Asked) -> Offer:
    return Offer()


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, Contact)
