"""A flood of reports: while too many cards can not hang yet, one card tells of them all."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from desk.lifecycle import GRAVE, Status
from desk.postings import DESK
from desk.rights import PRIVATE
from storage import outbox
from storage.once import insert_once
from storage.outbox import Priority
from storage.tables import Card, Report, Setting

AT = 40
"""Reports without a card from which on one card tells of them: about what hangs in three minutes,
since a group takes twenty messages in each and urgent ones keep five of them."""
EVERY = timedelta(seconds=5)  # between two tellings: at most twelve of the twenty messages
MINUTE = timedelta(minutes=1)
SHOWN = "queue_card"
QUEUE = "queue"


@dataclass(frozen=True)
class Told:
    """What the queue card last told: where it hangs, how many waited, and when."""

    chat: int
    message_id: int
    waiting: int
    pressing: int
    at: str


@dataclass(frozen=True)
class Backlog:
    """The reports that wait and whose card does not hang at the desk."""

    waiting: int
    pressing: int


def backlog(session: Session) -> Backlog:
    """How many wait without a card at the desk, and how many of them are pressing."""
    query = (
        select(Report.urgency, func.count())
        .join_from(Card, Report, col(Report.id) == Card.report_id)
        .where(
            Card.recipient == DESK,
            col(Card.message_id).is_(None),
            Report.status == Status.WAITING,
        )
        .group_by(Report.urgency)
    )
    counted = dict(session.exec(query).all())
    waiting = sum(counted.values())
    return Backlog(waiting, sum(counted.get(one, 0) for one in GRAVE))


def told(session: Session) -> Told | None:
    """The queue card that hangs; None outside a flood."""
    row = session.get(Setting, SHOWN)
    return Told(**json.loads(row.value)) if row is not None and row.value else None


def note_told(
    session: Session, chat: int, message_id: int, tells: tuple[int, ...], now: datetime
) -> None:
    """Remember what the queue card told; nothing when it told that the flood is over.

    The caller commits.
    """
    hangs = Told(chat, message_id, tells[0], tells[1], now.isoformat()) if tells else None
    _write(session, json.dumps(asdict(hangs)) if hangs else "")


def watch(session: Session, now: datetime) -> bool:
    """Whether ordinary new cards are held back now; sees to it that the queue card tells so.

    The caller commits. While nothing changes nothing is sent.
    """
    stands, hangs = backlog(session), told(session)
    flood = stands.waiting > AT
    same = hangs is not None and (hangs.waiting, hangs.pressing) == (
        stands.waiting,
        stands.pressing,
    )
    wanted = (flood and not same) or (not flood and hangs is not None)
    if wanted and not outbox.on_its_way(session, QUEUE):
        earliest = datetime.fromisoformat(hangs.at) + EVERY if hangs is not None else now
        outbox.put(
            session,
            QUEUE,
            bot=PRIVATE,
            recipient=DESK,
            key=f"queue:{outbox.once()}",
            coalesce=QUEUE,
            priority=Priority.QUEUE,
            not_before=max(now, earliest),
            now=now,
        )
    return flood


def tellings(session: Session, now: datetime) -> tuple[datetime, ...]:
    """The moments of the coming minute at which the queue card may tell something new."""
    hangs = told(session)
    first = now if hangs is None else max(now, datetime.fromisoformat(hangs.at) + EVERY)
    return tuple(first + number * EVERY for number in range(MINUTE // EVERY))


def _write(session: Session, value: str) -> None:
    if not insert_once(session, Setting, key=SHOWN, value=value):
        row = session.get_one(Setting, SHOWN)
        row.value = value
        session.add(row)
