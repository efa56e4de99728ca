"""What a finished form becomes: a report with its card, or the word that nothing happened."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from desk import alike, drafts, evidence, limits, notices, postings
from desk.codes import new as new_code
from desk.drafts import Opened
from desk.house import House
from desk.lifecycle import Status, Urgency, record
from desk.postings import DESK
from desk.rights import Person
from forms.form import Form, Purpose
from forms.steps import Ready
from forms.values import Contact, Place, Value, to_plain
from storage.locks import locking
from storage.once import insert_once
from storage.tables import Card, Daily, Report, Source

COLUMNS = frozenset({"what", "where", "when", "category", "contact", "evidence"})
"""Fields that are columns of a report; what else a form asks stands in `answers`."""
DAILY = frozenset({"area", "day", "nihil"})


def submit(
    session: Session, by: Person, house: House, opened: Opened, ready: Ready, now: datetime
) -> None:
    """Make of the answers what the form is for; the draft is gone. The caller commits.

    Raises Silenced, and TooMany for what would be a report.
    """
    limits.may_begin(session, by, now)
    match opened.form.purpose:
        case Purpose.REPORT:
            _report(session, by, house, opened, ready, now)
        case Purpose.DAILY:
            _daily(session, by, house, opened, ready, now)
    drafts.delete(session, opened.number)


def _daily(
    session: Session, by: Person, house: House, opened: Opened, ready: Ready, now: datetime
) -> None:
    """Note the day of the area; a day with events is a report as well.

    A nihil said twice is one. After a nihil something may still have happened, so a report takes
    its place; a nihil never takes the place of a report.
    """
    area, day, nihil = ready.answers["area"], ready.answers["day"], ready.answers["nihil"]
    if not isinstance(area, Place) or not isinstance(day, date):
        raise TypeError(f"form {opened.form.key} gave unfit answers")
    row = _day_of(session, by, area.code, day) or _note(session, by, area.code, day, now)
    if nihil:
        evidence.let_go(session, opened.number)
        notices.tell_nihil(session, _source(session, by), row, opened.number, now=now)
        return
    report = _report(session, by, house, opened, ready, now)
    row.nihil, row.report_id, row.sent_at = False, report.id, now
    session.add(row)


def _day_of(session: Session, by: Person, region: str, day: date) -> Daily | None:
    query = select(Daily).where(
        Daily.source_id == by.reporter, Daily.region == region, Daily.day == day
    )
    return session.exec(locking(query)).first()


def _note(session: Session, by: Person, region: str, day: date, now: datetime) -> Daily:
    values = {"region": region, "day": day, "nihil": True, "report_id": None, "sent_at": now}
    insert_once(session, Daily, source_id=by.reporter, **values)
    row = _day_of(session, by, region, day)
    if row is None:
        raise AssertionError("a daily row is never deleted")
    return row


def _report(
    session: Session, by: Person, house: House, opened: Opened, ready: Ready, now: datetime
) -> Report:
    """Make the report, its first log entry, its card and its receipt."""
    limits.may_send(session, by, house.office.limits, ready.urgent, now)
    report = _entered(session, by, house, opened, ready, now)
    session.add(Card(report_id=report.id or 0, recipient=DESK))
    entry = record(
        session,
        report,
        actor="source",
        event="submitted",
        now=now,
        after=Status.WAITING,
        details={"consent": report.consent_version, "urgency": report.urgency},
    )
    if opened.pointed:
        alike.enter(session, report, opened.pointed, now)
    files = ready.answers.get("evidence", ())
    kept = files if isinstance(files, tuple) else ()
    evidence.hand_over(session, opened.number, report, kept)
    notices.tell_receipt(session, report, because=entry, now=now)
    postings.redraw_card(session, report, now=now)
    if evidence.counts(session, report.id or 0).get("kept"):
        postings.show_evidence(session, report, now=now)
    return report


def _entered(
    session: Session, by: Person, house: House, opened: Opened, ready: Ready, now: datetime
) -> Report:
    report = Report(
        code=_free_code(session),
        draft_id=opened.number,
        source_id=by.reporter or "",
        form=opened.form.key,
        status=Status.WAITING,
        version=1,
        submitted_at=now,
        **told(house, opened.form, ready, now),
    )
    session.add(report)
    session.flush()
    for key, contact in contacts(ready):
        house.vault.file_contact(session, f"contact:{report.id}:{key}", contact)
    return report


def told(house: House, form: Form, ready: Ready, now: datetime) -> dict[str, Any]:
    """The columns of a report that its form fills."""
    given = ready.answers
    place, when = given["where"], given.get("when", now)
    if not isinstance(place, Place) or not isinstance(when, datetime):
        raise TypeError(f"form {form.key} gave unfit answers")
    return {
        "form_version": form.version,
        "text": str(given["what"]),
        "category": str(given.get("category", "open")),
        "region": place.code,
        "lat": place.lat,
        "lon": place.lon,
        "happened_at": when,
        "urgency": Urgency.URGENT if ready.urgent else Urgency.NORMAL,
        "contact": bool(given.get("contact", True)),
        "consent_version": str(house.office.consent_version),
        "answers": _further(form, given),
    }


def contacts(ready: Ready) -> list[tuple[str, dict[str, str]]]:
    """Whom to call about a report, by the field that asked: for the vault."""
    return [
        (key, {"phone": value.phone, "name": value.name})
        for key, value in ready.answers.items()
        if isinstance(value, Contact)
    ]


def _further(form: Form, given: Mapping[str, Value]) -> dict[str, object]:
    """What the form asked beyond the columns; whom to call goes into the vault instead."""
    return {
        key: to_plain(value)
        for key, value in given.items()
        if key not in COLUMNS | DAILY and not isinstance(value, Contact)
    }


def _source(session: Session, by: Person) -> Source:
    source = session.get(Source, by.reporter)
    if source is None:
        raise TypeError("who sends a form is a source")
    return source


def _free_code(session: Session) -> str:
    while True:
        code = new_code()
        if session.exec(select(Report.id).where(Report.code == code)).first() is None:
            return code
