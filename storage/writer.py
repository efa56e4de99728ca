"""SQLite's one writing thread: the units that wait are taken together and share one COMMIT."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from copy import copy
from typing import Any

import structlog
from msgspec import Struct
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from storage.dying import Point, passes
from storage.units import Unit, announced, in_savepoint, joined, transaction_alive

Done = tuple["Future[Any] | asyncio.Future[Any]", Any, Exception | None]
log = structlog.get_logger()

BATCH = 64  # waiting units that share one COMMIT; more only delays the first of them


class Job(Struct):
    """A unit and the future its caller waits for, in a thread or in an event loop."""

    unit: Unit[Any]
    future: "Future[Any] | asyncio.Future[Any]"

    def wanted(self) -> bool:
        """Whether somebody waits still; from here on it can not be cancelled."""
        if isinstance(self.future, Future):
            return self.future.set_running_or_notify_cancel()
        return not self.future.cancelled()


class Writer:
    """Runs what is put, each in a savepoint of its own, from its start until it is shut down.

    What an event loop asks for in one of its turns is queued together: woken by the first unit,
    this thread would only contend with the loop for the interpreter, statement by statement, and
    commit less at a time.

    `tell` is called in this thread with what a batch announced, after its commit; `info` goes to
    every session.
    """

    def __init__(
        self, engine: Engine, tell: Callable[[set[str]], None], info: dict[str, object]
    ) -> None:
        self._engine, self._tell, self._info = engine, tell, info
        self._jobs: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()
        self._turns: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        self._left: list[Job] = []  # taken from the queue, and too many for the batch
        self._thread = threading.Thread(target=self._write, name="db-write", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        """Queue a unit; its future is done after the commit."""
        self._jobs.put([job])

    def put_together(self, job: Job) -> None:
        """The same inside an event loop, once what is ready there has run: together with what
        that asks for."""
        loop = asyncio.get_running_loop()
        several = self._turns.get(loop)
        if several is None:
            several = self._turns[loop] = []
            loop.call_soon(self._end_turn, loop)
        several.append(job)

    def shutdown(self) -> None:
        """Finish what is queued, and what is asked for in a turn that has not ended."""
        for loop in tuple(self._turns):
            self._end_turn(loop)
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    def _end_turn(self, loop: asyncio.AbstractEventLoop) -> None:
        several = self._turns.pop(loop, None)
        if several is not None:  # else shut down meanwhile, and they are queued
            self._jobs.put(several)

    def _write(self) -> None:
        try:
            self._write_all()
        except Exception as error:
            log.error("writer_failed", error=type(error).__name__)
            self._refuse_all(error)

    def _refuse_all(self, error: Exception) -> None:
        """Nobody shall wait for what will never be written."""
        stop = False
        while not stop:
            batch, stop = self._take()
            # Who gets an error adds to it where it came by: each gets one of their own.
            _settle([(one.future, None, copy(error).with_traceback(None)) for one in batch])

    def _write_all(self) -> None:
        stop = False
        with self._engine.connect() as connection:
            while not stop:
                batch, stop = self._take()
                if batch:
                    self._run_batch(connection, batch)

    def _take(self) -> tuple[list[Job], bool]:
        """As many of the units that wait now as share a commit, and whether they are the last;
        blocks for the first one."""
        jobs, stop = self._left, False
        try:
            while len(jobs) < BATCH and not stop:
                more = self._jobs.get(block=not jobs)
                stop = more is None
                jobs += more or ()
        except queue.Empty:
            pass
        jobs, self._left = jobs[:BATCH], jobs[BATCH:]
        return [job for job in jobs if job.wanted()], stop

    def _run_batch(self, connection: Connection, batch: list[Job]) -> None:
        """Run each job in a savepoint and commit once; if that fails, each alone."""
        done: list[Done] = []
        topics: set[str] = set()
        try:
            with connection.begin(), joined(connection, self._info) as session:
                driver = connection.connection.dbapi_connection
                for job in batch:
                    done.append((job.future, *_tried(driver, session, job.unit)))
                    topics |= announced(session)
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
        try:
            self._tell(topics)
        except Exception as error:  # kept all the same
            log.error("listener_failed", error=type(error).__name__)
        _settle(done)
        # An error knows the frames it came from. Did this one know the error, both would stay,
        # and with them all that a refused unit was given.
        done.clear()
        batch.clear()
        del job


def _tried(driver: Any, session: Session, unit: Unit[Any]) -> tuple[Any, Exception | None]:
    """The unit's result, or the error that undid it."""
    try:
        return in_savepoint(driver, session, unit), None
    except Exception as error:
        if not transaction_alive(driver):
            raise  # disk full and the like undo the savepoints too
        return None, error


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
