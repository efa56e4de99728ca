"""Engines whose transactions are ours: the driver neither begins nor commits by itself."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_MS = 15_000  # how long SQLite waits for another process before it gives up


def sqlite_engine(url: str, *, read_only: bool = False) -> Engine:
    """SQLite in WAL with `synchronous=FULL`. Raises ValueError for a database in memory."""
    path = make_url(url).database
    if not path or path == ":memory:":
        raise ValueError("DATABASE_URL needs a file, such as sqlite:///data/cakra.db")
    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connected(driver: Any, _record: Any) -> None:
        driver.isolation_level = None
        cursor = driver.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        else:
            _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(cursor: Any) -> None:
    """Switch the file to WAL; it stays so.

    When two do that to a new file, SQLite tells one of them that it is locked, without waiting.
    """
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)
