"""Two programs for one office: one works, and the other waits for its death."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.oneonly import SecondCourier
from bot.product import Product
from storage.pacer import Limits
from tests.conftest import fresh
from tests.journeys.accounts import PATIENCE, Office, office
from tests.journeys.lives import Lives

HOLDERS = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh("postgresql", request, tmp_path) as url:
        yield url


async def reported(desk: Office, name: str) -> None:
    """One report all the way, and its accounts."""
    siti, code = await desk.tip(name, "Air sungai naik cepat")
    await desk.decided(siti, code)
    await desk.settled()
    told = await desk.told(siti, code)
    assert (told.breaches, told.doubled) == ([], [])
    assert await desk.events(code) == ["submitted", "approved"]


async def stands_by(folder: Path) -> None:
    """Return once a program has said that it waits."""
    async with asyncio.timeout(PATIENCE):
        while "standing_by" not in (folder / "program.log").read_text():
            await asyncio.to_thread(Path.stat, folder)


def ask(url: str, question: str, end: bool = False) -> list[int]:
    """Processes of the server by a question; ended when asked to."""
    address = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(address, autocommit=True) as line:
        found = sorted({row[0] for row in line.execute(question.encode()).fetchall()})
        for pid in found if end else []:
            line.execute("SELECT pg_terminate_backend(%s)", (pid,))
        return found


@pytest.mark.parametrize("ends", ["killed", "cut off from the database"])
async def test_the_second_takes_over_when_the_first_is_dead_and_not_before(
    server: str, tmp_path: Path, ends: str
) -> None:
    async with office(server, tmp_path) as desk, Lives(desk) as first:
        first.again = False
        await reported(desk, "Siti")
        [holder] = ask(server, HOLDERS)
        async with Lives(desk):
            await stands_by(tmp_path)
            await reported(desk, "Budi")
            polls = await desk.sandbox.calls(method="getUpdates", polls=True)
            assert [poll.error_code for poll in polls if not poll.ok] == []
            if ends == "killed":
                first.kill()
            else:
                ask(server, HOLDERS, end=True)
            await first.have_ended(1)
            assert first.ended == ([-9] if ends == "killed" else [1])
            await reported(desk, "Wati")
            [heir] = ask(server, HOLDERS)
            assert heir != holder


async def test_on_sqlite_a_second_program_is_refused_with_a_sentence(
    sqlite_template, tmp_path: Path
) -> None:
    url = sqlite_template.copy_to(tmp_path / "cakra.db")
    async with office(url, tmp_path) as desk:
        first, second = (
            Product(desk.settings, limits=Limits.none(), clock=desk.now) for _ in range(2)
        )
        async with first.running():
            with pytest.raises(SecondCourier, match="stop that one first"):
                async with second.running():
                    raise AssertionError("two couriers on one database")
