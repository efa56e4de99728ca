"""(g): how long the whole program takes to start, as a process."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.client import Sandbox
from tests.bench.processes import process, sandbox, settings_of
from tests.bench.rounds import Row

STARTS = 3


@dataclass
class Started:
    """Seconds until it spoke."""

    help: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    run: list[float] = field(default_factory=list)


async def rows(folder: Path) -> list[Row]:
    """The starts, as rows of the table."""
    found = await start(folder, STARTS)
    return [
        Row("(g) `cakra --help`", tuple(found.help), "s"),
        Row("(g) `cakra run` until it runs", tuple(found.run), "s"),
        Row("(g) the same, the very first time", tuple(found.first), "s"),
    ]


async def start(folder: Path, rounds: int) -> Started:
    """Help and the program in turns; the first of either fills the caches and counts apart."""
    found = Started()
    async with sandbox(folder) as url, Sandbox(url) as play:
        group = await play.group("Meja verifikasi", bots=[play.bots[1]])
        settings = settings_of(url, folder, group.id)
        for number in range(rounds + 1):
            begun = time.perf_counter()
            async with process("bot", "--help", folder=folder):
                pass
            if number:
                found.help.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            async with process("bot", "run", folder=folder, settings=settings):
                (found.run if number else found.first).append(time.perf_counter() - begun)
    return found
