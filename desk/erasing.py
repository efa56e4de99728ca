"""Erasing: the one room that knows where a person's words lie, and takes them away."""

from collections.abc import Callable
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, select

from desk import asknews, drafts, exchanges, hanging, postings, standing
from desk.house import House
from desk.lifecycle import ALLOWED, Status, move, record
from desk.rights import PUBLIC, Person
from storage import purges
from storage.locks import locked, locking
from storage.outbox import State
from storage.tables import (
    Daily,
    Draft,
    Erasure,
    Evidence,
    Outbox,
    Report,
    Sanction,
    Source,
    Undone,
)

PLACES: dict[str, str] = {
    "report.text": "emptied",
    "report.answers": "emptied",
    "report.reason_text": "emptied",
    "report.lat": "emptied",
    "report.lon": "emptied",
    "draft.sealed": "the row is deleted",
    "evidence.file_id": "the row is deleted with its file by the clock",
    "report.summary": "emptied",
    "report.reported": "emptied",
    "exchange.text": "emptied",
    "exchange.lat": "emptied",
    "exchange.lon": "emptied",
    "exchange.before": "emptied",
    "undone.reason": "emptied",
    "opening.reason": "sealed; the clock deletes the row when identities are",
    "card.offered": "emptied with the keyboard that offered it",
    "outbox.payload": "rows to the source are deleted; others hold keys and numbers",
    "vault.sealed": "the row is deleted",
    "poison.sealed": "sealed under nobody's name; the clock deletes it after 30 days",
}
"""Where a person's words or traces may lie, by table and column, and what becomes of them."""


def _exchanged(session: Session, report_id: int, now: datetime) -> None:
    """What was asked, answered or written before."""
    if exchanges.blank(session, report_id):
        asknews.redraw_answers(session, report_id, now=now)


def _reasons(session: Session, report_id: int, now: datetime) -> None:
    """Why a decision about it was taken back."""
    about = update(Undone).where(col(Undone.report_id) == report_id)
    session.execute(about.values(reason=None))


BLANKS: tuple[Callable[[Session, int, datetime], None], ...] = (_exchanged, _reasons)
"""Rooms with tables of their own about a report: each empties its share of the words. The caller
commits."""

CHUNK = 2  # reports a unit: each takes about five milliseconds of processor time


class Why(StrEnum):
    """Why a report was erased: its source wanted it, or its time was over."""

    ASKED = "asked"
    AGED = "aged"


class NothingKept(Exception):
    """Nothing is known of this person that could be erased here."""


def mine(by: Person) -> str | None:
    """The source that this person is to the bot spoken to, whether or not it may report."""
    return by.source if by.bot == PUBLIC else by.agent


def erase(session: Session, by: Person, house: House, *, now: datetime) -> None:
    """Erase everything known of `by` as a source. The caller commits, and tells them then.

    From now on the source is nobody: who comes back is another one. The first reports go at once,
    the rest by `go_on`. Raises NothingKept.
    """
    source_id = mine(by)
    source = locked(session, Source, source_id) if source_id else None
    if source is None or source.erased_at is not None:
        raise NothingKept(NothingKept.__doc__)
    forget_source(session, house, source, now)
    if _drop_empty(session, source):
        return
    purges.count(session, now.astimezone(house.office.zone).date(), "people_asked", 1)
    session.add(Erasure(source_id=source.id, at=now))
    session.flush()
    go_on(session, house, now)


def erase_stray(session: Session, by: Person, house: House, *, now: datetime) -> None:
    """Erase a source that was made only by pressing the button of an erasure once more.

    The caller commits. Whoever reported or wrote anything since is left alone.
    """
    source_id = mine(by)
    source = locked(session, Source, source_id) if source_id else None
    if source is not None and source.created_at == now:
        forget_source(session, house, source, now)
        _drop_empty(session, source)


def forget_source(session: Session, house: House, source: Source, now: datetime) -> None:
    """Erase who a source is, what it has not sent, and what waits for it. The caller commits.

    What stands against it is carried over. Its reports stay as they are.
    """
    address = f"source:{source.id}"
    lookup = house.vault.forget(session, address)
    if lookup is not None:
        standing.leaves(session, source.id, lookup, now)
    for number in session.exec(select(Draft.id).where(Draft.owner == address)).all():
        drafts.forget(session, number or 0)
    going = (col(Outbox.recipient) == address, col(Outbox.state) != State.SENDING)
    session.execute(delete(Outbox).where(*going))
    source.erased_at = now
    session.add(source)
    session.flush()


def _drop_empty(session: Session, source: Source) -> bool:
    """Of a source that never did anything not even the codename stays."""
    for table in (Report, Daily):
        if session.exec(select(table.id).where(table.source_id == source.id).limit(1)).first():
            return False
    session.execute(delete(Sanction).where(col(Sanction.source_id) == source.id))
    session.delete(source)
    session.flush()
    return True


def pending(session: Session) -> bool:
    """Whether any erasure is under way."""
    return session.exec(select(Erasure.source_id).limit(1)).first() is not None


def go_on(session: Session, house: House, now: datetime) -> int:
    """Erase a few more reports of who asked for it; how many. The caller commits.

    What another process is erasing meanwhile is waited for and passed over.
    """
    waiting = select(Erasure).order_by(col(Erasure.at), col(Erasure.source_id)).limit(1)
    erasure = session.exec(waiting).first()
    if erasure is None:
        return 0
    of_source = (Report.source_id == erasure.source_id, col(Report.erased_at).is_(None))
    query = select(Report).where(*of_source).order_by(col(Report.id)).limit(CHUNK)
    reports = list(session.exec(locking(query)))
    for report in reports:
        blank(session, house, report, Why.ASKED, now)
    session.flush()
    if session.exec(select(Report.id).where(*of_source).limit(1)).first() is None:
        session.execute(delete(Erasure).where(col(Erasure.source_id) == erasure.source_id))
    return len(reports)


def blank(session: Session, house: House, report: Report, why: Why, now: datetime) -> None:
    """Leave of a report what is counted: kind, kecamatan, day, status, grade. Caller commits.

    A report still waiting is withdrawn with it when its source asked. Its cards are drawn anew
    when nothing else wants to go out.
    """
    status = Status(report.status)
    if why is Why.ASKED and Status.WITHDRAWN in ALLOWED[status]:
        report.decided_at = now
        move(session, report, Status.WITHDRAWN, actor="source", event="withdrawn", now=now)
        hanging.close_panels(session, report)
    report.text, report.answers, report.reason_text = "", {}, None
    report.summary, report.reported = None, {}
    report.region, report.lat, report.lon = kecamatan_of(report.region), None, None
    report.happened_at = _day_of(report.happened_at, house)
    report.contact = False
    report.erased_at, report.erased_why = now, why
    session.add(report)
    number = report.id or 0
    house.vault.forget_contacts(session, number)
    files = _let_go(session, col(Evidence.report_id) == number)
    for empty in BLANKS:
        empty(session, number, now)
    actor = "source" if why is Why.ASKED else "system"
    record(session, report, actor=actor, event="erased", now=now, details={"why": why})
    day = now.astimezone(house.office.zone).date()
    purges.count(session, day, f"reports_{why}", 1)
    purges.count(session, day, f"evidence_{why}", files)
    postings.redraw_card(session, report, now=now, calm=True)


def drop_files(session: Session, report: Report, before: datetime, now: datetime) -> int:
    """Let go of a report's files that came before then; how many. The caller commits.

    The clock removes rows and contents.
    """
    number = report.id or 0
    files = _let_go(session, col(Evidence.report_id) == number, col(Evidence.created_at) < before)
    if files:
        postings.redraw_card(session, report, now=now, calm=True)
    return files


def kecamatan_of(code: str) -> str:
    """The code of the kecamatan a village lies in; of a wider region its own."""
    return ".".join(code.split(".")[:3])


def _let_go(session: Session, *which: ColumnElement[bool]) -> int:
    orphaned = update(Evidence).where(*which).values(report_id=None, draft_id=None)
    return int(session.execute(orphaned).rowcount)  # type: ignore[attr-defined]


def _day_of(moment: datetime, house: House) -> datetime:
    """The beginning of the local day."""
    zone = house.office.zone
    local = moment.astimezone(zone).date()
    return datetime.combine(local, time(), zone).astimezone(moment.tzinfo)
