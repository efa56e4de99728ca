"""A rejected report that its reporter mended goes back to those that wait."""

from datetime import datetime

from sqlmodel import Session

from desk import albums, alike, drafts, evidence, exchanges, hanging, notices, postings, submitting
from desk.drafts import Opened
from desk.exchanges import EARLIER
from desk.house import House
from desk.lifecycle import Status, move
from desk.linking import leave_event
from desk.postings import DESK
from desk.rights import Person
from forms.steps import Ready
from storage.locks import locked
from storage.tables import Exchange, Report


def resend(
    session: Session, by: Person, house: House, opened: Opened, ready: Ready, now: datetime
) -> str | None:
    """Send the mended report: the same code, waiting again, with a card at the end of the chat.

    What it said before is kept beside it. It leaves the event it was rejected with: it may tell
    of another now, and is decided for itself. Returns None, or how the report stands when it is no
    longer rejected: then nothing changes and the draft is dropped. The caller commits.
    """
    report = locked(session, Report, opened.mends)
    if report is None or report.source_id != by.reporter or report.status != Status.REJECTED:
        drafts.forget(session, opened.number)
        return report.status if report and report.source_id == by.reporter else "gone"
    entry = move(session, report, Status.WAITING, actor="source", event="mended", now=now)
    _keep_earlier(session, report, entry, now)
    _change(session, house, report, opened, ready, now)
    leave_event(session, report, now=now)
    alike.enter(session, report, opened.pointed, now)
    exchanges.close(session, report.id or 0, now)
    files = ready.answers.get("evidence", ())
    kept = files if isinstance(files, tuple) else ()
    evidence.hand_over(session, opened.number, report, kept)
    drafts.delete(session, opened.number)
    notices.tell_receipt(session, report, because=entry, now=now)
    _hang_anew(session, report, now)
    return None


def _keep_earlier(session: Session, report: Report, entry: int, now: datetime) -> None:
    """The words and what they told, as they were sent before."""
    before = {
        "category": report.category,
        "region": report.region,
        "happened_at": report.happened_at.isoformat(),
        "answers": report.answers,
    }
    session.add(
        Exchange(
            report_id=report.id or 0,
            source_id=report.source_id,
            kind=EARLIER,
            text=report.text,
            lat=report.lat,
            lon=report.lon,
            before=before,
            log_id=entry,
            at=now,
        )
    )


def _change(
    session: Session, house: House, report: Report, opened: Opened, ready: Ready, now: datetime
) -> None:
    for name, value in submitting.told(house, opened.form, ready, now).items():
        setattr(report, name, value)
    report.decided_at = report.decided_by = report.reason = report.reason_text = None
    report.taken_by = report.taken_until = None
    session.add(report)
    about = f"contact:{report.id}:"
    house.vault.forget_contacts(session, report.id or 0)
    for key, contact in submitting.contacts(ready):
        house.vault.file_contact(session, about + key, contact)


def _hang_anew(session: Session, report: Report, now: datetime) -> None:
    """A card at the end of the chat, with its files below: the old one lies far up."""
    hanging.close_panels(session, report)
    card = hanging.card_at(session, report.id or 0, DESK)
    card.message_id = None
    session.add(card)
    session.flush()
    postings.redraw_card(session, report, now=now)
    albums.not_shown(session, report.id or 0)
    if evidence.counts(session, report.id or 0).get("kept"):
        postings.show_evidence(session, report, now=now)
