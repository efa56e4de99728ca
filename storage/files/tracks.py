"""Notes that cameras, drones and encoders write between the pictures themselves."""

import re
import struct
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from av import Packet
    from av.codec.context import CodecContext
    from av.stream import Stream

Through = Callable[["Packet[Stream]"], "Iterable[Packet[Stream]]"]

_UNITS: Final = {
    "h264": "filter_units=pass_types=1-5|7-11|13-15|19-20",
    "hevc": "filter_units=pass_types=0-9|16-21|32-37|62",
    "av1": "filter_units=remove_types=5",
    "libdav1d": "filter_units=remove_types=5",
}
"""What a video needs to be seen; the rest are notes and captions (SEI, metadata OBU). 62 is
the brightness layer of phones that film in HDR."""

_USER_DATA: Final = re.compile(rb"\x00\x00\x01\xb2.*?(?=\x00\x00\x01|\Z)", re.DOTALL)
_START: Final = re.compile(rb"\x00\x00\x00?\x01")


def stripped(stream: "Stream", copy: "Stream") -> Through:
    """Take the notes out of the head of `copy`; returns what takes them out of each packet."""
    from av.bitstream import BitStreamFilterContext

    codec = stream.codec_context.name
    through: Through = _as_it_is
    if codec in _UNITS:
        through = BitStreamFilterContext(_UNITS[codec], stream, copy).filter
    elif codec == "mpeg4":
        through = _without_user_data
    if codec in _HEADS:
        _mend_head(copy.codec_context, _HEADS[codec])
    return through


def _mend_head(context: "CodecContext", mended: Callable[[bytes], bytes]) -> None:
    if context.extradata:
        context.extradata = mended(context.extradata)


def _as_it_is(packet: "Packet[Stream]") -> "Iterable[Packet[Stream]]":
    return (packet,)


def _without_user_data(packet: "Packet[Stream]") -> "Iterable[Packet[Stream]]":
    from av import Packet

    plain: Packet[Stream] = Packet(_USER_DATA.sub(b"", bytes(packet)))
    plain.time_base, plain.pts, plain.dts = packet.time_base, packet.pts, packet.dts
    plain.duration, plain.is_keyframe = packet.duration, packet.is_keyframe
    return (plain,) if plain.size else ()


def _hevc_head(head: bytes) -> bytes:
    """Only the three parameter sets; encoders write their settings beside them.

    Behind the filter the head comes with start codes, whatever it had before.
    """
    units = [unit for unit in _START.split(head) if unit and unit[0] >> 1 & 63 in (32, 33, 34)]
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def _vorbis_head(head: bytes) -> bytes:
    """Three packets, their lengths before them; the second holds the tags and is emptied."""
    if head[:1] != b"\x02":
        raise ValueError("not the head of a Vorbis track")
    lengths, at = [], 1
    for _ in range(2):
        length = 0
        while head[at] == 255:
            length, at = length + 255, at + 1
        lengths.append(length + head[at])
        at += 1
    first, last = head[at : at + lengths[0]], head[at + sum(lengths) :]
    if lengths[0] > 254 or not (
        first.startswith(b"\x01vorbis") and last.startswith(b"\x05vorbis")
    ):
        raise ValueError("not the head of a Vorbis track")
    tags = b"\x03vorbis" + struct.pack("<II", 0, 0) + b"\x01"
    return bytes((2, len(first), len(tags))) + first + tags + last


_HEADS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "hevc": _hevc_head,
    "mpeg4": lambda head: _USER_DATA.sub(b"", head),
    "vorbis": _vorbis_head,
}
