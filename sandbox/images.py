"""Just enough of JPEG and PNG to measure a photo and to take its metadata out."""

from __future__ import annotations

PNG = b"\x89PNG\r\n\x1a\n"
START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# APP1 to APP15 and comments carry what Telegram drops from photos; APP0 is the JFIF header.
DROPPED = set(range(0xE1, 0xF0)) | {0xFE}
LONGEST_SIDES = (("s", 90), ("m", 320), ("x", 800), ("y", 1280))


def measure(content: bytes) -> tuple[int, int] | None:
    """Width and height, or None when this is no JPEG and no PNG."""
    if content.startswith(PNG) and len(content) > 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    for marker, start, end in _segments(content):
        if marker in START_OF_FRAME and end - start >= 9:
            height = int.from_bytes(content[start + 5 : start + 7])
            return int.from_bytes(content[start + 7 : start + 9]), height
    return None


def without_metadata(content: bytes) -> bytes:
    """A JPEG without EXIF and comments; anything else unchanged."""
    kept, last = bytearray(), 0
    for marker, start, end in _segments(content):
        if marker in DROPPED:
            kept += content[last:start]
            last = end
    return bytes(kept + content[last:])


def sizes(width: int, height: int) -> list[tuple[str, int, int]]:
    """The letters and measures Telegram would offer, the largest last."""
    longest = max(width, height)
    found = []
    for letter, side in LONGEST_SIDES:
        scale = min(1.0, side / longest)
        found.append((letter, max(1, round(width * scale)), max(1, round(height * scale))))
        if longest <= side:
            break
    return found


def _segments(content: bytes) -> list[tuple[int, int, int]]:
    """Marker, start (of the marker itself) and end of each JPEG segment before the pixels."""
    found: list[tuple[int, int, int]] = []
    at = 2
    if not content.startswith(b"\xff\xd8"):
        return found
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in (0xD9, 0xDA):
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        found.append((marker, at, end))
        at = end
    return found
