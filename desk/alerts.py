"""What leaders hear at once: an emergency that was approved, and that it is none after all."""

from datetime import datetime

from sqlmodel import Session

from desk.leaders import leaders
from desk.rights import PRIVATE
from storage import heldback, outbox
from storage.outbox import Priority
from storage.tables import Report


def alert(session: Session, report: Report, *, because: int, now: datetime) -> None:
    """Alert every leader of an approved emergency, before all other messages.

    The caller commits. Who can not be reached hears of it on coming back, if it still is one.
    """
    for leader in leaders(session):
        _tell(session, "alert", report, leader.recipient, f"alert:{because}", now)


def retract(session: Session, report: Report, *, now: datetime) -> None:
    """Tell the same leaders that it is no emergency any more; who heard nothing hears nothing.

    The caller commits. Each alert is retracted once, however often this is called.
    """
    present = [leader.recipient for leader in leaders(session)]
    for row in heldback.take_back(session, "alert", f"report:{report.id}", present, now):
        key = f"alert_over:{row.id}"
        _tell(session, "alert_over", report, row.recipient, key, now, {"of": row.id})


def _tell(
    session: Session,
    kind: str,
    report: Report,
    recipient: str,
    key: str,
    now: datetime,
    payload: dict[str, object] | None = None,
) -> None:
    outbox.put(
        session,
        kind,
        bot=PRIVATE,
        recipient=recipient,
        subject=f"report:{report.id}",
        key=key,
        payload=payload,
        priority=Priority.URGENT,
        now=now,
    )
