"""A flood of reports: while too many cards can not hang yet, one card tells of them all."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from desk.lifecycle import GRAVE, Status
from desk.postings import DESK
from desk.rights import PRIVATE
from storage import outbox
from storage.once import insert_once
from storage.outbox import Priority
from storage.statements import Statement, columns
from storage.tables import Card, Report, Setting

AT = 40
"""Reports without a card from which on one card tells of them: about what hangs in three minutes,
since a group takes twenty messages in each and urgent ones keep five of them."""
EVERY = timedelta(seconds=4.5)  # between two tellings: at most thirteen of the twenty messages
MINUTE = timedelta(minutes=1)
SHOWN = "queue_card"
QUEUE = "queue"

_card, _report, _setting = columns(Card), columns(Report), columns(Setting)
_BACKLOG = Statement(
    lambda _: (
        select(_report.urgency, func.count())
        .join_from(Card, Report, _report.id == _card.report_id)
        .where(
            _card.recipient == DESK,
            _card.message_id.is_(None),
            _report.status == Status.WAITING.value,
        )
        .group_by(_report.urgency)
    )
)
_TOLD = Statement(lambda _: select(_setting.value).where(_setting.key == SHOWN))


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
    counted: dict[str, int] = dict(_BACKLOG.all(session))
    waiting = sum(counted.values())
    return Backlog(waiting, sum(counted.get(one, 0) for one in GRAVE))


def told(session: Session) -> Told | None:
    """The queue card that hangs; None outside a flood."""
    row = _TOLD.first(session)
    return Told(**json.loads(row[0])) if row is not None and row[0] else None


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
