"""Videos and sound: the copy that holds pictures and sound and nothing else."""

import time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from storage.files import boxes, sounds, tracks

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.stream import Stream

MAX_PACKETS: Final = 1_000_000
MAX_SECONDS: Final = 60.0  # of work; a video of 20 MB takes less than one
MAX_PIXELS: Final = 40_000_000  # in one picture of a video, the largest phones film today

_SHAPES: Final = {
    "video/mp4": ("mov", "mp4"),
    "video/3gpp": ("mov", "3gp"),
    "video/quicktime": ("mov", "mov"),
    "video/webm": ("matroska", "webm"),
    "audio/mp4": ("mov", "ipod"),
    "audio/3gpp": ("mov", "3gp"),
    "audio/webm": ("matroska", "webm"),
    "audio/ogg": ("ogg", "ogg"),
    "audio/mpeg": ("mp3", "mp3"),
}
"""How each kind is read and written. Given by name, so that no file chooses its own reader."""

KINDS: Final = tuple(_SHAPES)

_READING: Final = {"codec_whitelist": "mpeg4,h263,vp9"}
"""The only ones that may run, to learn a size or a colour that no container tells. Decoders
are what a crafted file attacks; nothing else is decoded."""

_OURS: Final = {
    "handler_name": ("VideoHandler", "SoundHandler"),
    "vendor_id": ("FFMP", "[0][0][0][0]"),
    "encoder": ("Lavf", "Lavc", "ffmpeg"),
    "language": ("und",),
}
_SHAPELESS: Final = ("major_brand", "minor_version", "compatible_brands", "duration")


def cleaned(data: bytes, media_type: str) -> bytes:
    """The first track of pictures and the first of sound, as they are, in a new container.

    Gone: tags (place, phone, moments, titles, cover pictures), tracks of data, text and
    timecode, chapters, attachments, notes inside the pictures. Kept: how it is turned, and the
    moments within it. What remains is the name of the program that squeezed the sound, where it
    writes it into the sound itself (FFmpeg's AAC does), and what can be seen and heard. Raises
    whatever goes wrong: also for a file that grows, or takes longer than `MAX_SECONDS`.
    """
    import av  # 60 MB: only when there is something to clean

    reader, writer = _SHAPES[media_type]
    if media_type == "audio/mpeg":
        data = b"".join(sounds.frames(data))
    out = _Sheet(2 * len(data) + 1_000_000)
    options = {"fflags": "bitexact"}  # no version, no random number
    if reader == "mov":
        options["movflags"] = "faststart"
    elif writer == "mp3":
        options["id3v2_version"] = "0"
    with (
        av.open(
            BytesIO(data),
            "r",
            format=reader,
            options={"max_pixels": str(MAX_PIXELS)},
            container_options=_READING,
            metadata_errors="ignore",
            timeout=MAX_SECONDS,
        ) as source,
        av.open(
            out, "w", format=writer, container_options=options, io_open=out.read_again
        ) as target,
    ):
        inside = boxes.media(data) if reader == "mov" else ()
        _copy(source, target, inside, pictures=media_type.startswith("video/"))
    clean = out.getvalue()
    _nothing_else(clean, reader)
    return clean


class _Sheet(BytesIO):
    """What is written, up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._limit:
            raise ValueError("the copy grows without end")
        return super().write(data)

    def read_again(self, name: str, flags: int, options: dict[str, str]) -> "_Rereading":
        """For the second pass, which moves the index to the front."""
        return _Rereading(self)

    def close(self) -> None:
        """Stays readable when the container is closed."""


class _Rereading:
    """The same sheet, read at a place of its own while it is being written."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet, self._at = sheet, 0

    def read(self, size: int) -> bytes:
        back = self._sheet.tell()
        self._sheet.seek(self._at)
        data = self._sheet.read(size)
        self._sheet.seek(back)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (self._at if whence == 1 else 0)
        return self._at

    def tell(self) -> int:
        return self._at


def _copy(
    source: "InputContainer",
    target: "OutputContainer",
    inside: tuple[tuple[int, int], ...],
    *,
    pictures: bool,
) -> None:
    """`inside` are the stretches a packet must lie in, when the container tells: a damaged table
    can claim that the tags after them are sound."""
    end = time.monotonic() + MAX_SECONDS
    ways: dict[int, tuple[Stream, tracks.Through]] = {}
    chosen = _first_of_each(source, ("video", "audio") if pictures else ("audio",))
    for stream in chosen:
        copy = target.add_stream_from_template(stream, opaque=True)
        ways[stream.index] = copy, tracks.stripped(stream, copy)
    for number, packet in enumerate(source.demux(chosen)):
        if number > MAX_PACKETS or time.monotonic() > end:
            raise ValueError("too long to clean")
        if packet.size:  # the last ones are empty
            if inside and not _within(packet, inside):
                raise ValueError("pictures or sound outside their place")
            copy, through = ways[packet.stream_index]
            for part in through(packet):
                part.stream = copy
                target.mux(part)


def _within(packet: "Packet[Any]", inside: tuple[tuple[int, int], ...]) -> bool:
    at = packet.pos
    return at is not None and any(start <= at and at + packet.size <= end for start, end in inside)


def _first_of_each(source: "InputContainer", kinds: tuple[str, ...]) -> "list[Stream]":
    from av.stream import Disposition

    found: dict[str, Stream] = {}
    for stream in source.streams:
        cover = stream.disposition & Disposition.attached_pic
        if stream.type in kinds and stream.codec_context is not None and not cover:
            found.setdefault(stream.type, stream)
    if kinds[0] not in found:
        raise ValueError("nothing to see or hear")
    return list(found.values())


def _nothing_else(clean: bytes, reader: str) -> None:
    """Raises ValueError when a tag is left that is not the writer's own, or a track too many."""
    import av

    with av.open(BytesIO(clean), format=reader, container_options=_READING) as copy:
        kinds = [stream.type for stream in copy.streams]
        tags = [*copy.metadata.items()]
        for stream in copy.streams:
            tags += stream.metadata.items()
        if copy.chapters() or sorted(kinds) != sorted({*kinds} & {"video", "audio"}):
            raise ValueError("something else is still there")
    for key, value in tags:
        if key.lower() not in _SHAPELESS and value not in _OURS.get(key, ()):
            raise ValueError(f"a tag is still there: {key}")
