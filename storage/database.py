"""Units of work: one transaction each, run away from the event loop, on SQLite or PostgreSQL."""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import chain as chains
from storage.chain import Chain
from storage.dying import Point, passes

T = TypeVar("T")
Unit = Callable[[Session], T]
Done = tuple["Future[Any] | asyncio.Future[Any]", Any, Exception | None]
Listener = Callable[[frozenset[str]], None]
log = structlog.get_logger()

BATCH = 64  # waiting units that share one COMMIT; more only delays the first of them
BUSY_MS = 15_000  # how long SQLite waits for another process before it gives up
RETRIES = 5  # PostgreSQL: deadlocks and serialization failures
RETRYABLE = {"40001", "40P01"}


def announce(session: Session, topic: str) -> None:
    """Tell the listeners of the database about `topic` once this unit's commit is durable."""
    session.info.setdefault("topics", set()).add(topic)


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for another engine."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return None
    return Path(address.database or "")


@dataclass
class Job:
    """A unit and the future its caller waits for, in a thread or in an event loop."""

    unit: Unit[Any]
    future: "Future[Any] | asyncio.Future[Any]"

    def wanted(self) -> bool:
        """Whether somebody waits still; from here on it can not be cancelled."""
        if isinstance(self.future, Future):
            return self.future.set_running_or_notify_cancel()
        return not self.future.cancelled()


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
        self._listeners: list[Listener] = []
        self.info: dict[str, object] = {}
        if self.sqlite:
            self.engine = _sqlite_engine(url)
            self._reader = _sqlite_engine(url, read_only=True)
        else:
            self.engine = create_engine(
                url, pool_size=workers, max_overflow=0, hide_parameters=True
            )
            self._reader = self.engine
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="db-read")
        self._pool: ThreadPoolExecutor | None = None
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        if self.sqlite:
            self._writer = threading.Thread(target=self._write, name="db-write", daemon=True)
            self._writer.start()
        else:
            self._pool = ThreadPoolExecutor(workers, thread_name_prefix="db-write")

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the announced topics after each commit, from a database thread."""
        self._listeners.append(listener)

    def chained(self, chain: Chain) -> None:
        """From here on units may write the log, each entry bound by `chain`."""
        self.info[chains.INFO] = chain

    def submit(self, unit: Unit[T]) -> "Future[T]":
        """Queue `unit`; the future is done after the commit. Cancelled early, it is skipped."""
        if self._pool is not None:
            return self._pool.submit(self._run_alone_retrying, unit)
        future: Future[T] = Future()
        self._jobs.put(Job(unit, future))
        return future

    async def run(self, unit: Unit[T]) -> T:
        """Run `unit` in a transaction of its own kind and return its result, committed."""
        if self._pool is not None:
            return await asyncio.wrap_future(self.submit(unit))
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put(Job(unit, future))
        return await future

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
        if self._writer is not None and self._writer.is_alive():
            self._jobs.put(None)
            self._writer.join()
        if self._pool is not None:
            self._pool.shutdown()
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
            _joined(connection, self.info) as session,
        ):
            result = unit(session)
            session.flush()
            topics = _announced(session)
            passes(Point.COMMITTING)
        passes(Point.COMMITTED)
        self._tell(topics)
        return result

    # SQLite ---------------------------------------------------------------------------------

    def _write(self) -> None:
        with self.engine.connect() as connection:
            while True:
                batch, stop = self._take()
                if batch:
                    self._run_batch(connection, batch)
                if stop:
                    return

    def _take(self) -> tuple[list[Job], bool]:
        """The units that wait now; blocks for the first one."""
        first = self._jobs.get()
        if first is None:
            return [], True
        jobs = [first]
        while len(jobs) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return [job for job in jobs if job.wanted()], True
            jobs.append(job)
        return [job for job in jobs if job.wanted()], False

    def _run_batch(self, connection: Connection, batch: list[Job]) -> None:
        """Run each job in a savepoint and commit once; if that fails, each alone."""
        done: list[Done] = []
        topics: set[str] = set()
        try:
            with connection.begin(), _joined(connection, self.info) as session:
                for job in batch:
                    try:
                        result = _in_savepoint(connection, session, job.unit)
                    except Exception as error:
                        if not _transaction_alive(connection):
                            raise  # disk full and the like undo the savepoints too
                        done.append((job.future, None, error))
                    else:
                        done.append((job.future, result, None))
                        topics |= _announced(session)
                passes(Point.COMMITTING)
        except Exception as error:
            if len(batch) == 1:
                _settle([(batch[0].future, None, error)])
                return
            log.warning("batch_undone", units=len(batch), error=type(error).__name__)
            for job in batch:
                self._run_batch(connection, [job])
            return
        passes(Point.COMMITTED)
        self._tell(topics)
        _settle(done)


def _settle(done: list[Done]) -> None:
    """Give every caller the result or the error; an event loop is woken once for all of its."""
    loops: dict[asyncio.AbstractEventLoop, list[Done]] = {}
    for one in done:
        if isinstance(one[0], Future):
            _answer(one)
        else:
            loops.setdefault(one[0].get_loop(), []).append(one)
    for loop, several in loops.items():
        with suppress(RuntimeError):  # it closed meanwhile: nobody waits
            loop.call_soon_threadsafe(_answer_all, several)


def _answer_all(done: list[Done]) -> None:
    for one in done:
        if not one[0].cancelled():
            _answer(one)


def _answer(done: Done) -> None:
    future, result, error = done
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def _joined(connection: Connection, info: dict[str, object]) -> Session:
    """A session inside the connection's open transaction, which it neither commits nor ends."""
    return Session(
        bind=connection,
        join_transaction_mode="rollback_only",
        expire_on_commit=False,
        info=info,
    )


def _announced(session: Session) -> set[str]:
    topics: set[str] = session.info.pop("topics", set())
    return topics


def _in_savepoint(connection: Connection, session: Session, unit: Unit[T]) -> T:
    """Run `unit` inside a savepoint of the open transaction; raises what the unit raises.

    The session serves one unit after another and forgets each unit's rows. Should one of its own
    flushes fail, it ends the whole transaction.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("SAVEPOINT unit")
    try:
        result = unit(session)
        session.flush()
    except Exception:
        _announced(session)
        if _transaction_alive(connection):
            driver.execute("ROLLBACK TO unit")
            driver.execute("RELEASE unit")
        raise
    finally:
        session.expunge_all()
    driver.execute("RELEASE unit")
    return result


def _transaction_alive(connection: Connection) -> bool:
    driver = connection.connection.dbapi_connection
    return bool(getattr(driver, "in_transaction", True))


def _sqlite_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine whose transactions are ours: the driver neither begins nor commits by itself."""
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
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
