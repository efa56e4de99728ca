"""Takes a copy of one moment while the program runs; neutral between SQLite and PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, select
from sqlmodel import SQLModel, col

from storage import migrate
from storage.copies.manifest import Manifest
from storage.copies.records import FILE, FORMAT, HEAD, MANIFEST, ROWS, packed, put
from storage.copies.returning import verify
from storage.copies.sealing import Sealer
from storage.copies.sequences import read_sequences
from storage.copies.trouble import OldTables
from storage.database import Database
from storage.files.store import FileStore, FileTrouble
from storage.tables import Evidence
from storage.vault import Vault

AT_ONCE = 200  # rows in memory
Progress = Callable[[Manifest], None]


def take(
    database: Database,
    files: FileStore,
    vault: Vault,
    path: Path,
    now: datetime,
    progress: Progress = lambda _: None,
) -> Manifest:
    """Write the copy beside `path`, check it, and rename it; never the key. Raises OldTables.

    Rows are those of one moment; a file deleted since then, or found damaged, counts as missing.
    """
    draft = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(draft, _NEW, 0o600), "wb") as file:
            sealer = Sealer(file, vault)
            with database.snapshot() as connection:
                manifest = _write(connection, files, sealer, now, progress)
            sealer.finish()
            file.flush()
            os.fsync(file.fileno())
        verify(draft, vault)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def _write(
    connection: Connection, files: FileStore, sealer: Sealer, now: datetime, progress: Progress
) -> Manifest:
    present, newest = migrate.stand(connection)
    if present != newest:
        raise OldTables
    manifest = Manifest()
    put(sealer, HEAD, packed({"format": FORMAT, "revision": present, "at": now}))
    for table in SQLModel.metadata.sorted_tables:
        if table.info.get("derived"):
            continue
        manifest.rows[table.name] = 0
        for rows in _rows(connection, table):
            payload = packed({"table": table.name, "columns": list(table.c.keys()), "rows": rows})
            put(sealer, ROWS, payload)
            manifest.count(table.name, len(rows), payload)
            progress(manifest)
    manifest.sequences = read_sequences(connection)
    for sha256 in _kept(connection):
        _file(files, sha256, sealer, manifest)
        progress(manifest)
    put(sealer, MANIFEST, packed(manifest.plain()))
    return manifest


def _rows(connection: Connection, table: Table) -> Iterator[list[list[object]]]:
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for part in result.partitions():
        yield [list(row) for row in part]


def _kept(connection: Connection) -> list[str]:
    query = select(col(Evidence.sha256)).where(col(Evidence.sha256).is_not(None)).distinct()
    return sorted(sha256 for sha256 in connection.execute(query).scalars() if sha256)


def _file(files: FileStore, sha256: str, sealer: Sealer, manifest: Manifest) -> None:
    try:
        data = files.read(sha256)
    except FileTrouble:
        manifest.missing += 1
        return
    put(sealer, FILE, data)
    manifest.count_file(len(data), sha256)
