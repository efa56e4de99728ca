"""What lies in a copy, one record after the other: a head, rows, files, and a manifest last."""

import json
import struct
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from storage.copies.sealing import Sealer, Unsealer
from storage.copies.trouble import CopyAltered

HEAD, ROWS, FILE, MANIFEST = b"H", b"R", b"F", b"M"
FORMAT = 1
_FRAME = struct.Struct(">cQ")
LONGEST = 1 << 30  # bytes in one record; far above any file Telegram lets a bot fetch


def put(sealer: Sealer, kind: bytes, payload: bytes) -> None:
    """Write one record."""
    sealer.write(_FRAME.pack(kind, len(payload)))
    sealer.write(payload)


def each(unsealer: Unsealer) -> Iterator[tuple[bytes, bytes]]:
    """Every record in order. Raises CopyCut and CopyAltered."""
    while frame := unsealer.read(_FRAME.size):
        kind, length = _FRAME.unpack(frame)
        if length > LONGEST:
            raise CopyAltered
        yield kind, unsealer.read(length) if length else b""


def packed(value: Any) -> bytes:
    """Plain values, moments, days and bytes as JSON that no engine has a part in."""
    return json.dumps(value, ensure_ascii=False, default=_told, separators=(",", ":")).encode()


def unpacked(data: bytes) -> Any:
    """What `packed` was given, as far as `restored` knows each column's kind."""
    return json.loads(data)


def restored(value: Any, kind: type) -> Any:
    """One value of a row, for a column of this Python type."""
    if value is None:
        return None
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is bytes:
        return b64decode(value)
    if kind is Decimal:
        return Decimal(value)
    return value


def _told(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return b64encode(bytes(value)).decode()
        case Decimal():
            return str(value)
        case Enum():
            return value.value
    raise TypeError(f"{type(value).__name__} can not stand in a copy")
