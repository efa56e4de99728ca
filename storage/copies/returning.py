"""Checks a copy whole, and brings it back to where nothing is."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, insert
from sqlmodel import Session, SQLModel

from storage import heldback, migrate
from storage.copies import records
from storage.copies.manifest import Manifest
from storage.copies.place import holds_all, must_be_empty, must_have_no_file
from storage.copies.records import FORMAT, each, restored, unpacked
from storage.copies.sealing import Unsealer
from storage.copies.sequences import write_sequences
from storage.copies.trouble import CopyAltered, CopyCut, NewerCopy
from storage.copies.unfinished import Unfinished
from storage.database import Database
from storage.dying import Point, passes
from storage.files.store import FileStore
from storage.vault import Vault

Progress = Callable[[Manifest], None]
Rows = dict[str, Any]


def verify(
    path: Path,
    vault: Vault,
    *,
    rows: Callable[[Rows], None] = lambda _: None,
    file: Callable[[bytes], str] | None = None,
    progress: Progress = lambda _: None,
) -> tuple[dict[str, Any], Manifest]:
    """Read a copy from end to end, every seal, count and digest; its head and its manifest.

    `rows` and `file` are called with what is read on the way. Raises NoCopy, OtherKey, CopyCut,
    CopyAltered.
    """
    head: dict[str, Any] = {}
    told: dict[str, Any] = {}
    found = Manifest()
    with path.open("rb") as stream:
        for kind, payload in each(Unsealer(stream, vault)):
            match kind:
                case records.HEAD:
                    head = unpacked(payload)
                case records.ROWS:
                    batch = unpacked(payload)
                    rows(batch)
                    found.count(batch["table"], len(batch["rows"]), payload)
                case records.FILE:
                    found.count_file(len(payload), (file or _digest)(payload))
                case records.MANIFEST:
                    told = unpacked(payload)
                case _:
                    raise CopyAltered
            progress(found)
    if not head or not told:
        raise CopyCut
    found.rows = {**dict.fromkeys(told["rows"], 0), **found.rows}
    found.check(told)
    return head, Manifest(**told)


def bring_back(
    database: Database,
    files: FileStore,
    vault: Vault,
    path: Path,
    progress: Progress = lambda _: None,
) -> tuple[datetime, Manifest, int]:
    """Put a copy back and hold what was on its way; when it was taken, what it held, how many.

    All rows are one transaction. Cut off, it is called again with the same copy and finishes: it
    removes the files that lie there and begins anew, or finds all rows there and is done. Raises
    what `verify` raises before anything is touched, and NotEmpty or NewerCopy.
    """
    head, manifest = verify(path, vault)
    if head.get("format") != FORMAT or not migrate.knows(head["revision"]):
        raise NewerCopy
    unfinished = Unfinished(files)
    if not (unfinished and holds_all(database, manifest.rows)):
        must_be_empty(database)
        if unfinished:
            files.clear()
        must_have_no_file(files)
        unfinished.begin()
        _bring(database, files, vault, path, head["revision"], unfinished, progress)
    migrate.upgrade(database.engine)
    unfinished.end()
    held = database.look(heldback.held_since_restore)
    return datetime.fromisoformat(head["at"]), manifest, held


def _bring(
    database: Database,
    files: FileStore,
    vault: Vault,
    path: Path,
    revision: str,
    unfinished: Unfinished,
    progress: Progress,
) -> None:
    if migrate.present(database.engine) not in (None, revision):
        migrate.downgrade(database.engine, "base")  # empty tables of another version
    migrate.upgrade(database.engine, revision)
    try:
        _write(database, files, vault, path, progress)
    except BaseException:
        files.clear()
        unfinished.end()
        raise
    passes(Point.RETURNED)


def _write(
    database: Database, files: FileStore, vault: Vault, path: Path, progress: Progress
) -> None:
    def put_file(data: bytes) -> str:
        kept = files.keep(data).sha256
        passes(Point.RETURNING)
        return kept

    with database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        put = partial(_insert, connection, tables)
        _, manifest = verify(
            path,
            vault,
            rows=put,
            file=put_file,
            progress=progress,
        )
        write_sequences(connection, manifest.sequences)
        with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
            heldback.hold_restored(session)
            session.commit()


def _insert(connection: Connection, tables: MetaData, batch: Rows) -> None:
    """Rows of one table; a column keeps the kind it has now, if it still is there."""
    there = tables.tables[batch["table"]]
    now = SQLModel.metadata.tables.get(batch["table"])
    names = batch["columns"]
    kinds = {name: (there if now is None or name not in now.c else now).c[name] for name in names}
    for name, column in kinds.items():
        there.c[name].type = column.type
    types = [_kind(kinds[name]) for name in names]
    rows = [
        {name: restored(value, kind) for name, value, kind in zip(names, row, types, strict=True)}
        for row in batch["rows"]
    ]
    connection.execute(insert(there), rows)


def _kind(column: Any) -> type:
    """The Python type of a column's values; a decorated type says what it decorates."""
    kind = getattr(column.type, "impl_instance", column.type)
    try:
        found: type = kind.python_type
    except NotImplementedError:
        return object
    return found


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
