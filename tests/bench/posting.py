"""Updates posted to the program's door as Telegram posts them, so many in flight."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from itertools import cycle

import aiohttp
from sqlmodel import Session

from bot.opening import open_house
from bot.product import utc_now
from bot.settings import load
from desk.rights import PUBLIC
from storage.database import Database
from storage.tables import Source
from storage.vault import Identity
from tests.bench.processes import SECRET
from tests.bench.rounds import AT_ONCE
from web.webhook import HEADER

CHUNK = 500  # people entered in one unit
WITHIN = 60.0  # seconds for an answer
Dialogue = tuple[str, ...]


def meet(settings: dict[str, str], people: Iterable[int]) -> None:
    """Everybody pressed Start before: Telegram lets nobody write otherwise."""
    checked = load(settings)
    database = Database(checked.database_url)
    try:
        house, _ = open_house(checked, database, utc_now())
        everybody = list(people)
        for first in range(0, len(everybody), CHUNK):
            several = everybody[first : first + CHUNK]

            def unit(session: Session, several: list[int] = several) -> None:
                for who in several:
                    source = Source(
                        id=f"{who:x}",
                        codename=f"Elang {who}",
                        bot=PUBLIC,
                        language="id",
                        created_at=utc_now(),
                    )
                    session.add(source)
                    house.vault.file(session, f"source:{source.id}", PUBLIC, Identity(who))

            database.submit(unit).result()
    finally:
        database.close()


async def posted(ports: list[int], dialogues: Iterable[Dialogue]) -> float:
    """Seconds until all are taken, each by the next program in turn.

    64 people write at the same time, each message after the last was answered. RuntimeError for
    any answer but 200, which comes after the commit.
    """
    programs = cycle([f"http://127.0.0.1:{port}/telegram/{PUBLIC}" for port in ports])
    headers = {HEADER: SECRET, "content-type": "application/json"}
    waiting = iter(dialogues)
    patience = aiohttp.ClientTimeout(total=WITHIN)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=patience) as line:

        async def person(queue: Iterator[Dialogue]) -> None:
            for dialogue in queue:
                for update in dialogue:
                    async with line.post(next(programs), data=update, headers=headers) as answer:
                        if answer.status != 200:
                            raise RuntimeError(f"an update was answered with {answer.status}")

        begun = time.perf_counter()
        await asyncio.gather(*(person(waiting) for _ in range(AT_ONCE)))
        return time.perf_counter() - begun


async def open_doors(ports: list[int]) -> None:
    """Return once every program takes updates: its own name it learns after the start."""
    async with aiohttp.ClientSession() as line:
        for port in ports:
            url = f"http://127.0.0.1:{port}/telegram/{PUBLIC}"
            while True:
                nothing = '{"update_id": 1}'
                async with line.post(url, data=nothing, headers={HEADER: SECRET}) as answer:
                    if answer.status == 200:
                        break
                await asyncio.sleep(0.05)
