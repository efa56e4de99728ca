"""How the program is doing, as numbers from the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.lifecycle import Status
from storage import heldback
from storage.outbox import State
from storage.tables import Outbox, Report, Seen


@dataclass(frozen=True)
class Figures:
    """Ages are those of the oldest, zero when nothing waits; `updates` names each bot's newest."""

    updates: Mapping[str, timedelta]
    messages: int
    message_age: timedelta
    held: int
    decisions: int
    decision_age: timedelta


def measure(session: Session, now: datetime) -> Figures:
    """Count what waits now; a message counts from the moment it is due."""
    newest = session.execute(
        select(col(Seen.bot), func.max(Seen.at)).group_by(col(Seen.bot))
    ).all()
    due = (
        col(Outbox.state).in_([State.WAITING, State.SENDING, State.UNSURE]),
        col(Outbox.not_before) <= now,
    )
    messages, oldest = session.execute(
        select(func.count(), func.min(Outbox.not_before)).where(*due)
    ).one()
    decisions, longest = session.execute(
        select(func.count(), func.min(Report.submitted_at)).where(
            col(Report.status) == Status.WAITING
        )
    ).one()
    return Figures(
        updates={name: now - at for name, at in newest},
        messages=messages,
        message_age=now - oldest if oldest else timedelta(),
        held=heldback.held_since_restore(session),
        decisions=decisions,
        decision_age=now - longest if longest else timedelta(),
    )
