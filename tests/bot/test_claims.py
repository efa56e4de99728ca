"""Which rows a courier claims while Telegram's limits are reached."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from bot.claims import Claimed, claim
from desk.postings import DESK
from desk.rights import PRIVATE, PUBLIC
from storage import outbox
from storage.database import Database
from storage.outbox import Priority
from storage.pacer import Limits, Pacer

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
        return claim(session, (PUBLIC, PRIVATE), Limits(), set(), 12, half)

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


def hung(
    session: Session, number: int, at: datetime, priority: Priority = Priority.CARD
) -> list[str | None]:
    """The reports whose cards may go at this moment, after one more was entered."""
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
    found = claim(session, (PUBLIC, PRIVATE), Limits(), set(), 12, at)
    return [one.subject for one in found.parcels]


def put(session: Session, bot: str, recipient: str) -> None:
    outbox.put(session, "receipt", bot=bot, recipient=recipient, key="r", now=NOW)


def statement(connection: Any, cursor: Any, text: str, *_: Any) -> str:
    return text
