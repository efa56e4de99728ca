"""Copies of an office's data: taken beside the running program, brought back without it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from bot.guard import alone
from bot.settings import Settings
from storage import heldback
from storage.copies.manifest import Manifest
from storage.copies.returning import bring_back
from storage.copies.taking import take
from storage.database import Database, file_of
from storage.files.store import FileStore
from storage.vault import Vault

Progress = Callable[[Manifest], None]


class NoDatabase(Exception):
    """There is no database at DATABASE_URL: nothing can be copied."""


def take_copy(settings: Settings, path: Path, now: datetime, progress: Progress) -> Manifest:
    """Copy database and evidence into `path`. Raises CopyTrouble, WrongKey, NoDatabase."""
    where = file_of(settings.database_url)
    if where is not None and not where.exists():
        raise NoDatabase(NoDatabase.__doc__)
    vault, database = Vault(settings.vault_key), Database(settings.database_url)
    try:
        database.look(vault.must_fit)
        return take(database, _files(settings), vault, path, now, progress)
    finally:
        database.close()


def bring_back_copy(
    settings: Settings, path: Path, progress: Progress
) -> tuple[datetime, Manifest, int]:
    """Bring a copy back; when it was taken, what it held, how many messages are held.

    Raises CopyTrouble before anything is changed, and SecondCourier while the program runs.
    """
    vault = Vault(settings.vault_key)
    with alone(settings):
        database = Database(settings.database_url)
        try:
            return bring_back(database, _files(settings), vault, path, progress)
        finally:
            database.close()


def let_go(settings: Settings, now: datetime) -> int:
    """Send what was held since a copy was brought back; how many. The program may run."""
    database = Database(settings.database_url)

    def unit(session: Session) -> int:
        return heldback.resume(session, now)

    try:
        return database.submit(unit).result()
    finally:
        database.close()


def _files(settings: Settings) -> FileStore:
    return FileStore(settings.data_dir / "evidence")
