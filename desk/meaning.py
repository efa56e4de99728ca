"""What a reporter's message means while an officer's question is open."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from desk import drafts, exchanges
from desk.conversation import Message
from desk.exchanges import ANSWER, QUESTION
from desk.house import House
from desk.lifecycle import Status
from desk.rights import Person
from storage.tables import Exchange, Report

READY_FOR = timedelta(hours=24)
"""After pressing Answer, for so long the next message is the answer."""
ASKED_AFTER = timedelta(days=14)
"""After the deadline, for so long somebody who writes is asked whether it is the answer."""
GOES_ON, MAY_GO_ON = timedelta(minutes=3), timedelta(minutes=10)
"""After an answer, for so long what follows belongs to it, and for so long it is asked whether."""


class Meant(StrEnum):
    """What a message is, while a question is open."""

    ANSWER = "answer"
    UNCLEAR = "unclear"
    OTHER = "other"


def meaning(
    session: Session,
    by: Person,
    house: House,
    reply_to: int | None,
    message: Message,
    now: datetime,
) -> tuple[Meant, Exchange | None]:
    """What a message means to `by`, and the question it may answer.

    A reply to a question, or the first message after pressing Answer, is its answer. Else the
    question said last speaks, unless a report is under way that was worked on since. When one was
    begun before the question came, or the time to answer is over, nobody can know: it is unclear.
    """
    replied = exchanges.carried(session, by.owner, reply_to) if reply_to else None
    if replied is not None:
        return Meant.ANSWER, question_of(session, replied)
    if not by.asked:
        return Meant.OTHER, None
    draft = drafts.peek(session, house, by.owner, now)
    touched = draft.row.touched_at if draft else None
    questions = open_or_ready(session, by)
    ready = _ready(questions, touched, now)
    if ready is not None:
        return Meant.ANSWER, ready
    latest = latest_said(session, by, questions)
    if latest is None:
        return _more(session, by, draft is not None, bool(questions), now)
    said_at, question = latest
    if touched is not None and said_at <= touched:
        return Meant.OTHER, None
    left = question.due_at - now if question.due_at else timedelta(0)
    if left > timedelta(0) and (touched is None or _of_album(message)):
        return Meant.ANSWER, question
    return (Meant.UNCLEAR, question) if left > -ASKED_AFTER else (Meant.OTHER, None)


def expected(
    session: Session, by: Person, house: House, reply_to: int | None, *, now: datetime
) -> bool:
    """Whether even a greeting of `by` is an answer: to a question replied to or got ready for, or
    to since when ("pagi")."""
    if by.reporter is None or not (by.asked or reply_to):
        return False
    meant, question = meaning(session, by, house, reply_to, Message(), now)
    if question is None or meant is not Meant.ANSWER:
        return False
    chosen = reply_to is not None or question.ready_at is not None
    return chosen or question.key == "since"


def question_of(session: Session, row: Exchange) -> Exchange | None:
    """The question itself, also of a reply to the thanks for an answer to it."""
    if row.kind == QUESTION:
        return row
    return session.get(Exchange, row.question_id) if row.question_id else None


def open_or_ready(session: Session, by: Person) -> list[Exchange]:
    """Questions to `by` that nobody answered, of reports that wait; or that Answer was pressed
    for."""
    query = (
        select(Exchange)
        .join(Report, col(Report.id) == col(Exchange.report_id))
        .where(
            Exchange.source_id == by.reporter,
            Exchange.kind == QUESTION,
            (col(Exchange.closed_at).is_(None) & (col(Report.status) == Status.WAITING))
            | col(Exchange.ready_at).is_not(None),
        )
        .order_by(col(Exchange.id))
    )
    return list(session.exec(query))


def latest_said(
    session: Session, by: Person, questions: list[Exchange]
) -> tuple[datetime, Exchange] | None:
    """The open question that reached `by` last, and when; one held back or long over is none."""
    said = []
    for one in questions:
        message = exchanges.message_of(session, one.id or 0, by.owner)
        if message is not None and one.closed_at is None:
            said.append((message.at, one))
    return max(said, key=lambda pair: pair[0], default=None)


def _ready(questions: list[Exchange], touched: datetime | None, now: datetime) -> Exchange | None:
    """The question Answer was pressed for last, if no report was worked on since."""
    pressed = [(one.ready_at, one) for one in questions if one.ready_at is not None]
    at, question = max(pressed, key=lambda pair: pair[0], default=(now, None))
    since = touched is None or at >= touched
    return question if since and now - at < READY_FOR else None


def _more(
    session: Session, by: Person, draft: bool, others: bool, now: datetime
) -> tuple[Meant, Exchange | None]:
    """Nothing is open: what follows an answer closely goes on with it, while its report waits
    and until another was sent."""
    query = (
        select(Exchange)
        .where(Exchange.source_id == by.reporter, Exchange.kind == ANSWER)
        .order_by(col(Exchange.id).desc())
    )
    answered = session.exec(query).first()
    question = question_of(session, answered) if answered else None
    if answered is None or question is None or now - answered.at >= MAY_GO_ON:
        if not others:
            exchanges.mark_unasked(session, by.reporter or "", by.asked)
        return Meant.OTHER, None
    if draft or _reported_since(session, by, answered):
        return Meant.OTHER, None
    report = session.get(Report, question.report_id)
    over = report is None or report.status != Status.WAITING
    close = now - answered.at < GOES_ON and not over
    return Meant.ANSWER if close else Meant.UNCLEAR, question


def _reported_since(session: Session, by: Person, answered: Exchange) -> bool:
    """Whether another report of `by` came in after the answer: nobody is at it any more."""
    query = select(Report.id).where(
        Report.source_id == by.reporter, col(Report.submitted_at) > answered.at
    )
    return session.exec(query.limit(1)).first() is not None


def _of_album(message: Message) -> bool:
    return bool(message.files and message.files[0].album)
