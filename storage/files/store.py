"""The evidence store: files found again by the SHA-256 of what they hold.

Every method works on the disk and `keep` waits for it: call them from a thread, never from the
event loop. Several threads and processes may share one store.
"""

import hashlib
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.dying import Point, passes

SCARCE = 500 * 1024 * 1024  # bytes; below that no file is kept, so that words still can be
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INCOMING = "incoming"  # can not meet a shard, whose names are two hexadecimal digits


class FileTrouble(Exception):
    """Something is wrong with a stored file."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"{self.__class__.__doc__} ({sha256})")
        self.sha256 = sha256


class FileLost(FileTrouble):
    """The file is not in the evidence store."""


class FileDamaged(FileTrouble):
    """The file in the evidence store is not what was put there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file lies now: its name in the store, and its size in bytes."""

    sha256: str
    size: int


class FileStore:
    """`ab/cd/<sha256>` below `root`, which is `DATA_DIR/evidence`; made here when missing.

    Files are 0600 and folders 0700, whatever the umask.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / _INCOMING
        root.parent.mkdir(parents=True, exist_ok=True)
        for folder in (root, self._incoming):
            _private_folder(folder)
        _sync(root.parent)

    @property
    def root(self) -> Path:
        """The folder all files lie below."""
        return self._root

    def free(self) -> int:
        """Bytes left on the disk the files are on."""
        return shutil.disk_usage(self._root).free

    def keep(self, data: bytes) -> Kept:
        """Put `data` on the disk for good; the downloader calls it after `examine`.

        When it returns, file and folders are fsync'ed. Keeping the same bytes again changes
        nothing, except that a damaged file is replaced by the sound one. A crash before the
        rename leaves a file in `incoming/` for `sweep`. Raises OSError, also when the disk is
        full; then nothing is left behind.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        for folder in (path.parent.parent, path.parent):
            _private_folder(folder)
        if not _holds(path, sha256):
            self._write(path, data)
        # Also for a file that was there: the thread that renamed it may not have come this far.
        for folder in (path.parent, path.parent.parent, self._root):
            _sync(folder)
        return Kept(sha256, len(data))

    def read(self, sha256: str) -> bytes:
        """The bytes as they came in: for `clean_copy`, not for anybody outside.

        Raises FileLost, FileDamaged, and ValueError for what is no SHA-256.
        """
        try:
            data = _read(self._path(sha256))
        except FileNotFoundError:
            raise FileLost(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileDamaged(sha256)
        return data

    def drop(self, sha256: str) -> bool:
        """Delete a file for good; False when it was not there.

        Two reports may hold the same file: the caller makes sure that no row which somebody
        could still read points here.
        """
        path = self._path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync(path.parent)
        return True

    def sweep(self, older_than: datetime) -> int:
        """Delete what a crash left in `incoming/` before that moment (aware); how many.

        An hour ago is a good moment: no write takes that long, and a younger file may be one
        that another process is writing now.
        """
        swept = 0
        for path in self._incoming.iterdir():
            try:
                if path.lstat().st_mtime < older_than.timestamp():
                    path.unlink()
                    swept += 1
            except FileNotFoundError:  # renamed or swept by somebody else meanwhile
                continue
        return swept

    def is_empty(self) -> bool:
        """Whether no file is kept."""
        return not any(path.is_file() for path in self._root.rglob("*"))

    def clear(self) -> None:
        """Delete every file: only of a store that was empty a moment ago."""
        for path in self._root.rglob("*"):
            if path.is_file():
                path.unlink()

    def free_bytes(self) -> int:
        """Room left on the store's disk for an ordinary user."""
        return shutil.disk_usage(self._root).free

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256 in lower-case hexadecimal digits")
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def _write(self, path: Path, data: bytes) -> None:
        draft = self._incoming / f"{path.name}.{secrets.token_hex(8)}"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            passes(Point.WRITING)
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o777 != 0o700:
        folder.chmod(0o700)


def _read(path: Path) -> bytes:
    """Never through a symbolic link: the store writes none, so one here was planted."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read()


def _holds(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(_read(path)).hexdigest() == sha256
    except OSError:
        return False


def _sync(folder: Path) -> None:
    """Make names in a folder survive a power cut; fsync of a file keeps its content only."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
