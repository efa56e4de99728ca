"""A SQLite file as it is opened."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from storage.database import Database
from storage.engines import sqlite_engine

AT_ONCE = 4
FILES = 60  # of which two or three were locked for one of the four, as long as nobody tried again


def mode_of(together: threading.Barrier, engine: Engine) -> str:
    together.wait()
    with engine.connect() as connection:
        return str(connection.scalar(text("PRAGMA journal_mode")))


def test_several_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    for number in range(FILES):
        url = f"sqlite:///{tmp_path / str(number)}.db"
        engines = [sqlite_engine(url) for _ in range(AT_ONCE)]
        together = threading.Barrier(AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            modes = list(threads.map(partial(mode_of, together), engines))
        assert modes == ["wal"] * AT_ONCE
        for engine in engines:
            engine.dispose()


async def test_who_writes_to_a_file_that_can_not_be_opened_is_told_and_waits_for_nothing(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{tmp_path}")
    try:
        for _ in range(2):
            with pytest.raises(OperationalError, match="unable to open"):
                async with asyncio.timeout(20):
                    await database.run(lambda session: None)
    finally:
        database.close()
