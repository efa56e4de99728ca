"""Every kind of parcel made visible: digests here, the rest by `cards`."""

from datetime import datetime

from sqlmodel import Session

from cards.draw import after_sending, draw
from cards.easel import Easel
from cards.screen import Drawn, Nothing, Screen
from digests import editions, message
from storage.outbox import Parcel
from storage.tables import Edition
from words import Html


def draw_any(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """What `parcel` looks like now."""
    return _digest(easel, parcel) if parcel.kind == "digest" else draw(easel, parcel)


def _digest(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    parts = _parts(easel, parcel)
    number = int(parcel.payload.get("part", 1))
    if number > len(parts):
        return Nothing("no such part")
    text = parts[number - 1]
    if parcel.unsure:
        words = easel.words_for(parcel.recipient)
        text = Html(f"{words.html('staff.repeated')}\n{text}")
    return Drawn(Screen(text))


def _parts(easel: Easel, parcel: Parcel) -> tuple[Html, ...]:
    edition = easel.session.get(Edition, int((parcel.subject or "x:0").partition(":")[2]))
    if edition is None:
        return ()
    words = easel.words_for(parcel.recipient)
    return message.draw(easel.session, edition, words, easel.house.office)


def delivered(
    easel: Easel, parcel: Parcel, drawn: Drawn, chat: int, message_id: int | None
) -> None:
    """What a sending made true, in the unit that marks it: where a card hangs, the next part."""
    session: Session = easel.session
    now: datetime = easel.now
    after_sending(session, parcel, drawn, chat, message_id, now)
    if parcel.kind == "digest":
        part = int(parcel.payload.get("part", 1))
        if part < len(_parts(easel, parcel)):
            edition = int((parcel.subject or "x:0").partition(":")[2])
            copy = str(parcel.payload.get("copy", ""))
            editions.next_part(session, edition, parcel.recipient, part, now, copy)
