"""What the verdict on a sending makes of its row."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.moving import Move, desk_moved
from bot.verdicts import TRIES, Afresh, Done, Later, Moved, Never, Plain, Verdict
from desk import exchanges
from desk.house import House
from desk.postings import DESK
from desk.reach import address_closed
from desk.whereabouts import desk
from storage import heldback, outbox, pacer
from storage.outbox import Parcel
from storage.tables import Card


@dataclass(frozen=True)
class Settling:
    """The office, its group's seed, and the moment."""

    house: House
    group: tuple[int, int | None]
    now: datetime

    def settle(self, session: Session, parcel: Parcel, said: Verdict, why: str) -> None:
        """Note what became of `parcel`. The caller commits."""
        now = self.now
        if isinstance(said, Later) and parcel.recipient != DESK and _hopeless(parcel, said, now):
            said = Never("tried too often")
        match said:
            case Later(wait, maybe_sent, whole_chat, _):
                at = now + timedelta(seconds=wait)
                unsure = maybe_sent or parcel.unsure
                outbox.later(session, parcel.id, at, why, maybe_sent=unsure)
                if whole_chat:
                    pacer.hold(session, parcel.bot, parcel.recipient, at)
            case Moved(chat):
                move = Move(desk(session, *self.group).chat, chat)
                desk_moved(session, self.house, self.group, move, now)
                outbox.later(session, parcel.id, now, why, maybe_sent=parcel.unsure)
            case Afresh():
                _take_down(session, parcel)
                outbox.later(session, parcel.id, now, why)
            case Done():
                outbox.sent(session, parcel.id, None, now)
            case Never(reason, unreachable):
                if unreachable:
                    address_closed(session, parcel.recipient, now)
                    heldback.hold(session, parcel.id, now)
                else:
                    outbox.gone(session, parcel.id, reason, now)
            case Plain():
                outbox.gone(session, parcel.id, why, now)


def _hopeless(parcel: Parcel, said: Later, now: datetime) -> bool:
    """A fault of ours is tried for hours; an outage is sat out for as long as news are news."""
    if said.our_fault:
        return parcel.attempts >= TRIES
    return now - parcel.created_at > heldback.HELD_FOR


def _take_down(session: Session, parcel: Parcel) -> None:
    """Forget where a card hung: its message is gone, a new one will be posted."""
    if parcel.kind == "card" and parcel.subject is not None:
        card = session.get(Card, (int(parcel.subject.partition(":")[2]), parcel.recipient))
        if card is not None:
            card.message_id = None
            session.add(card)
    if parcel.kind == "answer" and parcel.subject is not None:
        exchanges.taken_down(session, int(parcel.subject.partition(":")[2]), parcel.recipient)
