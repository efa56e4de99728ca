"""WebM: that it is whole, and what plays in it."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from storage.files.refusals import RefusedReason, Unfit

_HEAD, _DOCTYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _TRACKS, _TRACK, _CLUSTER = 0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675
_KIND, _CODEC, _PACKED = 0x83, 0x86, 0x6D80
_PICTURES: Final = (b"V_VP8", b"V_VP9", b"V_AV1")
_SOUND: Final = (b"A_OPUS", b"A_VORBIS")


class Element(NamedTuple):
    """Where the content of an element lies; `end` is None when its writer did not know."""

    kind: int
    start: int
    end: int | None


def opened(data: bytes) -> str:
    """`video/webm` or `audio/webm`. Raises Unfit: BROKEN, or SOUND_OR_VIDEO for another kind."""
    codecs, whole = [], False
    head, *rest = _elements(data, 0, len(data), most=8)
    types = [data[one.start : one.end] for one in _inside(data, head) if one.kind == _DOCTYPE]
    if [one.rstrip(b"\0") for one in types] != [b"webm"]:
        raise Unfit(RefusedReason.SOUND_OR_VIDEO)
    for segment in rest:
        if segment.kind == _SEGMENT:
            for part in _inside(data, segment):
                whole = whole or part.kind == _CLUSTER
                if part.kind == _TRACKS:
                    codecs += [_codec(data, track) for track in _inside(data, part)]
    if not whole:
        raise Unfit(RefusedReason.BROKEN)
    if any(one in _PICTURES for one in codecs):
        return "video/webm"
    if any(one in _SOUND for one in codecs):
        return "audio/webm"
    raise Unfit(RefusedReason.SOUND_OR_VIDEO)


def _codec(data: bytes, track: Element) -> bytes:
    """What a track is written in. One that is packed again may unpack to anything."""
    found = b""
    for one in _inside(data, track) if track.kind == _TRACK else ():
        if one.kind == _PACKED:
            raise Unfit(RefusedReason.SOUND_OR_VIDEO)
        if one.kind == _CODEC:
            found = data[one.start : one.end].rstrip(b"\0")
    return found


def _inside(data: bytes, element: Element) -> Iterator[Element]:
    end = len(data) if element.end is None else element.end
    return _elements(data, element.start, end)


def _elements(data: bytes, at: int, end: int, most: int = 100_000) -> Iterator[Element]:
    """The elements side by side; one of unknown length is the last that can be told apart."""
    for _ in range(most):
        if at >= end:
            return
        kind, start = _varying(data, at, end, marked=True)
        size, start = _varying(data, start, end, marked=False)
        if size is None:
            yield Element(kind or 0, start, None)
            return
        if start + size > end:
            raise Unfit(RefusedReason.BROKEN)
        yield Element(kind or 0, start, start + size)
        at = start + size


def _varying(data: bytes, at: int, end: int, *, marked: bool) -> tuple[int | None, int]:
    """A number of one to eight bytes, and where it ends; None for "not known".

    Its length stands in its first byte as a mark, which an element's name keeps.
    """
    length = 9 - data[at].bit_length() if at < end else 9
    if length > 8 or at + length > end:
        raise Unfit(RefusedReason.BROKEN)
    number = int.from_bytes(data[at : at + length], "big")
    if marked:
        return number, at + length
    value = number & ((1 << 7 * length) - 1)
    return (None if value == (1 << 7 * length) - 1 else value), at + length
