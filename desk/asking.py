"""An officer asks the reporter back, who never learns who asked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from desk import asknews, exchanges, hanging, postings, workdays
from desk.decisions import find_for_decision
from desk.exchanges import QUESTION, blank
from desk.house import House
from desk.lifecycle import Status, record
from desk.postings import DESK
from desk.rights import Person
from forms.kinds.text import clean, units
from storage.tables import Account, Card, Exchange, Report, Source

__all__ = [
    "PANEL",
    "READY",
    "AlreadyAsked",
    "ContactRefused",
    "QuestionUnfit",
    "Sent",
    "ask_in_words",
    "ask_ready",
    "blank",
    "open_panel",
]

PANEL = "ask"
READY = ("where", "since", "people", "still", "photo", "others")
"""The ready questions: none asks for a name."""
OWN = "own"
QUESTION_LENGTH = (5, 500)  # UTF-16 units, as of a reason
SHORT_NOTICE = timedelta(hours=4)
"""How long before the end of a single day its reporter is reminded; of more, one working day."""


@dataclass(frozen=True)
class Sent:
    """A question on its way; `away`: the reporter blocked the bot and gets it on returning."""

    code: str
    away: bool


class ContactRefused(Exception):
    """This reporter does not want to be written to."""


class QuestionUnfit(Exception):
    """The question is too short or too long to be of use to the reporter."""


class AlreadyAsked(Exception):
    """The same ready question is open: carries who asked it, and when."""

    def __init__(self, code: str, by: str | None, at: datetime) -> None:
        super().__init__(code)
        self.code = code
        self.by = by
        self.at = at


def open_panel(
    session: Session, by: Person, report_id: int, version: int, private: bool, *, now: datetime
) -> None:
    """Show the ready questions on the card tapped. The caller commits.

    Raises as `ask_ready`, but AlreadyAsked.
    """
    report = _askable(session, by, report_id, version)
    recipient = by.address if private and by.address else DESK
    hanging.open_panel(session, by, report, PANEL, recipient, now)


def ask_ready(
    session: Session,
    by: Person,
    house: House,
    report_id: int,
    version: int,
    key: str,
    *,
    now: datetime,
) -> Sent:
    """Ask the reporter one of the ready questions. The caller commits.

    Raises ContactRefused, AlreadyAsked, and as `find_for_decision`; ValueError for another key.
    """
    if key not in READY:
        raise ValueError(key)
    report = _askable(session, by, report_id, version)
    for one in exchanges.open_of_report(session, report_id):
        if one.key == key and one.lapsed_at is None:
            account = session.get(Account, one.account) if one.account else None
            raise AlreadyAsked(report.code, account.name if account else None, one.at)
    return _ask(session, by, house, report, key, None, now)


def ask_in_words(
    session: Session, by: Person, house: House, report: Report, text: str, *, now: datetime
) -> Sent:
    """Ask the reporter what an officer wrote in reply to the card. The caller commits.

    Raises ContactRefused, QuestionUnfit for its length, and as `find_for_decision`.
    """
    version = report.version if report.status == Status.WAITING else -1
    report = _askable(session, by, report.id or 0, version)
    shortest, longest = QUESTION_LENGTH
    if not shortest <= units(clean(text)) <= longest:
        raise QuestionUnfit(report.code)
    return _ask(session, by, house, report, None, clean(text), now)


def _askable(session: Session, by: Person, report_id: int, version: int) -> Report:
    report = find_for_decision(session, by, report_id, version)
    if not report.contact:
        raise ContactRefused(report.code)
    return report


def _ask(
    session: Session,
    by: Person,
    house: House,
    report: Report,
    key: str | None,
    text: str | None,
    now: datetime,
) -> Sent:
    """Enter the question; it takes over the time that earlier open ones had."""
    for earlier in exchanges.open_of_report(session, report.id or 0):
        earlier.due_at = earlier.wake_at = None
        session.add(earlier)
    days = house.office.deadlines.answer(house.office.category(report.category))
    due, wake = _times(house, days, now)
    entry = record(
        session,
        report,
        actor=by.actor,
        event="asked",
        now=now,
        details={"question": key or OWN, "days": days},
    )
    question = Exchange(
        report_id=report.id or 0,
        source_id=report.source_id,
        kind=QUESTION,
        key=key,
        text=text,
        account=by.account,
        log_id=entry,
        at=now,
        due_at=due,
        wake_at=wake,
    )
    session.add(question)
    session.flush()
    exchanges.mark_asked(session, report.source_id)
    asknews.bring_question(session, question, now=now)
    _close_ready_questions(session, report)
    postings.redraw_card(session, report, now=now)
    source = session.get(Source, report.source_id)
    return Sent(report.code, source is not None and not source.reachable)


def _times(house: House, days: int, now: datetime) -> tuple[datetime, datetime]:
    """When the time to answer ends, and when its reporter is reminded of it."""
    zone = house.office.zone
    begins = workdays.from_monday(now, zone)
    due = workdays.after(begins, days, zone)
    wake = workdays.after(begins, days - 1, zone) if days > 1 else due - SHORT_NOTICE
    return due.astimezone(UTC), wake.astimezone(UTC)


def _close_ready_questions(session: Session, report: Report) -> None:
    """Another keyboard that an officer has open stays: words for it may be under way."""
    cards = select(Card).where(Card.report_id == report.id, Card.panel == PANEL)
    for card in session.exec(cards):
        card.panel, card.panel_by = hanging.MAIN, None
        session.add(card)
    session.flush()
