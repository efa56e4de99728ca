"""`python -m tests.bench`: everything side by side, as one Markdown table; about five minutes.

Ratios tell, absolutes do not: they belong to the machine. With `--where` only the durable step is
taken apart, by sampling.
"""

import argparse
import asyncio
import os
import platform
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot import logs
from tests.bench import candidates, delivery, figures, million, program, sampling, steps
from tests.bench.rounds import Row, percentile, table
from tests.databases import PostgresServer

ROUNDS = 5
STARTS = 3


def main() -> None:
    """Print the table; what is under way goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--where", action="store_true", help="where the time of a step goes")
    where = parser.parse_args().where
    logs.configure("WARNING")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="cakra-bench-") as name:
        folder = Path(name)
        if where:
            print(asyncio.run(sampling.where(folder)))
            return
        rows = [*asyncio.run(_with_a_loop(folder)), *_million(folder)]
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}\n\n{table(rows)}")
    _tell(f"done in {time.perf_counter() - begun:.0f} s")


async def _with_a_loop(folder: Path) -> list[Row]:
    _tell("durable steps beside an echo")
    rows = _steps(await steps.compare(folder, ROUNDS))
    async with program.sandbox_process(folder) as url:
        _tell("from the tap on Send to the card")
        cards = await delivery.submit_to_card(url, folder)
        _tell("starting the program")
        started = await program.start(url, folder, STARTS)
    return [*rows, *_cards(cards), *_program(started)]


def _steps(found: steps.Compared) -> list[Row]:
    at_once = f"{steps.AT_ONCE} people at once"
    return [
        Row("(b) bare aiogram echo from raw JSON", tuple(found.echo), "steps/s"),
        Row(f"(a) durable form step, {at_once}", tuple(found.form), "steps/s"),
        Row("(a) ÷ (b)", tuple(found.ratios), "×"),
        Row("(a) ÷ (b), processor time alone", tuple(found.processor_ratios), "×"),
        Row("durable form step, one after the other", tuple(found.alone), "steps/s"),
        Row("processor an echo", tuple(found.echo_ms), "ms"),
        Row("processor a step: event loop", tuple(found.loop_ms), "ms"),
        Row("processor a step: writer thread", tuple(found.writer_ms), "ms"),
        Row("updates that share one COMMIT", tuple(found.per_commit), ""),
        *_rivals(found),
    ]


def _rivals(found: steps.Compared) -> list[Row]:
    """The same dialogue by aiogram's FSM; Redis is left out where it is not installed."""
    if "Redis" not in found.rivals:
        _tell("no redis-server or no redis library here: its row is left out")
    rows = []
    for name, values in found.rivals.items():
        rows.append(Row(f"(g) aiogram's FSM, {name}", tuple(values), "steps/s"))
        rows.append(Row(f"(a) ÷ (g), {name}", tuple(found.against(name)), "×"))
    return rows


def _cards(found: tuple[float, ...]) -> list[Row]:
    size = len(found) // ROUNDS
    rounds = [found[first : first + size] for first in range(0, size * ROUNDS, size)]
    what = f"(c) Send tapped → card at the Bot API, {delivery.A_SECOND} reports a second"
    return [
        Row(f"{what}: p{percent}", tuple(percentile(one, percent) for one in rounds), "ms")
        for percent in (50, 95)
    ]


def _program(found: program.Started) -> list[Row]:
    return [
        Row("(d) `python -m bot --help`", tuple(found.help), "s"),
        Row("(d) `python -m bot run` until it runs", tuple(found.run), "s"),
        Row("(d) the same, the very first time", tuple(found.first), "s"),
        Row("(e) VmRSS of the program at rest", tuple(found.memory), "MB"),
    ]


def _million(folder: Path) -> list[Row]:
    """What is asked of a million reports; filling both databases takes a minute or two."""
    _tell(f"filling both databases with {million.REPORTS:,} reports")
    office = million.the_office()
    server = PostgresServer()
    try:
        with million.filled(folder, server, office) as databases:
            _tell("figures of digests")
            counted = figures.figures(databases, office, ROUNDS)
            _tell("similar reports")
            return [*counted, *candidates.candidates(databases, office)]
    finally:
        server.stop()


def machine() -> str:
    """The machine in one line."""
    parts = [f"{os.cpu_count()} cores"]
    cpu = [one for one in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in one]
    parts += [one.partition(":")[2].strip() for one in cpu[:1]]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts += [f"{memory:.0f} GB", platform.freedesktop_os_release()["PRETTY_NAME"]]
    parts += [f"CPython {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    return ", ".join(parts)


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
