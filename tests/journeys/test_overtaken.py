"""A program whose lock went to another, and that does not know: it claims nothing more."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot import guard
from bot.product import Product
from desk.postings import DESK
from storage import outbox
from storage.database import Database
from storage.epoch import Overtaken, take_over
from storage.outbox import Priority, State
from storage.pacer import Limits
from storage.tables import Outbox
from tests.conftest import fresh
from tests.journeys.accounts import PATIENCE, Office, office
from tests.journeys.lives import words
from tests.journeys.test_two_programs import HOLDERS, ask


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh("postgresql", request, tmp_path) as url:
        yield url


@asynccontextmanager
async def working(desk: Office, *parts: str) -> AsyncIterator[Product]:
    """These parts of the program, once they hold the guard."""
    product = Product(
        desk.settings, limits=Limits.none(), library=words(), parts=parts, clock=desk.now
    )
    async with product.running():
        async with asyncio.timeout(PATIENCE):
            while product.courier is None and product.clock is None:
                await desk.sandbox.wait(await desk.sandbox.sequence(), within=0.01)
        yield product


def row(session: Session, now: datetime) -> None:
    """A message for nobody: enough to be claimed."""
    outbox.put(
        session,
        "card",
        bot="private",
        recipient=DESK,
        key="x",
        subject="report:1",
        priority=Priority.CARD,
        now=now - timedelta(minutes=1),
    )


async def stands(desk: Office) -> tuple[str, int]:
    def state(session: Session) -> tuple[str, int]:
        found = session.exec(select(Outbox)).one()
        return found.state, found.attempts

    return await desk.database.read(state)


@pytest.mark.parametrize("part", ["courier", "clock"])
async def test_who_was_overtaken_without_noticing_does_nothing_more_and_stops(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(guard.ServerGuard, "holds", lambda self: True)  # it notices nothing
    async with office(server, tmp_path) as desk, working(desk, part) as first:
        ask(server, HOLDERS, end=True)
        async with working(desk, part):
            assert len(ask(server, HOLDERS)) == 1
        await desk.database.run(partial(row, now=desk.now()))
        if first.clock is not None:
            await first.clock.tick()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait([first.failed])
        with pytest.raises(Overtaken, match="stands by"):
            first.failed.result()
        assert await stands(desk) == (State.WAITING, 0)
        async with working(desk, "courier"):
            async with asyncio.timeout(PATIENCE):
                while (await stands(desk))[0] != State.GONE:
                    await desk.sandbox.wait(await desk.sandbox.sequence(), within=0.01)


async def test_of_two_holders_the_later_one_holds(database: Database) -> None:
    first = await database.run(lambda session: take_over(session, "courier"))
    await database.run(first.holds)
    other = await database.run(lambda session: take_over(session, "clock"))
    second = await database.run(lambda session: take_over(session, "courier"))
    assert (first.number, second.number, other.number) == (1, 2, 1)
    await database.run(second.holds)
    await database.run(other.holds)
    if database.sqlite:
        return
    with pytest.raises(Overtaken):
        await database.run(first.holds)


async def test_nobody_takes_over_in_the_middle_of_a_claim(server: str) -> None:
    database = Database(server)
    try:
        first = await database.run(lambda session: take_over(session, "courier"))
        with Session(database.engine) as claim:
            first.holds(claim)
            heir = database.submit(lambda session: take_over(session, "courier"))
            waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            async with asyncio.timeout(PATIENCE):
                while not await asyncio.to_thread(ask, server, waiting):
                    pass
            assert not heir.done()
            claim.commit()
        assert heir.result(timeout=PATIENCE).number == 2
    finally:
        database.close()
