"""Messages held back: nobody to reach, a copy brought back, or true no longer."""

from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlmodel import Session, col

from storage.database import announce
from storage.outbox import TOPIC, State, finish
from storage.tables import Outbox

UNREACHABLE = "unreachable"
RESTORED = "restored"  # held since a copy was brought back
RETRACTED = "retracted"  # before it went out
MAYBE = "retracted, and may have arrived"
HELD = (
    *("receipt", "outcome", "undone", "asked", "sanction", "sanction_lifted"),
    *("digest", "alert", "alert_over", "log_head"),
)
"""What somebody who was away still wants to know."""
HELD_FOR = timedelta(days=7)


def hold(session: Session, row_id: int, now: datetime) -> None:
    """The recipient can not be reached: not sent, and kept whole for `revive`. Caller commits."""
    finish(session, row_id, state=State.GONE, last_error=UNREACHABLE, sent_at=now)


def revive(session: Session, recipient: str, now: datetime) -> None:
    """The recipient is back: what was held for them in the last week goes out after all."""
    held = update(Outbox).where(
        col(Outbox.recipient) == recipient,
        col(Outbox.state) == State.GONE,
        col(Outbox.last_error) == UNREACHABLE,
        col(Outbox.kind).in_(HELD),
        col(Outbox.created_at) > now - HELD_FOR,
    )
    session.execute(held.values(state=State.WAITING, not_before=now, sent_at=None))
    announce(session, TOPIC)


def take_back(
    session: Session, kind: str, subject: str, recipients: list[str], now: datetime
) -> list[Outbox]:
    """Messages that are true no longer: what waits, is held or would be tried again goes no more.

    Returns the ones that arrived, may have, or are being sent right now. The caller commits.
    """
    mine = (
        col(Outbox.recipient).in_(recipients),
        col(Outbox.kind) == kind,
        col(Outbox.subject) == subject,
    )
    held = and_(col(Outbox.state) == State.GONE, col(Outbox.last_error) == UNREACHABLE)
    still = or_(col(Outbox.state) == State.WAITING, held)
    maybe = col(Outbox.state) == State.UNSURE
    for which, why in ((still, RETRACTED), (maybe, MAYBE)):
        ended = (
            update(Outbox)
            .where(*mine, which)
            .values(state=State.GONE, last_error=why, sent_at=now, payload={})
        )
        session.execute(ended, execution_options={"synchronize_session": False})
    out = or_(col(Outbox.state).in_([State.SENT, State.SENDING]), col(Outbox.last_error) == MAYBE)
    query = select(Outbox).where(*mine, out).execution_options(populate_existing=True)
    return list(session.execute(query).scalars())


def arrived(session: Session, row_id: int) -> bool | None:
    """Whether this message arrived or may have; None while nobody can tell yet.

    One whose sending broke off may have. One finished so long ago that it was forgotten did.
    """
    row = session.get(Outbox, row_id)
    if row is None or row.state in (State.SENT, State.UNSURE):
        return True
    if row.state in (State.SENDING, State.WAITING):
        return None
    return row.last_error == MAYBE or row.attempts > 1


def hold_restored(session: Session) -> int:
    """After a copy was brought back: what was on its way may have arrived since; how many.

    It stays whole until `resume`. The caller commits.
    """
    open_ones = col(Outbox.state).in_([State.WAITING, State.SENDING, State.UNSURE])
    held = update(Outbox).where(open_ones).values(state=State.GONE, last_error=RESTORED)
    return int(session.execute(held).rowcount)  # type: ignore[attr-defined]


def held_since_restore(session: Session) -> int:
    """How many messages wait for `resume`."""
    held = (col(Outbox.state) == State.GONE, col(Outbox.last_error) == RESTORED)
    counted = session.execute(select(func.count()).select_from(Outbox).where(*held))
    return int(counted.scalar_one())


def resume(session: Session, now: datetime) -> int:
    """Let what `hold_restored` held go, as what may have arrived; how many. The caller commits."""
    held = (col(Outbox.state) == State.GONE, col(Outbox.last_error) == RESTORED)
    going = update(Outbox).where(*held).values(state=State.UNSURE, last_error=None, not_before=now)
    announce(session, TOPIC)
    return int(session.execute(going).rowcount)  # type: ignore[attr-defined]
