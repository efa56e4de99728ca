"""The states of a report and the moves between them, each with its reason."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from storage import chain
from storage.tables import Report


class Status(StrEnum):
    """Where a report stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Urgency(StrEnum):
    """How fast a report wants to be seen, from the least on.

    `urgent` is what the reporter claims with the danger button; the others are an officer's word.
    """

    NORMAL = "normal"
    IMPORTANT = "important"
    URGENT = "urgent"
    EMERGENCY = "emergency"


GRAVE = frozenset({Urgency.URGENT, Urgency.EMERGENCY})
"""What goes before everything else, and is counted as urgent in digests."""


ALLOWED: dict[Status, dict[Status, str]] = {
    Status.WAITING: {
        Status.APPROVED: "an officer found it credible",
        Status.REJECTED: "an officer gave a reason",
        Status.WITHDRAWN: "the reporter took it back before anyone decided",
    },
    Status.APPROVED: {
        Status.WAITING: "who approved it, or an administrator with a reason, undid that",
    },
    Status.REJECTED: {
        Status.WAITING: "the rejection was undone, or the reporter mended it and sent it again",
    },
    Status.WITHDRAWN: {},
}


class Forbidden(Exception):
    """This move is not in the table of allowed moves."""


def move(
    session: Session,
    report: Report,
    to: Status,
    *,
    actor: str,
    event: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> int:
    """Move `report` and log it; returns the log entry's id. The caller commits.

    Raises Forbidden. `version` rises by one, so a button drawn before this move is stale; nobody
    holds the report any more.
    """
    before = Status(report.status)
    if to not in ALLOWED[before]:
        raise Forbidden(f"{before} to {to}")
    report.status = to
    report.version += 1
    report.taken_by = report.taken_until = None
    session.add(report)
    return record(
        session,
        report,
        actor=actor,
        event=event,
        now=now,
        before=before,
        after=to,
        details=details,
    )


def record(
    session: Session,
    report: Report,
    *,
    actor: str,
    event: str,
    now: datetime,
    before: Status | None = None,
    after: Status | None = None,
    details: dict[str, Any] | None = None,
) -> int:
    """Append to the log of `report` and return the entry's id. The caller commits.

    `details` holds keys and numbers, never a person's words: the log outlives an erasure.
    """
    return chain.append(
        session,
        report_id=report.id,
        at=now,
        actor=actor,
        event=event,
        before=before,
        after=after,
        version=report.version,
        details=details,
    )


def note(
    session: Session, *, actor: str, event: str, now: datetime, details: dict[str, Any]
) -> int:
    """Append to the log what belongs to no report; returns the entry's id. The caller commits."""
    return chain.append(session, at=now, actor=actor, event=event, details=details)
