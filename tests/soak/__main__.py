"""People report and an officer decides while the program is killed at random: `make soak`.

Half of SOAK_SECONDS (120) on SQLite, half on PostgreSQL; SOAK_SEED repeats the dice of a run.
Exit 1 when a thanked report is lost, doubled or decided twice, or when somebody was told twice.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.databases import PostgresServer, SqliteTemplate
from tests.journeys.accounts import office
from tests.journeys.lives import Lives
from tests.soak.crowd import Crowd
from tests.soak.killer import kills

SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
SEED = int(os.environ.get("SOAK_SEED", time.time_ns() % 100_000))
ENGINES = ("sqlite", "postgresql")


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The address of a fresh database."""
    if engine == "sqlite":
        yield SqliteTemplate(folder).copy_to(folder / "cakra.db")
        return
    server = PostgresServer()
    try:
        yield server.fresh()
    finally:
        server.stop()


async def soak(engine: str, url: str, folder: Path, seconds: float) -> list[str]:
    """Run the load and the kills; prints the accounts and returns every breach."""
    luck = random.Random(f"{SEED} {engine}")
    async with office(url, folder) as desk, Lives(desk) as lives:
        crowd = Crowd(desk, luck, asyncio.get_running_loop().time() + seconds)
        killing = asyncio.create_task(kills(lives, luck))
        await crowd.lives_on()
        killing.cancel()
        with suppress(OSError, EOFError):  # it died just now, and the next has no orders
            await lives.dies_at("")
        try:
            await desk.settled()
        except TimeoutError as error:
            crowd.unheard.append(str(error))
        print(f"{engine}: {seconds:.0f} s, {len(lives.ended)} kills (SOAK_SEED={SEED})")
        return await crowd.accounts()


def main() -> None:
    """Both engines, one after the other."""
    breaches = []
    for engine in ENGINES:
        with tempfile.TemporaryDirectory() as folder, database(engine, Path(folder)) as url:
            breaches += asyncio.run(soak(engine, url, Path(folder), SECONDS / len(ENGINES)))
    for breach in breaches:
        print(f"BROKEN: {breach}")
    print("Every promise was kept." if not breaches else f"{len(breaches)} promises were broken.")
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
