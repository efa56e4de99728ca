"""`python -m tests.bench`: everything side by side, as one Markdown table; ten to twelve minutes.

Ratios tell, absolutes do not: they belong to the machine. With letters, as in `python -m
tests.bench c d`, only those rows. With `--where` only the durable step is taken apart.
"""

import argparse
import asyncio
import os
import platform
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot import logs
from tests.bench import (
    candidates,
    contest,
    delivery,
    figures,
    million,
    program,
    sampling,
    slowest,
    steps,
    surges,
    webhook,
)
from tests.bench.rounds import Row, table
from tests.databases import PostgresServer

ROUNDS = 5


def main() -> None:
    """Print the table; what is under way goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--where", action="store_true", help="where the time of a step goes")
    parser.add_argument("rows", nargs="*", help="letters of rows; all of them without")
    given = parser.parse_args()
    if unknown := {*given.rows} - {*"".join(SECTIONS)}:
        parser.error(f"there are no rows {', '.join(sorted(unknown))}")
    logs.configure("WARNING")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="cakra-bench-") as name:
        if given.where:
            print(asyncio.run(sampling.where(Path(name))))
            return
        rows, broken = _rows(Path(name), given.rows)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}\n\n{table(rows)}")
    _tell(f"done in {time.perf_counter() - begun:.0f} s")
    sys.exit(1 if broken else 0)


def _rows(folder: Path, wanted: list[str]) -> tuple[list[Row], int]:
    """The rows of the sections that have one of the letters, of all without letters; and how many
    sections broke."""
    rows, broken = [], 0
    for letters, (what, measured) in SECTIONS.items():
        if wanted and not {*wanted} & {*letters}:
            continue
        begun = time.perf_counter()
        try:
            rows += measured(folder / letters)
        except Exception:
            traceback.print_exc()
            broken += 1
        _tell(f"{what}: {time.perf_counter() - begun:.0f} s")
    return rows, broken


def _durable(folder: Path) -> list[Row]:
    folder.mkdir()
    found = asyncio.run(contest.compare(folder, ROUNDS))
    if f"{contest.FSM}Redis" not in found.others:
        _tell("no redis-server here: its row is left out")
    rows = [
        Row(f"(a) durable form step, {steps.AT_ONCE} people at once", found.form, "steps/s"),
        Row("(a) durable form step, one after the other", found.alone, "steps/s"),
        Row("(a) processor a step: event loop", found.loop_ms, "ms"),
        Row("(a) processor a step: writer thread", found.writer_ms, "ms"),
        Row("(a) updates that share one COMMIT", found.per_commit, ""),
        Row("(a) processor an echo", found.echo_ms, "ms"),
        Row("(a) step ÷ echo, processor time alone", found.processor_ratios, "×"),
    ]
    for name, rate in found.others.items():
        rows.append(Row(f"(a) {name}", rate, "steps/s"))
        rows.append(Row("(a) … step ÷ that", found.against(name), "×"))
    return rows


def _million(folder: Path) -> list[Row]:
    """What is asked of a million reports; filling both databases takes a minute or two."""
    folder.mkdir()
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


def _looped(measured: Callable[[Path], Any], folder: Path) -> list[Row]:
    rows: list[Row] = asyncio.run(measured(folder))
    return rows


SECTIONS: dict[str, tuple[str, Callable[[Path], list[Row]]]] = {
    "a": ("durable steps beside an echo", _durable),
    "be": ("the webhook, and memory", partial(_looped, webhook.rows)),
    "c": ("from the tap on Send to the card", partial(_looped, delivery.rows)),
    "d": ("surges", partial(_looped, surges.rows)),
    "fj": ("what is asked of a million reports", _million),
    "g": ("starting the program", partial(_looped, program.rows)),
    "h": ("the slowest unit", partial(_looped, slowest.rows)),
    "i": ("several intakes", partial(_looped, webhook.rows_of_several)),
}


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
