"""What people of the office are told about themselves and about the office."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from desk.codes import shown
from desk.rights import PRIVATE, Person
from storage import outbox
from storage.outbox import Priority
from storage.tables import Invite, Report


def tell_joined(session: Session, invite: Invite, *, now: datetime) -> None:
    """Tell whoever invited that the link was used, and by whom. The caller commits."""
    outbox.put(
        session,
        "joined",
        bot=PRIVATE,
        recipient=f"account:{invite.invited_by}",
        subject=f"invite:{invite.id}",
        key=f"joined:{invite.id}",
        now=now,
    )


def tell_access(session: Session, account: int, change: str, *, now: datetime) -> None:
    """Tell somebody that their access was paused or resumed. The caller commits."""
    outbox.put(
        session,
        "access",
        bot=PRIVATE,
        recipient=f"account:{account}",
        key=f"access:{account}:{outbox.once()}",
        coalesce=f"access:{account}",
        payload={"change": change},
        expires_at=now + timedelta(days=1),
        now=now,
    )


def warn_admin(
    session: Session, account: int, text: str, values: dict[str, int], *, day: date, now: datetime
) -> bool:
    """Warn an administrator of something, once a `day`; False when it was. The caller commits."""
    return outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=f"account:{account}",
        key=f"warning:{text}:{account}:{day}",
        payload={"key": text, "values": values},
        now=now,
    )


def tell_head(session: Session, account: int, number: int, *, now: datetime) -> None:
    """Tell an administrator how the log was signed, to be compared later. The caller commits."""
    outbox.put(
        session,
        "log_head",
        bot=PRIVATE,
        recipient=f"account:{account}",
        subject=f"log_head:{number}",
        key=f"log_head:{number}",
        priority=Priority.REMINDER,
        now=now,
    )


def tell_note(
    session: Session, account: int, key: str, values: dict[str, object], *, now: datetime
) -> None:
    """Say one sentence to somebody of the office. The caller commits."""
    outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=f"account:{account}",
        key=f"note:{key}:{outbox.once()}",
        payload={"key": key, "values": values},
        now=now,
    )


def offer_desk(session: Session, account: int, chat: int, title: str, *, now: datetime) -> None:
    """Ask an administrator whether a group shall be the desk. The caller commits."""
    outbox.put(
        session,
        "desk_offer",
        bot=PRIVATE,
        recipient=f"account:{account}",
        key=f"desk_offer:{chat}:{outbox.once()}",
        payload={"chat": chat, "title": title},
        now=now,
    )


def tell_taken_over(
    session: Session, report: Report, account: int, by: Person, *, now: datetime
) -> None:
    """Tell an officer that another one now holds the report they held. The caller commits."""
    values: dict[str, object] = {"code": shown(report.code), "by": by.name}
    tell_note(session, account, "desk.taken_over_from_you", values, now=now)
