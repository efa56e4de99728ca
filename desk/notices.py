"""Who is told what: every message that a rule owes somebody, as outbox rows of the same unit."""

import secrets
from datetime import date, datetime, timedelta

from sqlmodel import Session

from desk.lifecycle import Urgency
from desk.people import PRIVATE, PUBLIC, Person
from storage import outbox
from storage.outbox import Priority
from storage.tables import Daily, Evidence, Invite, Report, Source

DESK = "desk"
QUESTION_LIVES = timedelta(minutes=10)  # a question nobody waits for any more helps nobody


def _once() -> str:
    """A key for what may happen any number of times: a redrawing is harmless to repeat."""
    return secrets.token_hex(8)


def redraw_card(session: Session, report: Report, *, now: datetime) -> None:
    """Post the card of `report`, or edit it where it hangs. The caller commits.

    However often this is called before the card is sent, it is sent once, as the report then is.
    """
    urgent = report.urgency == Urgency.URGENT
    outbox.put(
        session,
        "card",
        bot=PRIVATE,
        recipient=DESK,
        subject=f"report:{report.id}",
        key=f"card:{report.id}:{_once()}",
        coalesce=f"card:{report.id}",
        priority=Priority.URGENT if urgent else Priority.CARD,
        now=now,
    )


def tell_receipt(session: Session, report: Report, *, because: int, now: datetime) -> None:
    """Thank the source, with the tracking code. The caller commits."""
    _tell_source(session, "receipt", report, because, Priority.DECISION, now)


def tell_outcome(session: Session, report: Report, *, because: int, now: datetime) -> None:
    """Tell the source what became of the report, unless contact was refused.

    The caller commits. Who does not want to be written to finds the outcome under own reports.
    """
    if not report.contact:
        return
    _tell_source(session, "outcome", report, because, Priority.DECISION, now)


def tell_evidence_added(session: Session, report: Report, album: str, *, now: datetime) -> None:
    """Tell the source, once an album, that late parts were added to what was already sent."""
    outbox.put(
        session,
        "evidence_added",
        bot=_bot_of(session, report.source_id),
        recipient=f"source:{report.source_id}",
        subject=f"report:{report.id}",
        key=f"late:{report.id}:{album}",
        now=now,
    )


def show_evidence(session: Session, report: Report, *, now: datetime) -> None:
    """Hang what was kept and not yet shown under the card, when the minute has room.

    The caller commits. Files that arrive while this waits go along with it.
    """
    outbox.put(
        session,
        "evidence",
        bot=PRIVATE,
        recipient=DESK,
        subject=f"report:{report.id}",
        key=f"evidence:{report.id}:{_once()}",
        coalesce=f"evidence:{report.id}",
        priority=Priority.EVIDENCE,
        now=now,
    )


def hand_evidence(
    session: Session, report: Report, account: int, tap: str, *, now: datetime
) -> None:
    """Send every file of `report` to an officer's private chat; `tap` makes a request its own."""
    outbox.put(
        session,
        "evidence",
        bot=PRIVATE,
        recipient=f"account:{account}",
        subject=f"report:{report.id}",
        key=f"evidence:{report.id}:{tap}",
        now=now,
    )


def more_evidence(
    session: Session, report: Report, recipient: str, done: list[int], *, now: datetime
) -> None:
    """The rest of the files, after an album of some of them arrived. The caller commits."""
    outbox.put(
        session,
        "evidence",
        bot=PRIVATE,
        recipient=recipient,
        subject=f"report:{report.id}",
        key=f"evidence:{report.id}:{_once()}",
        payload={"done": done},
        priority=Priority.EVIDENCE if recipient == DESK else Priority.ANSWER,
        now=now,
    )


def tell_refused(session: Session, evidence: Evidence, *, now: datetime) -> None:
    """Tell the source that a file could not be taken, and why. The caller commits."""
    outbox.put(
        session,
        "evidence_refused",
        bot=evidence.bot,
        recipient=evidence.owner,
        subject=f"evidence:{evidence.id}",
        key=f"refused:{evidence.id}",
        now=now,
    )


def ask_again(session: Session, owner: str, bot: str, *, now: datetime) -> None:
    """Repeat, a little later, what could not be said at once: the question somebody is at.

    Drawn from the draft as it then is, or the menu without one. The caller commits.
    """
    outbox.put(
        session,
        "question",
        bot=bot,
        recipient=owner,
        key=f"question:{_once()}",
        coalesce=f"question:{owner}",
        expires_at=now + QUESTION_LIVES,
        now=now,
    )


def answer_note(
    session: Session,
    by: Person,
    key: str,
    values: dict[str, object],
    reply_to: int,
    tap: str,
    *,
    now: datetime,
) -> None:
    """Answer something written in the verification group; `tap` makes each occasion its own."""
    outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=DESK,
        key=f"note:{tap}",
        payload={"key": key, "values": values, "reply_to": reply_to},
        expires_at=now + QUESTION_LIVES,
        now=now,
    )


def remind_draft(session: Session, owner: str, draft_id: int, *, now: datetime) -> None:
    """Remind somebody, once, of what was not sent. The caller commits."""
    outbox.put(
        session,
        "draft_reminder",
        bot=_bot_of(session, owner.removeprefix("source:")),
        recipient=owner,
        subject=f"draft:{draft_id}",
        key=f"reminder:{draft_id}",
        priority=Priority.REMINDER,
        expires_at=now + timedelta(hours=6),
        now=now,
    )


def tell_nihil(
    session: Session, source: Source, daily: Daily, occasion: int, *, now: datetime
) -> None:
    """Confirm that nothing happened in an area on a day; `occasion` makes each sending its own.

    The caller commits.
    """
    outbox.put(
        session,
        "nihil",
        bot=source.bot,
        recipient=f"source:{source.id}",
        subject=f"daily:{daily.id}",
        key=f"nihil:{occasion}",
        priority=Priority.DECISION,
        now=now,
    )


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
        key=f"access:{account}:{_once()}",
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


def hand_whole(
    session: Session, report: Report, account: int, tap: str, part: int = 1, *, now: datetime
) -> None:
    """Send every word of `report` to an officer's private chat, part by part."""
    outbox.put(
        session,
        "whole",
        bot=PRIVATE,
        recipient=f"account:{account}",
        subject=f"report:{report.id}",
        key=f"whole:{report.id}:{tap}:{part}",
        payload={"tap": tap, "part": part},
        now=now,
    )


def _bot_of(session: Session, source_id: str) -> str:
    """The bot through which a source reports and is answered."""
    source = session.get(Source, source_id)
    return source.bot if source else PUBLIC


def _tell_source(
    session: Session, kind: str, report: Report, because: int, priority: Priority, now: datetime
) -> None:
    outbox.put(
        session,
        kind,
        bot=_bot_of(session, report.source_id),
        recipient=f"source:{report.source_id}",
        subject=f"report:{report.id}",
        key=f"{kind}:{because}",
        priority=priority,
        now=now,
    )
