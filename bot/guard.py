"""One courier and one clock per office: who holds the guard works, everybody else does not."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.oneonly import OnlyOne, SecondCourier, runs
from bot.settings import Settings

GUARDED = frozenset({"courier", "clock"})
"""Parts of which there must be one; Telegram guards the intake."""

KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds, seconds and tries until a silent end of a line counts as dead."""


class GuardLost(Exception):
    """The database let go of this program, so another may have taken over: start it again."""


class Guard(Protocol):
    """Held by one program at a time, and by nobody once that one is dead."""

    def taken(self) -> bool:
        """Whether it is ours from now on; asked again later it may be."""

    def holds(self) -> bool:
        """Whether it still is."""

    def close(self) -> None:
        """Let go."""


def guard_of(settings: Settings, parts: Iterable[str]) -> Guard:
    """A file lock on SQLite, which lies on one machine; on PostgreSQL a lock of its server."""
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        return FileGuard(settings.data_dir)
    bot = settings.private_bot_token.partition(":")[0]
    return ServerGuard(settings.database_url, [f"cakra {part} {bot}" for part in sorted(parts)])


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the guard for a while. Raises SecondCourier while a program does."""
    guard = guard_of(settings, GUARDED)
    try:
        if not guard.taken():
            raise SecondCourier(SecondCourier.__doc__)
        yield
    finally:
        guard.close()


def runs_now(settings: Settings) -> bool:
    """Whether a program sends from this data now; on PostgreSQL, on whichever machine.

    There the guard is tried for a moment; a program that starts just then stands by for a second.
    """
    guard = guard_of(settings, GUARDED)
    if isinstance(guard, FileGuard):
        return runs(settings.data_dir)
    try:
        with suppress(SQLAlchemyError):  # the database is complained of elsewhere
            return not guard.taken()
        return False
    finally:
        guard.close()


class FileGuard:
    """The lock of a file. `taken` raises SecondCourier when another program has it."""

    def __init__(self, data_dir: Path) -> None:
        self._lock = OnlyOne(data_dir)

    def taken(self) -> bool:
        self._lock.__enter__()
        return True

    def holds(self) -> bool:
        return True

    def close(self) -> None:
        self._lock.__exit__()


class ServerGuard:
    """Advisory locks of a PostgreSQL session that does nothing else.

    The server frees them when the session ends, however the program died; of a machine that
    vanished it hears by TCP's keepalives, here within about half a minute.
    """

    def __init__(self, url: str, names: Iterable[str]) -> None:
        self._engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={**KEEPALIVES, "connect_timeout": 5},
        )
        self._keys = [_key(name) for name in names]
        self._connection: Connection | None = None

    def taken(self) -> bool:
        """All of them or none."""
        if self._connection is None:
            self._connection = self._engine.connect()
            for name, value in KEEPALIVES.items():  # the server's end of the line
                self._connection.execute(text(f"SET tcp_{name} = {value}"))
        ask = text("SELECT pg_try_advisory_lock(:key)")
        if all(self._connection.scalar(ask, {"key": key}) for key in self._keys):
            return True
        self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
        return False

    def holds(self) -> bool:
        """A session that still answers holds what it took."""
        try:
            return self._connection is not None and self._connection.scalar(text("SELECT 1")) == 1
        except SQLAlchemyError:
            return False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()


def _key(name: str) -> int:
    """The 64 bits by which PostgreSQL knows a lock."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
