"""A rejected report opened again for its reporter: the form, filled with what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from sqlmodel import Session

from desk import conversation, drafts
from desk.conversation import NoSuchForm, Stand
from desk.decisions import ReportMovedOn
from desk.house import House
from desk.lifecycle import Status, Urgency
from desk.reports import own_by_id
from desk.rights import Person
from forms import engine
from forms.form import Form, Kind, Purpose
from forms.values import Contact, Place, Value, from_plain
from storage.tables import Report


@dataclass(frozen=True)
class Reopened:
    """The report that is being mended, and where its draft stands."""

    report: Report
    stand: Stand


def reopen(
    session: Session, by: Person, house: House, report_id: int, *, now: datetime
) -> Reopened:
    """Take up a rejected report of `by` to mend it; its draft, once begun, stays the same.

    The report itself changes only when the draft is sent, and its files stay with it. The caller
    commits. Raises ReportGone for a foreign one, ReportMovedOn when it is not rejected any more,
    NoSuchForm when it can only be sent anew, NotAllowed.
    """
    report = own_by_id(session, by, report_id, now=now)
    if report.status != Status.REJECTED:
        raise ReportMovedOn(report.code, Status(report.status), None, report.decided_at)
    form = next((one for one in house.forms_for(by) if one.key == report.form), None)
    if form is None or form.purpose != Purpose.REPORT:
        raise NoSuchForm(report.form)
    opened = drafts.of_mending(session, house, by.owner, form, report_id, now)
    if opened is None:
        context = house.context_for(by)
        draft = engine.begin(form, now, context, brief=True)
        answers = _answers(session, house, form, report)
        draft = engine.prefilled(form, draft, answers, context)
        draft = replace(draft, urgent=report.urgency == Urgency.URGENT)
        opened = drafts.start(by, form, draft, now, mends=report_id)
    opened = drafts.keep(session, house, opened, opened.draft, opened.spots, now)
    return Reopened(report, conversation.show_own(session, by, house, opened.number, now=now))


def _answers(session: Session, house: House, form: Form, report: Report) -> Mapping[str, Value]:
    """What the report tells, as its form would have been told it; its files are not among it."""
    columns: dict[str, Value] = {
        "what": report.text,
        "where": Place(report.region, report.lat, report.lon),
        "when": report.happened_at,
        "category": report.category,
        "contact": report.contact,
    }
    further = {key: from_plain(plain) for key, plain in report.answers.items()}
    told = columns | {key: value for key, value in further.items() if value is not None}
    for field in form.fields:
        filed = f"contact:{report.id}:{field.key}"
        kept = house.vault.contact(session, filed) if field.kind is Kind.CONTACT else None
        if kept is not None:
            told[field.key] = Contact(kept["phone"], kept["name"])
    return told
