"""What a copy holds, counted and digested, so that it can be checked before it is used."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

from storage.copies.trouble import CopyAltered


@dataclass
class Manifest:
    """Grows while a copy is written, and again while it is checked; both must agree."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    size: int = 0
    missing: int = 0
    sequences: dict[str, int] = field(default_factory=dict)
    digest: str = ""

    def __post_init__(self) -> None:
        self._running = hashlib.sha256()

    def count(self, table: str, rows: int, payload: bytes) -> None:
        """Rows that were written or read."""
        self.rows[table] = self.rows.get(table, 0) + rows
        self._running.update(payload)
        self.digest = self._running.hexdigest()

    def count_file(self, size: int, sha256: str) -> None:
        """A file that was written or read."""
        self.files += 1
        self.size += size
        self._running.update(sha256.encode())
        self.digest = self._running.hexdigest()

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def check(self, told: dict[str, Any]) -> None:
        """Raises CopyAltered when what was read is not what the manifest tells."""
        mine = self.plain()
        if any(mine[name] != told[name] for name in ("rows", "files", "size", "digest")):
            raise CopyAltered
