"""Which rows a courier claims while Telegram's limits are reached."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from bot.claims import Claimed, claim
from desk import flood
from desk.lifecycle import Status
from desk.postings import DESK
from desk.rights import PRIVATE, PUBLIC
from storage import outbox
from storage.database import Database
from storage.outbox import Priority
from storage.pacer import Asides, Limits, Pacer, Window
from storage.tables import Card
from tests.desk.test_lifecycle import a_report

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
A_SECOND_ON = NOW + timedelta(seconds=1)
CROWD = 400


async def test_a_bot_that_may_not_write_hides_nobody_else_and_is_not_asked_about_each_of_many(
    database: Database,
) -> None:
    said: list[str] = []

    def fill(session: Session) -> None:
        for number in range(CROWD):
            put(session, PUBLIC, f"source:{number}")
        put(session, PRIVATE, "account:1")
        for number in range(30):
            Pacer(session, PUBLIC, Limits(), NOW).take(f"source:x{number}", 1)

    def claimed(session: Session) -> Claimed:
        half = NOW + timedelta(seconds=0.5)
        return claim(session, (PUBLIC, PRIVATE), Limits(), set(), 12, half, {})

    await database.run(fill)
    event.listen(
        database.engine, "before_cursor_execute", lambda *given: said.append(statement(*given))
    )
    found = await database.run(claimed)
    assert [one.recipient for one in found.parcels] == ["account:1"]
    assert found.look_at == A_SECOND_ON
    assert sum("FROM outbox" in one for one in said) < 8


async def test_fifteen_reports_a_minute_hang_at_once_and_leave_room_for_what_is_urgent(
    database: Database,
) -> None:
    for number in range(30):
        at = NOW + timedelta(seconds=4 * number)
        assert await database.run(partial(hung, number=number, at=at)) == [f"report:{number}"]
    for number in range(30, 35):
        at += timedelta(seconds=1)
        urgent = partial(hung, number=number, at=at, priority=Priority.URGENT)
        assert await database.run(urgent) == [f"report:{number}"]


async def test_in_a_flood_news_of_what_is_urgent_comes_by_its_card_or_by_the_queue_card(
    database: Database,
) -> None:
    """Every few seconds something urgent, more than a group takes in a minute."""
    gone: list[tuple[str, datetime]] = []
    entered: list[tuple[str, datetime]] = []

    def flooded(session: Session) -> None:
        for number in range(1, flood.AT + 2):
            report = a_report(session, Status.WAITING, draft_id=number)
            session.flush()
            session.add(Card(report_id=report.id or 0, recipient=DESK, panel="main"))

    def second(session: Session, number: int, at: datetime) -> None:
        if number % 2 == 0:
            put_card(session, number, Priority.URGENT, at)
            entered.append((f"report:{number}", at))
        for parcel in claim(session, (PRIVATE,), Limits(), set(), 12, at, {}).parcels:
            gone.append((parcel.subject or parcel.kind, at))
            outbox.sent(session, parcel.id, number, at)
            if parcel.kind == flood.QUEUE:
                flood.note_told(session, -100, 1, (number, 1), at)

    await database.run(flooded)
    for number in range(1000, 1180):
        at = NOW + timedelta(seconds=number)
        await database.run(partial(second, number=number, at=at))
    for subject, at in entered[:-3]:
        news = min(when for what, when in gone if what in (subject, "queue") and when >= at)
        assert news - at <= timedelta(seconds=6)
    for _, start in gone:
        inside = [at for _, at in gone if start <= at < start + timedelta(seconds=60)]
        assert len(inside) <= 20
    assert sum(what != "queue" for what, _ in gone) >= 3 * 6  # and cards of their own besides


async def test_what_is_said_past_the_outbox_takes_places_of_it_and_leaves_it_a_fifth(
    database: Database,
) -> None:
    limits = Limits(overall=Window(10, timedelta(seconds=1)))
    asides = Asides(limits, lambda: NOW)

    def fill(session: Session) -> None:
        for number in range(CROWD):
            put(session, PUBLIC, f"source:{number}")

    def claimed(session: Session) -> Claimed:
        return claim(
            session, (PUBLIC, PRIVATE), limits, set(), 12, NOW, {PUBLIC: asides.made(PUBLIC)}
        )

    await database.run(fill)
    assert [asides.take(PUBLIC) for _ in range(10)] == [True] * 8 + [False] * 2
    assert asides.take(PRIVATE)
    found = await database.run(claimed)
    assert len(found.parcels) == 2 and found.look_at == A_SECOND_ON


def test_what_the_outbox_sends_takes_places_of_what_is_said_past_it() -> None:
    now = [NOW]
    asides = Asides(Limits(), lambda: now[0])
    for _ in range(20):
        asides.promised(PUBLIC)
    assert [asides.take(PUBLIC) for _ in range(5)] == [True] * 4 + [False]
    now[0] += timedelta(seconds=1)
    assert asides.take(PUBLIC)
    assert all(Asides(Limits.none(), lambda: NOW).take(PUBLIC) for _ in range(100))


def hung(
    session: Session, number: int, at: datetime, priority: Priority = Priority.CARD
) -> list[str | None]:
    """The reports whose cards may go at this moment, after one more was entered."""
    put_card(session, number, priority, at)
    found = claim(session, (PUBLIC, PRIVATE), Limits(), set(), 12, at, {})
    return [one.subject for one in found.parcels]


def put_card(session: Session, number: int, priority: Priority, at: datetime) -> None:
    outbox.put(
        session,
        "card",
        bot=PRIVATE,
        recipient=DESK,
        subject=f"report:{number}",
        key=f"card:{number}",
        priority=priority,
        now=at,
    )


def put(session: Session, bot: str, recipient: str) -> None:
    outbox.put(session, "receipt", bot=bot, recipient=recipient, key="r", now=NOW)


def statement(connection: Any, cursor: Any, text: str, *_: Any) -> str:
    return text
