"""A lock on DATA_DIR: two couriers would say everything twice."""

import fcntl
import time
from pathlib import Path
from typing import IO

NAME = "courier.lock"
LOOKS, LOOK = 20, 0.01  # `runs` holds the lock for a moment: that is no second program


class SecondCourier(Exception):
    """Another copy of the program runs on this data already: stop that one first."""


class OnlyOne:
    """Held while the program sends. Entering raises SecondCourier."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / NAME
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = self._path.open("w")
        for _ in range(LOOKS):
            if _taken(self._file, fcntl.LOCK_EX):
                return
            time.sleep(LOOK)
        self._file.close()
        raise SecondCourier(SecondCourier.__doc__)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def runs(data_dir: Path) -> bool:
    """Whether a program sends from this data now, on this machine."""
    try:
        with (data_dir / NAME).open() as file:
            return not _taken(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _taken(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
