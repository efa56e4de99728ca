"""Files on Telegram's side: contents, and the file ids by which each bot knows them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.refusal import bad

DOWNLOAD_MAX = 20 * 1024 * 1024
UPLOAD_MAX = 50 * 1024 * 1024
PHOTO_MAX = 10 * 1024 * 1024
WRONG_FILE = "wrong file_id or the file is temporarily unavailable"


@dataclass(slots=True)
class StoredFile:
    """A file's facts. `key` is also the file_unique_id; `size` may be a claim."""

    key: str
    kind: str
    size: int
    digest: str
    name: str | None = None
    mime: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0
    # What only some kinds have: an audio's title and performer, a sticker's emoji.
    extra: dict[str, Any] = field(default_factory=dict)
    vanished: bool = False
    # For a photo: the keys of its sizes up to this one, the smallest first.
    family: list[str] = field(default_factory=list)


class FileStore:
    """Contents by their digest, in a directory or, without one, in memory."""

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory
        self.known: dict[str, StoredFile] = {}
        self.fresh: set[str] = set()
        self._memory: dict[str, bytes] = {}
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)

    def add(
        self,
        kind: str,
        content: bytes,
        number: int,
        *,
        name: str | None = None,
        mime: str | None = None,
        measures: tuple[int, int] = (0, 0),
        duration: int = 0,
        size: int | None = None,
        **extra: Any,
    ) -> StoredFile:
        """Take a file in. `number` tells apart two uploads of the same content."""
        digest = hashlib.sha256(content).hexdigest()
        unique = hashlib.sha256(f"{kind} {digest} {number}".encode()).digest()[:11]
        key = "AQ" + base64.urlsafe_b64encode(unique).decode().rstrip("=")
        claimed = len(content) if size is None else size
        stored = StoredFile(key, kind, claimed, digest, name, mime, *measures, duration, extra)
        self._write(digest, content)
        self.known[key] = stored
        self.fresh.add(key)
        return stored

    def content(self, stored: StoredFile) -> bytes:
        """What is in a file."""
        if self.directory is None:
            return self._memory[stored.digest]
        return (self.directory / stored.digest).read_bytes()

    def file_id(self, bot: int, key: str) -> str:
        """The id by which this bot, and no other, may use the file."""
        plain = f"{self.known[key].kind}\0{bot}\0{key}".encode()
        return base64.urlsafe_b64encode(b"\x04" + plain).decode().rstrip("=")

    def find(self, bot: int, file_id: str, *, nonsense: str = "invalid file_id") -> StoredFile:
        """The file a bot means. Refused when the id is `nonsense` or another bot's."""
        try:
            padded = file_id + "=" * (-len(file_id) % 4)
            plain = base64.b64decode(padded, altchars=b"-_", validate=True)[1:].decode()
            _, owner, key = plain.split("\0")
        except (binascii.Error, ValueError):
            raise bad(nonsense) from None
        stored = self.known.get(key)
        if owner != str(bot) or stored is None or stored.vanished:
            raise bad(WRONG_FILE)
        return stored

    def _write(self, digest: str, content: bytes) -> None:
        if self.directory is None:
            self._memory[digest] = content
            return
        target = self.directory / digest
        if not target.exists():
            part = target.with_suffix(".part")
            part.write_bytes(content)
            os.replace(part, target)
