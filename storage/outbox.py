"""Messages that will be sent: entered in the unit that makes them true, claimed by the courier."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from storage.database import announce
from storage.once import insert_once
from storage.tables import Outbox

TOPIC = "outbox"
CLAIM_DIES = timedelta(minutes=2)  # a claim this old belongs to a courier that was killed
LOOK_AHEAD = 16  # rows looked at in one go; a little more than a courier has places
FORGOTTEN_AT_ONCE = 1000  # rows in one unit, which takes a few milliseconds
KEPT = timedelta(days=30)  # finished rows; their dedupe keys lie longer than any repetition


class Priority(IntEnum):
    """Smaller goes first."""

    QUEUE = -10
    URGENT = 0
    DECISION = 10
    EDIT = 15
    CARD = 20
    ANSWER = 30
    DIGEST = 40
    REMINDER = 60
    EVIDENCE = 80


class State(StrEnum):
    """Where a row is on its way."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    GONE = "gone"


@dataclass(frozen=True)
class Parcel:
    """A claimed row as plain values: what to draw, for whom, and how often it was tried.

    `unsure` says that an earlier attempt may have arrived.
    """

    id: int
    kind: str
    subject: str | None
    bot: str
    recipient: str
    payload: dict[str, Any]
    attempts: int
    unsure: bool
    created_at: datetime


def once() -> str:
    """A key for what may happen any number of times: a redrawing is harmless to repeat."""
    return secrets.token_hex(8)


def put(
    session: Session,
    kind: str,
    *,
    bot: str,
    recipient: str,
    key: str,
    now: datetime,
    subject: str | None = None,
    priority: Priority = Priority.ANSWER,
    coalesce: str | None = None,
    payload: dict[str, Any] | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Enter a message; False when it stands there already. The caller commits.

    `key` is unique for ever: a log entry and the recipient, say. With `coalesce`, a row of the
    same key that still waits takes this one's place too, since it is drawn when it is sent.
    """
    if coalesce is not None and _waits(session, coalesce):
        return False
    fresh = insert_once(
        session,
        Outbox,
        kind=kind,
        subject=subject,
        bot=bot,
        recipient=recipient,
        dedupe_key=f"{key}>{recipient}",
        coalesce_key=coalesce,
        priority=int(priority),
        state=State.WAITING,
        attempts=0,
        not_before=not_before or now,
        expires_at=expires_at,
        payload=payload or {},
        created_at=now,
    )
    if fresh:
        announce(session, TOPIC)
    return fresh


def _waits(session: Session, coalesce: str) -> bool:
    query = select(col(Outbox.id)).where(
        col(Outbox.coalesce_key) == coalesce, col(Outbox.state) == State.WAITING
    )
    if session.get_bind().dialect.name == "postgresql":
        query = query.with_for_update()  # else a courier could draw it before our commit
    return session.execute(query).first() is not None


def known(session: Session, dedupe_key: str) -> bool:
    """Whether a message was entered under this key, with its recipient, whatever became of it."""
    query = select(col(Outbox.id)).where(col(Outbox.dedupe_key) == dedupe_key)
    return session.execute(query.limit(1)).first() is not None


def on_its_way(session: Session, coalesce: str) -> bool:
    """Whether a row of this key waits or is being sent."""
    query = select(col(Outbox.id)).where(
        col(Outbox.coalesce_key) == coalesce,
        col(Outbox.state).in_([State.WAITING, State.SENDING, State.UNSURE]),
    )
    return session.execute(query.limit(1)).first() is not None


def due(
    session: Session,
    bots: tuple[str, ...],
    now: datetime,
    passing: set[str],
    *,
    held: tuple[str, str] | None = None,
) -> list[Outbox]:
    """Rows that may be sent now as far as they themselves know, urgent first, then oldest.

    Recipients in `passing` are passed over, so that a flood for one does not hide the others;
    `held` is a kind and a recipient whose new, ordinary ones stay back.
    """
    query = (
        select(Outbox)
        .where(
            col(Outbox.state).in_([State.WAITING, State.UNSURE]),
            col(Outbox.bot).in_(bots),
            col(Outbox.not_before) <= now,
            col(Outbox.recipient).not_in(passing),
        )
        .order_by(col(Outbox.priority), col(Outbox.id))
        .limit(LOOK_AHEAD)
    )
    if held is not None:
        kind, recipient = held
        query = query.where(
            or_(
                col(Outbox.priority) != int(Priority.CARD),
                col(Outbox.kind) != kind,
                col(Outbox.recipient) != recipient,
            )
        )
    if session.get_bind().dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    return list(session.execute(query).scalars())


def next_due(session: Session, bots: tuple[str, ...], now: datetime) -> datetime | None:
    """When the next row comes due that is not due yet."""
    query = (
        select(col(Outbox.not_before))
        .where(
            col(Outbox.state).in_([State.WAITING, State.UNSURE]),
            col(Outbox.bot).in_(bots),
            col(Outbox.not_before) > now,
        )
        .order_by(col(Outbox.not_before))
        .limit(1)
    )
    return session.execute(query).scalars().first()


def claim(session: Session, row: Outbox, now: datetime) -> Parcel:
    """Mark `row` as being sent and return it as values. The caller commits, then sends."""
    parcel = Parcel(
        id=row.id or 0,
        kind=row.kind,
        subject=row.subject,
        bot=row.bot,
        recipient=row.recipient,
        payload=dict(row.payload),
        attempts=row.attempts + 1,
        unsure=row.state == State.UNSURE,
        created_at=row.created_at,
    )
    row.state = State.SENDING
    row.attempts += 1
    row.claimed_at = now
    session.add(row)
    return parcel


def sent(session: Session, row_id: int, message_id: int | None, now: datetime) -> None:
    """The message arrived: note its id and forget what it carried. The caller commits."""
    finish(session, row_id, state=State.SENT, sent_message_id=message_id, sent_at=now, payload={})


def gone(session: Session, row_id: int, reason: str, now: datetime) -> None:
    """The message will never be sent, and why, in a word or two. The caller commits."""
    finish(session, row_id, state=State.GONE, last_error=reason[:200], sent_at=now, payload={})


def later(
    session: Session, row_id: int, at: datetime, reason: str, *, maybe_sent: bool = False
) -> None:
    """Try again at `at`; `maybe_sent` when this attempt could have arrived. The caller commits."""
    state = State.UNSURE if maybe_sent else State.WAITING
    finish(session, row_id, state=state, not_before=at, last_error=reason[:200])


def finish(session: Session, row_id: int, **values: Any) -> None:
    """What became of an attempt, in the row's columns. The caller commits."""
    session.execute(update(Outbox).where(col(Outbox.id) == row_id).values(**values))


def recover(session: Session, bots: tuple[str, ...], now: datetime, *, all_of_them: bool) -> int:
    """Rows whose courier died while sending become unsure; returns how many. The caller commits.

    `all_of_them` at the start of the only courier; otherwise those whose claim is two minutes old.
    """
    stale = update(Outbox).where(col(Outbox.state) == State.SENDING, col(Outbox.bot).in_(bots))
    if not all_of_them:
        stale = stale.where(col(Outbox.claimed_at) < now - CLAIM_DIES)
    stale = stale.values(state=State.UNSURE, not_before=now)
    return int(session.execute(stale).rowcount)  # type: ignore[attr-defined]


def forget(session: Session, now: datetime) -> int:
    """Drop some of what was finished 30 days ago; how many. The caller commits.

    Digests stay: their keys say which period went out.
    """
    old = select(col(Outbox.id)).where(
        col(Outbox.state).in_([State.SENT, State.GONE]),
        col(Outbox.sent_at) < now - KEPT,
        col(Outbox.kind) != "digest",
    )
    gone = session.execute(delete(Outbox).where(col(Outbox.id).in_(old.limit(FORGOTTEN_AT_ONCE))))
    return int(gone.rowcount)  # type: ignore[attr-defined]
