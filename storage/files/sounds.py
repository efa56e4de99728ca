"""Ogg and MP3: that they are whole, and what plays in them."""

import re
import struct
from collections.abc import Iterator
from typing import Final

from storage.files.refusals import RefusedReason, Unfit

FEWEST: Final = 3  # frames in a row before a file counts as MP3: fewer are found in any noise
_VOICES: Final = (b"OpusHead", b"\x01vorbis")
_ID3: Final = re.compile(rb"ID3[\x02-\x04].(.)([\0-\x7f]{4})", re.DOTALL)
_ROOM: Final = re.compile(rb"\0*")  # some writers leave room for a longer tag
_RATES: Final = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}
_FULL: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_HALF: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Kilobits per second by the number in a frame's head, for MPEG 1 and for the lower rates."""


def ogg_opened(data: bytes) -> str:
    """`audio/ogg` for Opus and Vorbis. Raises Unfit: BROKEN, or SOUND_OR_VIDEO for others."""
    at = 0
    while at < len(data):
        size = _page(data, at)
        if data[at + 5] & 2:  # the first page of something that plays
            start = at + 27 + data[at + 26]
            if not data.startswith(_VOICES, start):
                raise Unfit(RefusedReason.SOUND_OR_VIDEO)
        at += size
    return "audio/ogg"


def _page(data: bytes, at: int) -> int:
    """How long the page is that begins here."""
    if data[at : at + 5] == b"OggS\0" and at + 27 <= len(data):
        table = data[at + 27 : at + 27 + data[at + 26]]
        size = 27 + data[at + 26] + sum(table)
        if at + size <= len(data):
            return size
    raise Unfit(RefusedReason.BROKEN)


def mp3_opened(data: bytes) -> str:
    """`audio/mpeg`. Raises Unfit: SOUND_OR_VIDEO when it only begins like an MP3."""
    for number, _ in enumerate(frames(data), start=1):
        if number == FEWEST:
            return "audio/mpeg"
    raise Unfit(RefusedReason.SOUND_OR_VIDEO)


def frames(data: bytes) -> Iterator[bytes]:
    """The frames of sound of an MP3, without the tags before them and whatever comes behind."""
    at = 0
    while tag := _ID3.match(data, at):
        size = 0
        for byte in tag[2]:
            size = size << 7 | byte
        at += 10 + size + (10 if tag[1][0] & 0x10 else 0)
    at = _ROOM.match(data, at).end()  # type: ignore[union-attr]  # matches nothing, too
    while (size := _frame(data, at)) and at + size <= len(data):
        yield data[at : at + size]
        at += size


def _frame(data: bytes, at: int) -> int:
    """How long the frame of MPEG layer III is that begins here; 0 when none does."""
    if at + 4 > len(data):
        return 0
    head: int = struct.unpack_from(">I", data, at)[0]
    version, layer = head >> 19 & 3, head >> 17 & 3
    bits, rate, padding = head >> 12 & 15, head >> 10 & 3, head >> 9 & 1
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or bits in (0, 15) or rate == 3:
        return 0
    kilobits = (_FULL if version == 3 else _HALF)[bits]
    return (144_000 if version == 3 else 72_000) * kilobits // _RATES[version][rate] + padding
