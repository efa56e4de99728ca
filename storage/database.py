"""Units of work: one transaction each, run away from the event loop, on SQLite or PostgreSQL."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import chain as chains
from storage.chain import Chain
from storage.dying import Point, passes
from storage.engines import sqlite_engine
from storage.units import TOPICS, Unit, announced, joined
from storage.writer import Job, Writer

T = TypeVar("T")
Hearing = Callable[[frozenset[str]], None]
log = structlog.get_logger()

RETRIES = 5  # PostgreSQL: deadlocks and serialization failures
RETRYABLE = {"40001", "40P01"}


def announce(session: Session, topic: str) -> None:
    """Tell the listeners of the database about `topic` once this unit's commit is durable."""
    session.info.setdefault(TOPICS, set()).add(topic)


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for another engine."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return None
    return Path(address.database or "")


class Database:
    """Runs units. A unit gets a `Session`, neither commits nor rolls back but raises to be
    undone, and is kept or undone as a whole.

    On SQLite one thread writes; the units that wait are taken together, each in a savepoint, and
    share one COMMIT. On PostgreSQL each unit has a transaction of its own; it is run again after
    a deadlock or a serialization failure, so a unit must touch nothing but its session.
    """

    def __init__(self, url: str, *, workers: int = 6) -> None:
        self.url = url
        self.sqlite = make_url(url).get_backend_name() == "sqlite"
        self._listeners: list[Hearing] = []
        self.info: dict[str, object] = {}
        if self.sqlite:
            self.engine = sqlite_engine(url)
            self._reader = sqlite_engine(url, read_only=True)
        else:
            self.engine = create_engine(
                url, pool_size=workers, max_overflow=0, hide_parameters=True
            )
            self._reader = self.engine
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="db-read")
        self._writer: Writer | ThreadPoolExecutor
        if self.sqlite:
            self._writer = Writer(self.engine, self._tell, self.info)
        else:
            self._writer = ThreadPoolExecutor(workers, thread_name_prefix="db-write")

    def listen(self, listener: Hearing) -> None:
        """Call `listener` with the announced topics after each commit, from a database thread."""
        self._listeners.append(listener)

    def chained(self, chain: Chain) -> None:
        """From here on units may write the log, each entry bound by `chain`."""
        self.info[chains.INFO] = chain

    def submit(self, unit: Unit[T]) -> "Future[T]":
        """Queue `unit`; the future is done after the commit. Cancelled early, it is skipped.

        It goes before what `run` was asked for in the same turn of an event loop.
        """
        if isinstance(self._writer, ThreadPoolExecutor):
            return self._writer.submit(self._run_alone_retrying, unit)
        future: Future[T] = Future()
        self._writer.put(Job(unit, future))
        return future

    async def run(self, unit: Unit[T]) -> T:
        """Run `unit` in a transaction of its own kind and return its result, committed."""
        if isinstance(self._writer, ThreadPoolExecutor):
            return await asyncio.wrap_future(self.submit(unit))
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put_together(Job(unit, future))
        try:
            return await future
        finally:
            del future  # it knows the error that knows this frame

    def look(self, unit: Unit[T]) -> T:
        """`read` for a caller without an event loop."""
        return self._read(unit)

    async def read(self, unit: Unit[T]) -> T:
        """Run `unit` on a read-only connection; it sees the last commit and may not write."""
        return await asyncio.wrap_future(self._readers.submit(self._read, unit))

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A read-only connection on which every query sees one and the same moment."""
        with self._reader.connect() as connection:
            if not self.sqlite:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection

    def close(self) -> None:
        """Finish what is queued, then let go of every connection."""
        self._writer.shutdown()
        self._readers.shutdown()
        self.engine.dispose()
        self._reader.dispose()

    def _read(self, unit: Unit[T]) -> T:
        with self._reader.connect() as connection:
            if not self.sqlite:
                connection = connection.execution_options(postgresql_readonly=True)
            with Session(bind=connection, expire_on_commit=False) as session:
                return unit(session)

    def _tell(self, topics: set[str]) -> None:
        if topics:
            for listener in self._listeners:
                listener(frozenset(topics))

    # PostgreSQL -----------------------------------------------------------------------------

    def _run_alone_retrying(self, unit: Unit[T]) -> T:
        for attempt in range(RETRIES):
            try:
                return self._run_alone(unit)
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state not in RETRYABLE or attempt == RETRIES - 1:
                    raise
                log.info("unit_repeated", sqlstate=state, attempt=attempt + 1)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _run_alone(self, unit: Unit[T]) -> T:
        with (
            self.engine.connect() as connection,
            connection.begin(),
            joined(connection, self.info) as session,
        ):
            result = unit(session)
            session.flush()
            topics = announced(session)
            passes(Point.COMMITTING)
        passes(Point.COMMITTED)
        self._tell(topics)
        return result
