"""The file `.env`: read, and changed line by line, readable by its owner only."""

import os
from pathlib import Path

from dotenv import dotenv_values

from storage.dying import Point, passes


class EnvFile:
    """One `.env`. Comments and the order of lines stay; a change is written aside and renamed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def values(self) -> dict[str, str]:
        """What is set in it; an empty value counts as not set."""
        if not self.path.is_file():
            return {}
        return {name: value for name, value in dotenv_values(self.path).items() if value}

    def write(self, changes: dict[str, str]) -> None:
        """Set these; a name that is there keeps its line. The file is 0600 afterwards."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.is_file() else []
        left = dict(changes)
        kept = []
        for line in lines:
            name = line.partition("=")[0].strip().removeprefix("export ").strip()
            if name not in changes:
                kept.append(line)
            elif name in left:
                kept.append(f"{name}={left.pop(name)}")
        self._replace([*kept, *(f"{name}={value}" for name, value in left.items())])

    def _replace(self, lines: list[str]) -> None:
        draft = self.path.with_name(self.path.name + ".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        passes(Point.ENV_WRITTEN)
        draft.replace(self.path)
        _sync(self.path.parent)
        passes(Point.ENV_PLACED)


def _sync(folder: Path) -> None:
    """Else a power cut may take the name back, and with it a key that seals a database."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
