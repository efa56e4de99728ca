"""The evidence store on a real disk."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.files.store import FileDamaged, FileLost, FileStore, Kept


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "data" / "evidence")


def place(tmp_path: Path, sha256: str) -> Path:
    return tmp_path / "data" / "evidence" / sha256[:2] / sha256[2:4] / sha256


def all_files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.binary(max_size=4096))
def test_what_is_kept_reads_the_same_and_twice_is_once(tmp_path: Path, data: bytes) -> None:
    store = FileStore(tmp_path / "evidence")
    kept = store.keep(data)
    count = len(all_files(tmp_path))
    assert kept == Kept(hashlib.sha256(data).hexdigest(), len(data))
    assert store.keep(data) == kept
    assert store.read(kept.sha256) == data
    assert len(all_files(tmp_path)) == count


def test_nobody_else_may_look_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept = FileStore(tmp_path / "evidence").keep(b"x")
    finally:
        os.umask(before)
    file = tmp_path / "evidence" / kept.sha256[:2] / kept.sha256[2:4] / kept.sha256
    modes = [path.stat().st_mode & 0o777 for path in (file, *list(file.parents)[:3])]
    assert modes == [0o600, 0o700, 0o700, 0o700]


def test_a_store_that_stood_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir(mode=0o755)
    FileStore(tmp_path / "evidence")
    assert (tmp_path / "evidence").stat().st_mode & 0o777 == 0o700


def test_file_and_every_folder_are_synced_before_it_is_said_to_be_kept(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    path = place(tmp_path, store.keep(b"x").sha256)
    assert "/incoming/" in synced[0]
    assert synced[1:] == [str(folder) for folder in list(path.parents)[:3]]
    synced.clear()
    store.keep(b"x")
    assert synced == [str(folder) for folder in list(path.parents)[:3]]
    synced.clear()
    store.drop(path.name)
    assert synced == [str(path.parent)]


def test_a_full_disk_leaves_nothing_behind(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(b"x")
    assert all_files(tmp_path) == []


def test_a_crash_before_the_rename_leaves_what_sweep_removes(
    store: FileStore, tmp_path: Path
) -> None:
    kept = store.keep(b"sound")
    incoming = tmp_path / "data" / "evidence" / "incoming"
    old, young = incoming / "old", incoming / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert store.sweep(hour_ago) == 1
    assert store.sweep(hour_ago) == 0
    assert young.exists()
    assert store.read(kept.sha256) == b"sound"


def test_a_changed_file_is_not_handed_out_and_keeping_it_again_heals(
    store: FileStore, tmp_path: Path
) -> None:
    sha256 = store.keep(b"sound").sha256
    place(tmp_path, sha256).write_bytes(b"other")
    with pytest.raises(FileDamaged, match=sha256):
        store.read(sha256)
    store.keep(b"sound")
    assert store.read(sha256) == b"sound"


def test_a_dropped_file_is_lost_and_dropping_it_again_is_no_error(store: FileStore) -> None:
    sha256 = store.keep(b"x").sha256
    assert store.drop(sha256) is True
    assert store.drop(sha256) is False
    with pytest.raises(FileLost, match="not in the evidence store"):
        store.read(sha256)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" + "a" * 63]
)
def test_only_a_sha256_reaches_the_disk(store: FileStore, name: str) -> None:
    for act in (store.read, store.drop):
        with pytest.raises(ValueError, match="not a SHA-256"):
            act(name)


def test_a_planted_link_is_neither_read_nor_written_through(
    store: FileStore, tmp_path: Path
) -> None:
    sha256 = store.keep(b"x").sha256
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    place(tmp_path, sha256).unlink()
    place(tmp_path, sha256).symlink_to(outside)
    with pytest.raises(OSError, match="symbolic"):
        store.read(sha256)
    store.keep(b"x")
    assert not place(tmp_path, sha256).is_symlink()
    assert store.read(sha256) == outside.read_bytes() == b"x"


def test_threads_that_keep_the_same_file_at_once_keep_it_once(
    store: FileStore, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(store.keep, [b"same" * 1000] * 32))
    assert len(kept) == len(all_files(tmp_path)) == 1


def test_free_room_is_told_in_bytes(store: FileStore) -> None:
    assert store.free_bytes() > 0
