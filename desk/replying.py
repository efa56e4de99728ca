"""A reporter answers what an officer asked: what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from desk import asknews, conversation, drafts, evidence, exchanges, notices, postings
from desk.conversation import Message, Stand
from desk.exchanges import ANSWER, QUESTION
from desk.house import House
from desk.lifecycle import Status, record
from desk.meaning import Meant, latest_said, meaning, open_or_ready, question_of
from desk.reports import ReportGone
from desk.rights import Person
from forms.given import Attached, Given, Shared, Typed
from forms.kinds.text import clean
from storage.locks import locked
from storage.tables import Exchange, Report


@dataclass(frozen=True)
class Answered:
    """A message was taken as an answer; the thanks are on their way.

    `kept` is False when the report had been taken back: then nothing was entered.
    """

    code: str
    kept: bool = True


@dataclass(frozen=True)
class Unclear:
    """A message may be an answer or belong to a report: its sender is asked which.

    `draft`: a report is under way, so it may belong to that one.
    """

    question: int
    code: str
    draft: bool


def take(
    session: Session,
    by: Person,
    house: House,
    given: Given,
    message: Message,
    reply_to: int | None = None,
    *,
    now: datetime,
) -> Stand | Answered | Unclear:
    """Take what somebody said: as the answer to a question where it is one, else as `answer` of
    a conversation does. The caller commits. Raises NotAllowed."""
    if (by.asked or reply_to) and isinstance(given, Typed | Shared | Attached):
        if _is_late_part(session, by, message, now):
            return Answered("")
        meant, question = meaning(session, by, house, reply_to, message, now)
        if question is not None and meant is Meant.ANSWER:
            return _keep(session, by, house, question, given, message, now)
        if question is not None and meant is Meant.UNCLEAR:
            draft = drafts.peek(session, house, by.owner, now) is not None
            report = _own(session, by, question)
            return Unclear(question.id or 0, report.code, draft)
    return conversation.answer(session, by, house, given, message, now=now)


def get_ready(
    session: Session, by: Person, question_id: int, *, now: datetime
) -> tuple[Exchange, Report]:
    """The next message of `by` answers this question. The caller commits.

    Raises ReportGone for a question to somebody else, or about a report taken back.
    """
    question, report = own_question(session, by, question_id, now=now)
    question.ready_at = now
    session.add(question)
    exchanges.mark_asked(session, report.source_id)
    session.flush()
    return question, report


def own_question(
    session: Session, by: Person, question_id: int, *, now: datetime
) -> tuple[Exchange, Report]:
    """The question of this id if it was put to `by`, and its report. Raises ReportGone."""
    question = session.get(Exchange, question_id)
    if question is None or question.kind != QUESTION:
        raise ReportGone(question_id)
    report = _own(session, by, question)
    if report.status == Status.WITHDRAWN:
        raise ReportGone(question_id)
    return question, report


def answer(
    session: Session,
    by: Person,
    house: House,
    question_id: int,
    given: Given,
    message: Message,
    *,
    now: datetime,
) -> Answered:
    """Take what `by` said as the answer to this question, however late; what was taken before is
    not taken twice. The caller commits. Raises ReportGone.
    """
    question, report = own_question(session, by, question_id, now=now)
    said = message.message_id
    if said is not None and exchanges.carried(session, by.owner, said) is not None:
        return Answered(report.code)
    return _keep(session, by, house, question, given, message, now)


def amended(
    session: Session, by: Person, house: House, message_id: int, text: str, *, now: datetime
) -> Answered | None:
    """An edited message that was an answer is said anew: what officers read is never changed.

    None when it was none. The caller commits.
    """
    row = exchanges.carried(session, by.owner, message_id) if by.reporter else None
    question = question_of(session, row) if row is not None and row.kind == ANSWER else None
    if question is None:
        return None
    return _keep(session, by, house, question, Typed(text), Message(), now)


def other(
    session: Session, by: Person, house: House, given: Given, message: Message, *, now: datetime
) -> Stand:
    """Take what `by` said as a report's content and no answer; once. The caller commits."""
    for opened in drafts.every(session, house, by.owner, now):
        if message.message_id in opened.spots.values():
            return conversation.resume(session, by, house, opened.number, now=now)
    return conversation.answer(session, by, house, given, message, now=now)


def newest_open(session: Session, by: Person, *, now: datetime) -> tuple[Exchange, Report] | None:
    """The question put last to `by` that is still in time, to show it again."""
    if not by.asked or by.reporter is None:
        return None
    said = latest_said(session, by, open_or_ready(session, by))
    if said is None or said[1].due_at is None or said[1].due_at <= now:
        return None
    return said[1], _own(session, by, said[1])


def _own(session: Session, by: Person, question: Exchange) -> Report:
    report = locked(session, Report, question.report_id)
    if report is None or by.reporter is None or report.source_id != by.reporter:
        raise ReportGone(question.id)
    return report


def _is_late_part(session: Session, by: Person, message: Message, now: datetime) -> bool:
    """Whether these files are a further part of an album that answered; they join it then."""
    album = message.files[0].album if message.files else None
    if album is None:
        return False
    query = select(Exchange).where(
        Exchange.source_id == by.reporter, Exchange.kind == ANSWER, Exchange.album == album
    )
    row = session.exec(query).first()
    report = session.get(Report, row.report_id) if row else None
    if row is None or report is None:
        return False
    row.files += len(message.files)
    session.add(row)
    evidence.join(session, by, message.files, report, now)
    return True


def _keep(
    session: Session,
    by: Person,
    house: House,
    question: Exchange,
    given: Given,
    message: Message,
    now: datetime,
) -> Answered:
    """Enter the answer, show it under the card, thank for it; a report under way is next."""
    report = _own(session, by, question)
    if report.status == Status.WITHDRAWN:
        return Answered(report.code, kept=False)
    late = question.lapsed_at is not None or report.status != Status.WAITING
    entry = record(
        session,
        report,
        actor="source",
        event="answered",
        now=now,
        details={"files": len(message.files), "late": late},
    )
    row = Exchange(
        report_id=question.report_id,
        source_id=question.source_id,
        kind=ANSWER,
        question_id=question.id,
        files=len(message.files),
        album=message.files[0].album if message.files else None,
        log_id=entry,
        at=now,
    )
    match given:
        case Typed(text):
            row.text = clean(text)
        case Attached(_, caption):
            row.text = clean(caption or "") or None
        case Shared(lat, lon):
            row.lat, row.lon = lat, lon
    question.closed_at = question.closed_at or now
    question.ready_at = question.wake_at = None
    session.add_all([row, question])
    session.flush()
    if message.message_id is not None:
        exchanges.arrived(session, row.id or 0, by.owner, None, message.message_id, now)
    asknews.show_answer(session, row, now=now)
    asknews.thank(session, row, now=now)
    if message.files:
        evidence.join(session, by, message.files, report, now)
    else:
        postings.redraw_card(session, report, now=now)
    if drafts.peek(session, house, by.owner, now) is not None:
        notices.ask_again(session, by.owner, by.bot, now=now)
    return Answered(report.code)
