"""Which rows of the outbox may go now: order per chat, urgent first, within the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from cards.ofdesk import CARD_WAIT
from desk import albums, flood
from desk.postings import DESK
from desk.rights import PRIVATE
from storage import outbox
from storage.outbox import Parcel, State
from storage.outboxrows import LOOK_AHEAD, Due
from storage.pacer import Limits, Pacer
from storage.tables import Card


@dataclass(frozen=True)
class Claimed:
    """What may go now, and when to look again if nothing may."""

    parcels: tuple[Parcel, ...]
    look_at: datetime | None


def claim(
    session: Session,
    bots: tuple[str, ...],
    limits: Limits,
    busy: set[str],
    free: int,
    now: datetime,
    asides: Mapping[str, Sequence[datetime]],
) -> Claimed:
    """Claim one row per recipient that has a free place now; commits with the unit. `asides` are
    each bot's calls past the outbox.

    In a flood a place is kept for each word of the queue card, which tells of urgent reports too:
    their own cards take what is left.
    """
    pacers = {bot: Pacer(session, bot, limits, now, asides.get(bot, ())) for bot in bots}
    passing = set(busy)
    parcels: list[Parcel] = []
    times: list[datetime] = []
    held = ("card", DESK) if PRIVATE in bots and flood.watch(session, now) else None
    kept = flood.tellings(session, now) if held is not None else ()
    while len(parcels) < free:
        able = tuple(bot for bot in bots if pacers[bot].open_at() <= now)
        rows = outbox.due(session, able, now, passing, held=held) if able else []
        for row in rows:
            if row.recipient in passing or len(parcels) >= free:
                continue
            if row.expires_at is not None and row.expires_at < now:
                outbox.gone(session, row.id, "too late", now)
                continue
            if _before_its_card(session, row):
                outbox.later(
                    session,
                    row.id,
                    now + timedelta(seconds=CARD_WAIT),
                    "the card comes first",
                    maybe_sent=row.state == State.UNSURE,
                )
                continue
            passing.add(row.recipient)
            weight = _weight(session, row)
            for_news = kept if row.recipient == DESK and row.kind != flood.QUEUE else ()
            at = pacers[row.bot].free_at(row.recipient, weight, _spare(row), for_news)
            if at > now:
                times.append(at)
                continue
            pacers[row.bot].take(row.recipient, weight)
            parcels.append(outbox.claim(session, row, now))
        if len(rows) < LOOK_AHEAD:
            break  # nothing else is due
    times += [at for bot in bots if (at := pacers[bot].open_at()) > now]
    later = outbox.next_due(session, bots, now)
    if later is not None:
        times.append(later)
    return Claimed(tuple(parcels), min(times, default=None))


def _before_its_card(session: Session, row: Due) -> bool:
    """Whether these are files for a card that does not hang yet."""
    if row.kind != "evidence" or row.recipient != DESK or row.subject is None:
        return False
    card = session.get(Card, (int(row.subject.partition(":")[2]), DESK))
    return card is None or card.message_id is None


def _weight(session: Session, row: Due) -> int:
    """How many messages a row becomes: files of an album count one each."""
    if row.kind != "evidence" or row.subject is None:
        return 1
    report_id = int(row.subject.partition(":")[2])
    done = [int(one) for one in row.payload.get("done", [])]
    left = albums.still_to_show(session, report_id, done, to_desk=row.recipient == DESK)
    return max(1, len(albums.together(left)))


def _spare(row: Due) -> int:
    """How many of the group's places in a minute a row leaves to what is more pressing.

    Fifteen a minute are left to ordinary cards.
    """
    if row.priority >= outbox.Priority.EVIDENCE:
        return 8
    return 5 if row.priority >= outbox.Priority.CARD else 0
