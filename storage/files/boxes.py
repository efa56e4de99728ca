"""MP4 and its relatives (QuickTime, 3GP, M4A): that they are whole, and what plays in them."""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from storage.files.refusals import RefusedReason, Unfit

MAX_SAMPLES: Final = 3_000_000
"""Entries of all tables of pictures and scraps of sound: three hours of both. A few bytes can
claim four thousand million, and whoever reads the file then makes room for each."""

_FOLDERS: Final = frozenset(b"moov trak mdia minf stbl moof traf".split())
_DEEPEST: Final = 8

_HOMES: Final[dict[bytes, str]] = {
    **dict.fromkeys((b"avc1", b"avc3", b"mp4v", b"mp4a"), "mp4 3gp mov"),
    **dict.fromkeys((b"hvc1", b"hev1", b"vp09", b"av01", b".mp3", b"ac-3", b"ec-3"), "mp4 mov"),
    **dict.fromkeys((b"Opus", b"alac"), "mp4 mov"),
    **dict.fromkeys((b"s263", b"samr", b"sawb"), "3gp mov"),
    **dict.fromkeys((b"sowt", b"twos", b"lpcm", b"in24", b"ulaw", b"alaw"), "mov"),
}
"""By its four letters: in which of the family a kind of picture or sound may live."""
_LOCKED: Final = (b"encv", b"enca", b"drmi", b"drms")
_TYPES: Final = {
    ("mp4", b"vide"): "video/mp4",
    ("3gp", b"vide"): "video/3gpp",
    ("mov", b"vide"): "video/quicktime",
    ("mp4", b"soun"): "audio/mp4",
    ("3gp", b"soun"): "audio/3gpp",
}


class Box(NamedTuple):
    """Where the content of a box lies."""

    kind: bytes
    start: int
    end: int


def opened(data: bytes) -> str:
    """The media type the clean copy will have.

    Raises Unfit: BROKEN when something is cut off, ENCRYPTED, or SOUND_OR_VIDEO for pictures
    and sound of a kind nobody knows.
    """
    plays = _plays(data)
    wanted = [plays[track] for track in (b"vide", b"soun") if track in plays]
    for home in ("mp4", "3gp", "mov"):
        if wanted and all(home in _HOMES[one].split() for one in wanted):
            media_type = _TYPES.get((home, b"vide" if b"vide" in plays else b"soun"))
            if media_type:
                return media_type
    raise Unfit(RefusedReason.SOUND_OR_VIDEO)


def media(data: bytes) -> tuple[tuple[int, int], ...]:
    """Where pictures and sound may lie: from where to where, each. Raises Unfit when broken."""
    return tuple(
        (box.start, box.end) for box in _walk(data, 0, len(data), 0) if box.kind == b"mdat"
    )


def _plays(data: bytes) -> dict[bytes, bytes]:
    """The first track of pictures and the first of sound, each by its four letters."""
    plays: dict[bytes, bytes] = {}
    handler, samples, seen = b"", 0, set()
    for box in _walk(data, 0, len(data), 0):
        seen.add(box.kind)
        match box.kind:
            case b"trak":
                handler = b""
            case b"hdlr" if data[box.start + 4 : box.start + 8] != b"dhlr":  # of the data only
                handler = data[box.start + 8 : box.start + 12]
            case b"stsd":
                letters = data[box.start + 12 : box.start + 16]
                if letters in _LOCKED:
                    raise Unfit(RefusedReason.ENCRYPTED)
                if letters in _HOMES:
                    plays.setdefault(handler, letters)
            case b"stsz" | b"stz2" | b"stts" | b"ctts" | b"trun":
                samples += _samples(data, box)
                if samples > MAX_SAMPLES:
                    raise Unfit(RefusedReason.UNPACKS_TOO_BIG)
    if not {b"moov", b"mdat"} <= seen:
        raise Unfit(RefusedReason.BROKEN)
    return plays


def _samples(data: bytes, box: Box) -> int:
    """How many samples a table speaks of, written out or not."""
    if box.kind in (b"stts", b"ctts"):
        rows = min(_number(data, box, 4), (box.end - box.start - 8) // 8)
        return sum(struct.unpack_from(f">{rows * 2}I", data, box.start + 8)[::2])
    return _number(data, box, 8 if box.kind in (b"stsz", b"stz2") else 4)


def _number(data: bytes, box: Box, at: int) -> int:
    if box.start + at + 4 > box.end:
        raise Unfit(RefusedReason.BROKEN)
    return int(struct.unpack_from(">I", data, box.start + at)[0])


def _walk(data: bytes, at: int, end: int, depth: int) -> Iterator[Box]:
    """Every box, the folders' content after them; what some cameras append at last is let be."""
    seen: set[bytes] = set()
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1 and start + 8 <= end:
            size, start = struct.unpack_from(">Q", data, start)[0], at + 16
        size = size or end - at
        if size < start - at or at + size > end:
            if depth == 0 and {b"moov", b"mdat"} <= seen and kind not in (b"mdat", b"moof"):
                return
            raise Unfit(RefusedReason.BROKEN)
        seen.add(kind)
        yield Box(kind, start, at + size)
        if kind in _FOLDERS:
            if depth == _DEEPEST:
                raise Unfit(RefusedReason.BROKEN)
            yield from _walk(data, start, at + size, depth + 1)
        at += size
