"""(b), (e) and (i): updates a second through the webhook, and what open drafts hold in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from offices.load import load as load_office
from tests.bench.posting import Dialogue, meet, open_doors, posted
from tests.bench.processes import agreeing, posted_to, process, resident, settings_of
from tests.bench.rounds import AT_ONCE, Row
from tests.bench.steps import Chatter
from tests.databases import PostgresServer
from tests.programs import free_port

GROUP = -1001
REST = 3.0  # seconds until the commands are announced
DRAFTS = 10_000
DIALOGUES, FEWER = 8, 4  # of each of the 64 in a round; where a program shares the machine
ROUNDS = 3
INTAKES = (1, 2, 4)


@dataclass
class Posted:
    """Updates a second of each round; megabytes at rest, and with ten thousand open drafts."""

    updates: list[float] = field(default_factory=list)
    rest: float = 0.0
    full: float = 0.0


async def rows(folder: Path) -> list[Row]:
    """The whole program's throughput and memory, as rows of the table."""
    found = await whole_program(folder, ROUNDS)
    what = f"{AT_ONCE} in flight, SQLite"
    return [
        Row(f"(b) updates through the webhook, {what}", tuple(found.updates), "updates/s"),
        Row("(e) VmRSS of the program at rest", (found.rest,), "MB"),
        Row(f"(e) … with {DRAFTS:,} open drafts", (found.full,), "MB"),
    ]


async def rows_of_several(folder: Path) -> list[Row]:
    """How several intake processes share the work, as rows of the table."""
    server = PostgresServer()
    try:
        found = await intakes(folder, server, ROUNDS)
    finally:
        server.stop()
    return [
        Row(f"(i) … PostgreSQL, intake processes: {count}", tuple(values), "updates/s")
        for count, values in found.items()
    ]


async def whole_program(folder: Path, rounds: int) -> Posted:
    """The whole program on SQLite: a few rounds of form steps, then drafts up to 10,000."""
    folder.mkdir()
    found, chatter = Posted(), Chatter(load_office("indragiri-hilir").regions)
    port = free_port()
    everybody = chatter.dialogues(DRAFTS)
    several = list(everybody.values())
    async with agreeing(folder) as url:
        settings = settings_of(url, folder, GROUP, **posted_to(port))
        await asyncio.to_thread(meet, settings, everybody)
        async with process("bot", "run", folder=folder, settings=settings) as (pid, _):
            await open_doors([port])
            await asyncio.sleep(REST)
            found.rest = resident(pid)
            size = AT_ONCE * DIALOGUES
            for number in range(rounds + 1):
                share = several[number * size : (number + 1) * size]
                seconds = await posted([port], share)
                if number:
                    found.updates.append(len(share) * 2 / seconds)
            left = several[(rounds + 1) * size :]
            await posted([port], [dialogue[:1] for dialogue in left])
            found.full = resident(pid)
    return found


async def intakes(folder: Path, server: PostgresServer, rounds: int) -> dict[int, list[float]]:
    """Updates a second by how many processes take them, all on one PostgreSQL."""
    folder.mkdir()
    chatter = Chatter(load_office("indragiri-hilir").regions)
    found: dict[int, list[float]] = {}
    async with agreeing(folder) as url:
        for count in INTAKES:
            size = AT_ONCE * FEWER
            everybody = chatter.dialogues(size * (rounds + 1))
            database = server.fresh()
            settings = settings_of(url, folder, GROUP, DATABASE_URL=database)
            await asyncio.to_thread(meet, settings, everybody)
            async with _taking(folder, settings, count) as ports:
                several: list[Dialogue] = list(everybody.values())
                for number in range(rounds + 1):
                    share = several[number * size : (number + 1) * size]
                    seconds = await posted(ports, share)
                    if number:
                        found.setdefault(count, []).append(len(share) * 2 / seconds)
    return found


@asynccontextmanager
async def _taking(folder: Path, settings: dict[str, str], count: int) -> AsyncIterator[list[int]]:
    """The ports of so many intake processes."""
    ports = [free_port() for _ in range(count)]
    async with AsyncExitStack() as stack:

        async def one(port: int) -> None:
            there = {**settings, **posted_to(port, front=ports[0])}
            words = ("run", "--only", "intake")
            running = process("bot", *words, folder=folder, settings=there)
            await stack.enter_async_context(running)

        await asyncio.gather(*map(one, ports))
        await open_doors(ports)
        yield ports
