"""Small videos and sounds, made here, with a secret in every corner where phones leave one."""

import struct
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame

from tests.storage.files.made_files import SECRET, secret_jpeg

PLACE = "-00.3204+103.1637/"
MOMENT = "2031-02-03T04:05:06Z"
TAGS = {
    "com.apple.quicktime.location.ISO6709": PLACE,
    "location": PLACE,
    "make": SECRET,
    "model": SECRET,
    "title": SECRET,
    "artist": SECRET,
    "comment": SECRET,
    "creation_time": MOMENT,
}
PICTURES = 10


@cache
def recording(
    container: str,
    video: str | None = "libx264",
    audio: str | None = "aac",
    rate: int = 48_000,
    side: tuple[int, int] = (64, 64),
) -> bytes:
    """A second of both, every tag the container takes filled with a secret."""
    out = BytesIO()
    layout = "mono" if rate == 8_000 else "stereo"
    options = {"movflags": "use_metadata_tags"} if container in ("mp4", "mov", "ipod") else {}
    with av.open(out, "w", format=container, options=options) as file:
        file.metadata.update(TAGS)
        quiet = {"x265-params": "log-level=none"} if video == "libx265" else {}
        pictures = video and file.add_stream(
            video, rate=PICTURES, options=quiet, width=side[0], height=side[1]
        )
        sound = audio and file.add_stream(audio, rate=rate, layout=layout, options=EXPERIMENTAL)
        for stream in file.streams:
            stream.metadata.update({"handler_name": SECRET, "title": SECRET, "encoder": SECRET})
        if pictures:
            _film(file, pictures, side)
        if sound:
            _speak(file, sound, rate, layout)
    return out.getvalue()


EXPERIMENTAL = {"strict": "-2"}  # FFmpeg's own Vorbis


def _film(file: OutputContainer, stream: Any, side: tuple[int, int]) -> None:
    for number in range(PICTURES):
        frame = VideoFrame(*side, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([number * 20]) * plane.buffer_size)
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def _speak(file: OutputContainer, stream: Any, rate: int, layout: str) -> None:
    resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
    for number in range(10):
        frame = AudioFrame(format="s16", layout=layout, samples=rate // 10)
        frame.sample_rate, frame.pts = rate, number * rate // 10
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for part in resampler.resample(frame):
            file.mux(stream.encode(part))
    file.mux(stream.encode(None))


def video() -> bytes:
    """What an iPhone makes: QuickTime, H.264 and AAC."""
    return recording("mov")


def voice() -> bytes:
    """What a messenger makes of something spoken."""
    return recording("ogg", None, "libopus")


@cache
def with_more_tracks() -> bytes:
    """A video with subtitles, chapters, and a track of places as dashboard cameras write it."""
    out = BytesIO()
    with (
        av.open(BytesIO(video()), "r") as source,
        av.open(out, "w", format="mov") as file,
    ):
        copies = [file.add_stream_from_template(one, opaque=True) for one in source.streams]
        notes = [file.add_mux_stream("mov_text"), file.add_mux_stream("mov_text")]
        second = Fraction(1, 1000)
        title = {"title": SECRET}
        file.set_chapters(
            [{"id": 1, "start": 0, "end": 900, "time_base": second, "metadata": title}]
        )
        for packet in source.demux():
            if packet.size:
                packet.stream = copies[packet.stream_index]
                file.mux(packet)
        for stream in notes:
            text = SECRET.encode()
            note: Packet[Any] = Packet(struct.pack(">H", len(text)) + text)
            note.stream, note.time_base = stream, second
            note.pts = note.dts = 0
            note.duration = 500
            file.mux(note)
    plain = out.getvalue()
    at = plain.rindex(b"mhlr")
    last = plain[at:].replace(b"mhlrtext", b"mhlrmeta").replace(b"mhlrsbtl", b"mhlrmeta")
    return plain[:at] + last.replace(b"text\0\0\0\0\0\0", b"mebx\0\0\0\0\0\0")


@cache
def with_a_cover(container: str, audio: str) -> bytes:
    """Sound with a photo before it, as music shops and recorders add one."""
    out = BytesIO()
    with (
        av.open(BytesIO(recording(container, None, audio)), "r") as source,
        av.open(out, "w", format=container) as file,
    ):
        [sound] = source.streams
        copy = file.add_stream_from_template(sound, opaque=True)
        cover: Any = file.add_mux_stream("mjpeg", width=64, height=48)
        cover.disposition = Disposition.attached_pic
        photo: Packet[Any] = Packet(secret_jpeg())
        photo.stream = cover
        photo.pts = photo.dts = 0
        file.mux(photo)
        for packet in source.demux(sound):
            if packet.size:
                packet.stream = copy
                file.mux(packet)
    return out.getvalue()


def with_a_cover_first() -> bytes:
    """A video whose index, which comes last, begins with a picture for shelves."""
    data = recording("mp4")
    at = data.rindex(b"moov") - 4
    photo = box(b"data", struct.pack(">II", 13, 0) + secret_jpeg())
    handler = box(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    items = box(b"ilst", box(b"covr", photo))
    shelf = box(b"udta", box(b"meta", bytes(4) + handler + items))
    return data[:at] + box(b"moov", shelf + data[at + 8 :])


@cache
def vorbis_in_webm() -> bytes:
    """Sound from an Ogg file put into a WebM as some programs do it: with the tags in its head."""
    out = BytesIO()
    with (
        av.open(BytesIO(recording("ogg", None, "vorbis")), "r") as source,
        av.open(out, "w", format="webm") as file,
    ):
        copy = file.add_stream_from_template(source.streams[0], opaque=True)
        head = copy.codec_context.extradata or b""
        first, last = head[3 : 3 + head[1]], head[3 + head[1] + head[2] :]
        note = f"ARTIST={SECRET}".encode()
        tags = b"\x03vorbis" + struct.pack("<III", 0, 1, len(note)) + note + b"\1"
        copy.codec_context.extradata = bytes((2, len(first), len(tags))) + first + tags + last
        for packet in source.demux():
            if packet.size:
                packet.stream = copy
                file.mux(packet)
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def told(data: bytes) -> list[bytes]:
    """Which of the secrets a file still holds."""
    signs = [SECRET.encode(how) for how in ("utf-8", "utf-16-le", "utf-16-be")]
    signs += [b"103.1637", b"2031", b"x264", b"x265", b"Exif", struct.pack(">I", 4_010_702_706)]
    return [sign for sign in signs if sign in data]


def plays(data: bytes) -> list[tuple[str, int]]:
    """The tracks of a file and how many pictures or scraps of sound each gives."""
    with av.open(BytesIO(data), "r") as file:
        count = len(file.streams)
    found = []
    for number in range(count):
        with av.open(BytesIO(data), "r") as file:
            stream: Any = file.streams[number]
            found.append((stream.type, sum(1 for _ in file.decode(stream))))
    return found
