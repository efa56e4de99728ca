"""Messages that will be sent: entered in the unit that makes them true, claimed by the courier."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from storage import outboxrows
from storage.database import announce
from storage.once import insert_once
from storage.outboxrows import Due
from storage.tables import Outbox

TOPIC = "outbox"
CLAIM_DIES = timedelta(minutes=2)  # a claim this old belongs to a courier that was killed
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
    if coalesce is not None and outboxrows.WAITING.first(session, coalesce=coalesce):
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
) -> list[Due]:
    """Rows that may be sent now as far as they themselves know, urgent first, then oldest.

    Recipients in `passing` are passed over, so that a flood for one does not hide the others;
    `held` is a kind and a recipient whose new, ordinary ones stay back.
    """
    values = {"bots": bots, "now": now, "passing": passing}
    if held is None:
        rows = outboxrows.DUE.all(session, **values)
    else:
        kind, recipient = held
        more = {"ordinary": int(Priority.CARD), "kind": kind, "recipient": recipient}
        rows = outboxrows.DUE_BUT_HELD.all(session, **values, **more)
    return [Due(*row) for row in rows]


def next_due(session: Session, bots: tuple[str, ...], now: datetime) -> datetime | None:
    """When the next row comes due that is not due yet."""
    row = outboxrows.NEXT_DUE.first(session, bots=bots, now=now)
    return row[0] if row else None


def claim(session: Session, row: Due, now: datetime) -> Parcel:
    """Mark `row` as being sent and return it as values. The caller commits, then sends."""
    parcel = Parcel(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        bot=row.bot,
        recipient=row.recipient,
        payload=dict(row.payload),
        attempts=row.attempts + 1,
        unsure=row.state == State.UNSURE,
        created_at=row.created_at,
    )
    outboxrows.CLAIM.run(
        session, number=row.id, state=State.SENDING, attempts=parcel.attempts, claimed_at=now
    )
    return parcel


def sent(session: Session, row_id: int, message_id: int | None, now: datetime) -> None:
    """The message arrived: note its id and forget what it carried. The caller commits."""
    outboxrows.SENT.run(
        session,
        number=row_id,
        state=State.SENT,
        sent_message_id=message_id,
        sent_at=now,
        payload={},
    )


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
