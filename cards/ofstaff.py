"""Parcels for people of the office, and plain notes to anybody."""

from datetime import datetime
from typing import Any

from cards import staff
from cards.easel import Easel, subject_of
from cards.screen import Button, Drawn, Nothing, Screen
from cards.taps import GroupTap
from desk.postings import DESK
from desk.rights import Role
from storage import heads
from storage.outbox import Parcel
from storage.tables import Account, Invite, LogHead


def draw_joined(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """To whoever invited: who came in."""
    invite = easel.session.get(Invite, subject_of(parcel))
    account = easel.session.get(Account, invite.used_by) if invite and invite.used_by else None
    if invite is None or account is None or parcel.unsure:
        return Nothing("invitation gone")
    words = easel.words_for(parcel.recipient)
    return Drawn(staff.joined(account.name, Role(invite.role), words))


def draw_access(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """That somebody's access was paused or given back."""
    words = easel.words_for(parcel.recipient)
    return Drawn(staff.access(str(parcel.payload.get("change")), words))


def draw_head(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """How the log was signed on a day, short enough to be compared by two people."""
    head = easel.session.get(LogHead, subject_of(parcel))
    if head is None or parcel.unsure:
        return Nothing("may have arrived; the doctor says it too")
    words = easel.words_for(parcel.recipient)
    return Drawn(
        Screen(
            words.html(
                "history.head",
                number=head.number,
                day=head.day,
                entries=head.entries,
                total=head.total,
                first=head.number == 1,
                seal=heads.code(head.mac),
            )
        )
    )


def draw_desk_offer(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """Whether a group shall be the desk: to the administrator who added the bot to it."""
    if parcel.unsure or easel.desk.chat == parcel.payload["chat"]:
        return Nothing("it may have been said, or is the desk already")
    words = easel.words_for(parcel.recipient)
    chat = str(parcel.payload["chat"])
    rows = (
        (Button(words.text("desk.make_desk"), GroupTap("make", chat).pack()),),
        (Button(words.text("desk.leave_group"), GroupTap("leave", chat).pack()),),
    )
    return Drawn(Screen(words.html("desk.offer", title=str(parcel.payload["title"])), rows))


def draw_note(easel: Easel, parcel: Parcel) -> Drawn | Nothing:
    """A sentence with its values, as a reply to what it answers."""
    values: dict[str, Any] = dict(parcel.payload.get("values", {}))
    if isinstance(values.get("at"), str):
        values["at"] = datetime.fromisoformat(values["at"])
    words = easel.words_for(parcel.recipient)
    return Drawn(
        Screen(words.html(parcel.payload["key"], **values)),
        reply_to=parcel.payload.get("reply_to"),
        thread=easel.desk.topic if parcel.recipient == DESK else None,
    )
