"""Who is told what: every message that a rule owes somebody, as outbox rows of the same unit."""

from datetime import datetime, timedelta

from sqlmodel import Session

from desk.rights import PUBLIC
from storage import heldback, outbox
from storage.outbox import Priority
from storage.tables import Daily, Evidence, Report, Sanction, Source

QUESTION_LIVES = timedelta(minutes=10)  # a question nobody waits for any more helps nobody


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


def tell_followed_up(session: Session, report: Report, *, because: int, now: datetime) -> None:
    """Tell the source that something was done, unless contact was refused. Caller commits."""
    if report.contact:
        _tell_source(session, "followed_up", report, because, Priority.DECISION, now)


def tell_undone(
    session: Session, report: Report, decided_at: datetime, *, because: int, now: datetime
) -> None:
    """Tell the source that the outcome was taken back, if it was told; the caller commits.

    An outcome that is still on its way is stopped, and then nothing is told. Each outcome is
    taken back once.
    """
    if not report.contact:
        return
    to = f"source:{report.source_id}"
    for row in heldback.take_back(session, "outcome", f"report:{report.id}", [to], now):
        _tell_undone(session, report, f"undone:{row.id}", {"of": row.id}, now)
    if now - decided_at > outbox.KEPT:  # the outcome is forgotten, and was told long ago
        _tell_undone(session, report, f"undone:entry:{because}", {"of": 0}, now)


def _tell_undone(
    session: Session, report: Report, key: str, payload: dict[str, object], now: datetime
) -> None:
    outbox.put(
        session,
        "undone",
        bot=bot_of(session, report.source_id),
        recipient=f"source:{report.source_id}",
        subject=f"report:{report.id}",
        key=key,
        payload=payload,
        priority=Priority.DECISION,
        now=now,
    )


def tell_evidence_added(session: Session, report: Report, album: str, *, now: datetime) -> None:
    """Tell the source, once an album, that late parts were added to what was already sent."""
    outbox.put(
        session,
        "evidence_added",
        bot=bot_of(session, report.source_id),
        recipient=f"source:{report.source_id}",
        subject=f"report:{report.id}",
        key=f"late:{report.id}:{album}",
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
        key=f"question:{outbox.once()}",
        coalesce=f"question:{owner}",
        expires_at=now + QUESTION_LIVES,
        now=now,
    )


def remind_draft(session: Session, owner: str, draft_id: int, *, now: datetime) -> None:
    """Remind somebody, once, of what was not sent. The caller commits."""
    outbox.put(
        session,
        "draft_reminder",
        bot=bot_of(session, owner.removeprefix("source:")),
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


def tell_sanction(
    session: Session, source: Source, sanction: Sanction, *, because: int, now: datetime
) -> None:
    """Tell a source what stands against it from now on. The caller commits."""
    _tell_standing(session, "sanction", source, sanction, because, now)


def tell_lifted(
    session: Session, source: Source, sanction: Sanction, *, because: int, now: datetime
) -> None:
    """Tell a source that it may report again. The caller commits."""
    _tell_standing(session, "sanction_lifted", source, sanction, because, now)


def _tell_standing(
    session: Session, kind: str, source: Source, sanction: Sanction, because: int, now: datetime
) -> None:
    outbox.put(
        session,
        kind,
        bot=source.bot,
        recipient=f"source:{source.id}",
        subject=f"sanction:{sanction.id}",
        key=f"{kind}:{because}",
        priority=Priority.DECISION,
        now=now,
    )


def bot_of(session: Session, source_id: str) -> str:
    """The bot through which a source reports and is answered."""
    source = session.get(Source, source_id)
    return source.bot if source else PUBLIC


def _tell_source(
    session: Session, kind: str, report: Report, because: int, priority: Priority, now: datetime
) -> None:
    outbox.put(
        session,
        kind,
        bot=bot_of(session, report.source_id),
        recipient=f"source:{report.source_id}",
        subject=f"report:{report.id}",
        key=f"{kind}:{because}",
        priority=priority,
        now=now,
    )
