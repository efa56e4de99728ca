"""What is posted at the desk or handed to an officer: cards, files, whole reports, answers."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from desk.codes import shown
from desk.lifecycle import GRAVE
from desk.rights import PRIVATE, Person, Right, require
from storage import outbox
from storage.outbox import Priority
from storage.tables import Card, Report

DESK = "desk"
ANSWER_LIVES = timedelta(minutes=10)  # to something said in passing


def redraw_card(session: Session, report: Report, *, now: datetime, calm: bool = False) -> None:
    """Post the card of `report`, or edit it wherever it hangs. The caller commits.

    However often this is called before the card is sent, it is sent once, as the report then is.
    `calm` lets everything else go first.
    """
    post_card(session, report, DESK, now=now, calm=calm)
    query = select(Card.recipient).where(
        Card.report_id == report.id, Card.recipient != DESK, col(Card.message_id).is_not(None)
    )
    for recipient in session.exec(query):
        post_card(session, report, recipient, now=now, calm=calm)


def post_card(
    session: Session, report: Report, recipient: str, *, now: datetime, calm: bool = False
) -> None:
    """Post or edit the card of `report` at the desk or in one officer's chat. Caller commits."""
    card = session.get(Card, (report.id or 0, recipient))
    ordinary = Priority.EDIT if card is not None and card.message_id else Priority.CARD
    pressing = Priority.URGENT if report.urgency in GRAVE else ordinary
    outbox.put(
        session,
        "card",
        bot=PRIVATE,
        recipient=recipient,
        subject=f"report:{report.id}",
        key=f"card:{report.id}:{outbox.once()}",
        coalesce=f"card:{report.id}:{recipient}",
        priority=Priority.REMINDER if calm else pressing,
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
        key=f"evidence:{report.id}:{outbox.once()}",
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
        key=f"evidence:{report.id}:{outbox.once()}",
        payload={"done": done},
        priority=Priority.EVIDENCE if recipient == DESK else Priority.ANSWER,
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
    at: str | None = DESK,
    now: datetime,
) -> None:
    """Answer what `by` wrote at the desk, or with `at` None in the own chat. Caller commits.

    `tap` makes each occasion its own.
    """
    outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=at or by.address or DESK,
        key=f"note:{tap}",
        payload={"key": key, "values": values, "reply_to": reply_to},
        expires_at=now + ANSWER_LIVES,
        now=now,
    )


def say_at_desk(session: Session, key: str, *, now: datetime, **values: object) -> None:
    """Say one sentence in the verification group. The caller commits."""
    outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=DESK,
        key=f"note:{key}:{outbox.once()}",
        payload={"key": key, "values": values},
        now=now,
    )


def call_second(
    session: Session, report: Report, first: str, *, because: int, now: datetime
) -> None:
    """Call another officer, under the card, to confirm the emergency that `first` proposed.

    The caller commits. A card that is edited makes no phone ring.
    """
    card = session.get(Card, (report.id, DESK))
    outbox.put(
        session,
        "note",
        bot=PRIVATE,
        recipient=DESK,
        key=f"second:{because}",
        payload={
            "key": "urgency.second_wanted",
            "values": {"code": shown(report.code), "by": first},
            "reply_to": card.message_id if card else None,
        },
        priority=Priority.URGENT,
        expires_at=now + ANSWER_LIVES,
        now=now,
    )


def hand_parts(
    session: Session,
    kind: str,
    report: Report,
    account: int,
    tap: str,
    part: int = 1,
    *,
    now: datetime,
) -> None:
    """Send one part of all that is told of `report` to an officer's private chat: every word
    (`whole`) or every step (`history`). The next part follows when this one has arrived."""
    outbox.put(
        session,
        kind,
        bot=PRIVATE,
        recipient=f"account:{account}",
        subject=f"report:{report.id}",
        key=f"{kind}:{report.id}:{tap}:{part}",
        payload={"tap": tap, "part": part},
        now=now,
    )


def show_board(session: Session, by: Person, reply_to: int, tap: str, *, now: datetime) -> None:
    """Post how the desk stands, as an answer to who asked. The caller commits.

    Raises NotAllowed.
    """
    require(by, Right.VERIFY)
    outbox.put(
        session,
        "board",
        bot=PRIVATE,
        recipient=DESK,
        key=f"board:{tap}",
        payload={"reply_to": reply_to},
        expires_at=now + ANSWER_LIVES,
        now=now,
    )
