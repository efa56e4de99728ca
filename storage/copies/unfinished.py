"""A note beside the evidence while a copy is being brought back: whoever finds it was cut off."""

import os
from pathlib import Path

from storage.copies.trouble import HalfBack
from storage.files.store import FileStore


class Unfinished:
    """The note of one store, `<its folder>.restoring`. Written and removed durably."""

    def __init__(self, files: FileStore) -> None:
        self._path = note_of(files.root)

    def __bool__(self) -> bool:
        return self._path.exists()

    def begin(self) -> None:
        """From here on files of a copy may lie in the store without rows."""
        with self._path.open("w", encoding="utf-8") as file:
            file.write("cakra restore\n")
            file.flush()
            os.fsync(file.fileno())
        self._sync()

    def end(self) -> None:
        """Everything is back, or nothing is."""
        self._path.unlink(missing_ok=True)
        self._sync()

    def _sync(self) -> None:
        handle = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def note_of(root: Path) -> Path:
    """Where the note of a store lies."""
    return root.with_name(root.name + ".restoring")


def must_be_whole(root: Path) -> None:
    """Raises HalfBack when a copy lies in this store by half."""
    if note_of(root).exists():
        raise HalfBack
