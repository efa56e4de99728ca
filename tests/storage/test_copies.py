"""A copy holds everything of one moment, opens with its key only, and goes where nothing is."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from storage import heldback, migrate, outbox
from storage.copies.returning import bring_back, verify
from storage.copies.sealing import PIECE, Sealer, Unsealer
from storage.copies.taking import take
from storage.copies.trouble import (
    CopyAltered,
    CopyCut,
    CopyTrouble,
    NoCopy,
    NotEmpty,
    OldTables,
    OtherKey,
)
from storage.database import Database
from storage.files.store import FileStore
from storage.tables import Evidence, Outbox, Source
from storage.vault import Vault
from tests.conftest import fresh
from tests.storage.filling import Contents, contents, fill
from tests.world import VAULT_KEY

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
VAULT = Vault(VAULT_KEY)
OTHER = Vault("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")
FILE = b"a photograph" * 20_000


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def filled(database: Database, files: FileStore) -> Contents:
    """Rows in every table, one of them with a file, another with a file that is lost."""
    fill(database.engine)
    kept = files.keep(FILE).sha256

    def unit(session: Session) -> None:
        first, second, third = session.execute(sa.select(Evidence)).scalars()
        first.sha256, second.sha256 = kept, hashlib.sha256(b"lost").hexdigest()
        third.sha256 = None

    database.submit(unit).result()
    return contents(database.engine)


def without_states(rows: Contents) -> Contents:
    """Messages that are held are the one thing that differs."""
    state = ("state", "last_error")
    messages = [{k: v for k, v in row.items() if k not in state} for row in rows["outbox"]]
    return {**rows, "outbox": messages}


def taken(database: Database, folder: Path) -> Path:
    path = folder / "office.backup"
    files = FileStore(folder / "evidence")
    filled(database, files)
    take(database, files, VAULT, path, NOW)
    return path


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("sqlite", "sqlite"),
        ("postgresql", "postgresql"),
        ("sqlite", "postgresql"),
        ("postgresql", "sqlite"),
    ],
)
def test_every_row_and_file_comes_back_on_either_engine(
    there: str, back: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    path, files = tmp_path / "office.backup", FileStore(tmp_path / "old" / "evidence")
    with fresh(there, request, tmp_path / "old") as url, opened(url) as old:
        before = filled(old, files)
        manifest = take(old, files, VAULT, path, NOW)
    assert (manifest.files, manifest.missing) == (1, 1)
    assert path.stat().st_mode & 0o777 == 0o600
    returned = FileStore(tmp_path / "new" / "evidence")
    with fresh(back, request, tmp_path / "new") as url, opened(url) as new:
        moment, _, held = bring_back(new, returned, VAULT, path)
        after = contents(new.engine)
        assert (moment, held) == (NOW, len(before["outbox"]))
        _same(without_states(before), without_states(after))
        assert returned.read(hashlib.sha256(FILE).hexdigest()) == FILE

        def unit(session: Session) -> int | None:
            row = Outbox(**{**_some(before), "dedupe_key": "later", "id": None})
            session.add(row)
            session.flush()
            return row.id

        assert new.submit(unit).result() == max(row["id"] for row in before["outbox"]) + 1


def _some(rows: Contents) -> dict[str, Any]:
    kept = ("kind", "bot", "recipient", "priority", "state", "payload")
    moments = {"not_before": NOW, "created_at": NOW}
    return {key: rows["outbox"][0][key] for key in kept} | moments


def _same(before: Contents, after: Contents) -> None:
    """Row by row; what engines store differently is compared as the program reads it."""
    assert before.keys() == after.keys()
    for name, rows in before.items():
        assert [_plain(row) for row in rows] == [_plain(row) for row in after[name]], name


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {
        key: value.astimezone(UTC).replace(tzinfo=None)
        if isinstance(value, datetime) and value.tzinfo
        else bytes(value)
        if isinstance(value, memoryview)
        else value
        for key, value in row.items()
    }


def test_what_was_on_its_way_is_held_and_goes_once_when_resumed(
    database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = taken(database, tmp_path)
    kind = "sqlite" if database.sqlite else "postgresql"
    (tmp_path / "new").mkdir()
    with fresh(kind, request, tmp_path / "new") as url, opened(url) as new:
        *_, held = bring_back(new, FileStore(tmp_path / "new" / "evidence"), VAULT, path)
        bots = ("public", "private", "x")
        due = new.submit(lambda session: outbox.due(session, bots, NOW, set())).result()
        assert due == []
        assert new.look(heldback.held_since_restore) == held > 0
        assert new.submit(lambda session: heldback.resume(session, NOW)).result() == held
        assert new.submit(lambda session: heldback.resume(session, NOW)).result() == 0


def test_a_copy_goes_back_only_where_nothing_is(database: Database, tmp_path: Path) -> None:
    path = taken(database, tmp_path)
    before = contents(database.engine)
    with pytest.raises(NotEmpty, match="DATABASE_URL"):
        bring_back(database, FileStore(tmp_path / "other"), VAULT, path)
    assert contents(database.engine) == before


def test_a_folder_with_evidence_is_not_empty(
    database: Database, tmp_path: Path, sqlite_database: Database
) -> None:
    path = taken(database, tmp_path)
    with pytest.raises(NotEmpty, match="evidence"):
        bring_back(sqlite_database, FileStore(tmp_path / "evidence"), VAULT, path)


def test_empty_tables_of_another_version_are_made_anew(
    sqlite_database: Database, database: Database, tmp_path: Path
) -> None:
    path = taken(database, tmp_path)
    migrate.downgrade(sqlite_database.engine, "0001")
    bring_back(sqlite_database, FileStore(tmp_path / "other"), VAULT, path)
    assert len(sqlite_database.look(lambda s: list(s.execute(sa.select(Source))))) == 3


def test_old_tables_are_not_copied(sqlite_database: Database, tmp_path: Path) -> None:
    migrate.downgrade(sqlite_database.engine, "0001")
    path = tmp_path / "office.backup"
    with pytest.raises(OldTables):
        take(sqlite_database, FileStore(tmp_path / "evidence"), VAULT, path, NOW)
    assert sorted(one.name for one in tmp_path.glob("office*")) == []


def test_another_key_a_cut_and_an_altered_byte_are_each_noticed_before_anything_changes(
    database: Database, sqlite_database: Database, tmp_path: Path
) -> None:
    path = taken(database, tmp_path)
    whole = path.read_bytes()
    assert len(whole) > 3 * PIECE
    empty, files = contents(sqlite_database.engine), FileStore(tmp_path / "other")

    def refused(data: bytes, vault: Vault = VAULT) -> type[CopyTrouble]:
        path.write_bytes(data)
        with pytest.raises(CopyTrouble) as caught:
            bring_back(sqlite_database, files, vault, path)
        assert contents(sqlite_database.engine) == empty and files.is_empty()
        assert "\n" not in str(caught.value)
        return caught.type

    def altered(at: int) -> bytes:
        return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]

    assert refused(whole, OTHER) is OtherKey
    assert refused(b"SQLite format 3\x00" * 9) is NoCopy
    assert refused(b"") is NoCopy
    head = len(whole) - len(whole.removeprefix(whole[:57]))
    piece = PIECE + 16
    for cut in (head - 5, head, head + 100, head + piece, head + 2 * piece, len(whole) - 1):
        assert refused(whole[:cut]) is CopyCut, cut
    for at in (head - 1, head + 1, head + piece + 3):
        assert refused(altered(at)) is CopyAltered, at
    assert refused(altered(len(whole) - 1)) in (CopyAltered, CopyCut)
    swapped = whole[:head] + whole[head + piece : head + 2 * piece] + whole[head : head + piece]
    assert refused(swapped + whole[head + 2 * piece :]) is CopyAltered
    path.write_bytes(whole)
    verify(path, VAULT)


def test_a_copy_that_can_not_be_read_again_gets_no_name(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sealer, "finish", lambda self: None)
    with pytest.raises(CopyTrouble):
        taken(sqlite_database, tmp_path)
    assert list(tmp_path.glob("office*")) == []


def test_neither_text_nor_key_can_be_read_in_a_copy(database: Database, tmp_path: Path) -> None:
    data = taken(database, tmp_path).read_bytes()
    assert b"photograph" not in data and b"waiting" not in data
    assert VAULT_KEY.encode() not in data


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_sealed_stream_of_any_length_opens_again(size: int) -> None:
    file, data = io.BytesIO(), bytes(index % 251 for index in range(size))
    sealer = Sealer(file, VAULT)
    for start in range(0, size, 10_000):
        sealer.write(data[start : start + 10_000])
    sealer.finish()
    file.seek(0)
    unsealer = Unsealer(file, VAULT)
    assert unsealer.read(size) == data
    assert unsealer.read(1) == b""
