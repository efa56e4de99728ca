"""The copy of a video or a sound that leaves: it plays the same and tells nothing."""

import struct
import subprocess
import sys
from contextlib import suppress
from io import BytesIO

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.files import recordings
from storage.files.clean import CannotClean, clean_copy
from storage.files.kinds import Accepted, examine
from tests.storage.files import made_recordings as made
from tests.storage.files.made_files import SECRET

BOTH = [("video", 10), ("audio", 47)]
SECRETIVE = {
    "an iPhone's video": (made.video(), "video/mp4", BOTH),
    "a new phone's video": (made.recording("mp4", "libx265"), "video/mp4", BOTH),
    "an Android video": (made.recording("mp4"), "video/mp4", BOTH),
    "a video in VP9": (made.recording("mp4", "libvpx-vp9"), "video/mp4", BOTH),
    "an old phone's video": (made.recording("3gp", "mpeg4"), "video/mp4", BOTH),
    "an older phone's video": (
        made.recording("3gp", "h263", "libopencore_amrnb", 8_000, (128, 96)),
        "video/3gpp",
        [("video", 10), ("audio", 51)],
    ),
    "a camera's video": (
        made.recording("mov", "libx264", "pcm_s16le"),
        "video/quicktime",
        [("video", 10), ("audio", 50)],
    ),
    "a round video": (made.recording("mp4", "libx264", None), "video/mp4", BOTH[:1]),
    "a browser's video": (
        made.recording("webm", "libvpx-vp9", "libopus"),
        "video/webm",
        [("video", 10), ("audio", 51)],
    ),
    "an older browser's video": (
        made.recording("webm", "libvpx", "vorbis"),
        "video/webm",
        BOTH,
    ),
    "a browser's sound": (made.recording("webm", None, "libopus"), "audio/webm", [("audio", 51)]),
    "a voice": (made.voice(), "audio/ogg", [("audio", 51)]),
    "sound in Vorbis": (made.recording("ogg", None, "vorbis"), "audio/ogg", BOTH[1:]),
    "a recorder's sound": (made.recording("ipod", None, "aac"), "audio/mp4", BOTH[1:]),
    "an old recorder's sound": (
        made.recording("3gp", None, "libopencore_amrnb", 8_000),
        "audio/3gpp",
        [("audio", 51)],
    ),
    "an MP3": (made.recording("mp3", None, "libmp3lame"), "audio/mpeg", [("audio", 43)]),
    "an MP3 with a cover": (made.with_a_cover("mp3", "libmp3lame"), "audio/mpeg", [("audio", 43)]),
    "an M4A with a cover": (made.with_a_cover("mp4", "aac"), "audio/mp4", BOTH[1:]),
    "a video with more tracks": (made.with_more_tracks(), "video/mp4", BOTH),
}


@pytest.mark.parametrize(("data", "media_type", "tracks"), SECRETIVE.values(), ids=SECRETIVE)
def test_tells_nothing_and_plays_the_same(
    data: bytes, media_type: str, tracks: list[tuple[str, int]]
) -> None:
    assert made.told(data)
    clean = clean_copy(data, media_type)
    assert made.told(clean) == []
    assert made.plays(clean) == tracks
    assert examine(data, None, None) == examine(clean, None, None)
    assert made.told(clean_copy(clean, media_type)) == []


@pytest.mark.parametrize(("data", "media_type", "tracks"), SECRETIVE.values(), ids=SECRETIVE)
def test_shows_the_very_same_pictures(
    data: bytes, media_type: str, tracks: list[tuple[str, int]]
) -> None:
    if media_type.startswith("video/"):
        assert pictures(clean_copy(data, media_type)) == pictures(data)


def pictures(data: bytes) -> list[tuple[float, bytes]]:
    with av.open(BytesIO(data), "r") as file:
        frames = file.decode(file.streams.video[0])
        return [(float(one.time or 0), bytes(one.planes[0])) for one in frames]


def test_has_no_tag_but_what_the_writer_must_say() -> None:
    with av.open(BytesIO(clean_copy(made.video(), "video/mp4"))) as file:
        assert set(file.metadata) == {"major_brand", "minor_version", "compatible_brands"}
        assert [stream.metadata for stream in file.streams] == [
            {"language": "und", "handler_name": "VideoHandler"},
            {"language": "und", "handler_name": "SoundHandler"},
        ]


def test_every_moment_of_making_is_zero() -> None:
    clean = clean_copy(made.video(), "video/mp4")
    for kind in (b"mvhd", b"tkhd", b"mdhd"):
        at = clean.index(kind)
        assert clean[at + 8 : at + 16] == bytes(8)


def test_can_be_watched_before_all_of_it_is_there() -> None:
    data = made.video()
    clean = clean_copy(data, "video/mp4")
    assert data.index(b"moov") > data.index(b"mdat")
    assert clean.index(b"moov") < clean.index(b"mdat")


def test_stays_turned_as_it_was_filmed() -> None:
    """The way up stands in the track's head: without it the video would lie on its side."""
    data, quarter = made.recording("mp4"), struct.pack(">9i", *QUARTER)
    at = data.index(b"tkhd") + 4 + 40
    turned = data[:at] + quarter + data[at + 36 :]
    clean = clean_copy(turned, "video/mp4")
    at = clean.index(b"tkhd") + 4 + 40
    assert clean[at : at + 36] == quarter
    with av.open(BytesIO(clean), "r") as file:
        assert next(file.decode(video=0)).rotation in (90, -90)


QUARTER = (0, 1 << 16, 0, -(1 << 16), 0, 0, 64 << 16, 0, 1 << 30)


def test_what_an_encoder_says_of_itself_inside_a_track_is_taken_out() -> None:
    data = made.recording("3gp", "mpeg4", None).replace(b"Lavc", b"Siti")
    assert b"Siti" in data
    assert b"Siti" not in clean_copy(data, "video/mp4")


def test_tags_inside_the_head_of_a_track_are_taken_out() -> None:
    data = made.vorbis_in_webm()
    assert SECRET.encode() in data
    clean = clean_copy(data, "audio/webm")
    assert made.told(clean) == []
    assert made.plays(clean) == [("audio", 47)]


def test_tags_behind_an_mp3_stay_behind() -> None:
    data = made.recording("mp3", None, "libmp3lame")
    name = SECRET.encode()
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 60, 1, 0) + bytes(8) + name
    for tail in (b"TAG" + name.ljust(125, b"\0"), ape, name * 100):
        clean = clean_copy(data + tail, "audio/mpeg")
        assert made.told(clean) == []
        assert clean.startswith(b"\xff")


def test_the_cover_of_a_video_is_not_taken_for_the_video() -> None:
    data = made.with_a_cover_first()
    with av.open(BytesIO(data), "r") as file:
        assert file.streams[0].codec_context.name == "mjpeg"
    clean = clean_copy(data, "video/mp4")
    assert made.told(clean) == []
    assert made.plays(clean) == BOTH


def test_what_a_camera_appends_to_a_video_stays_behind() -> None:
    data = made.video() + made.box(b"sefd", SECRET.encode()) + b"SEFT" + bytes(20)
    assert made.told(clean_copy(data, "video/mp4")) == []


def test_no_decoder_runs_for_what_phones_make(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoders are what crafted files attack."""
    monkeypatch.setattr(recordings, "_READING", {"codec_whitelist": "none"})
    for data, media_type in (
        (made.video(), "video/mp4"),
        (made.recording("mp4", "libx265"), "video/mp4"),
        (made.voice(), "audio/ogg"),
        (made.recording("ipod", None, "aac"), "audio/mp4"),
    ):
        assert made.told(clean_copy(data, media_type)) == []


def test_a_copy_that_grows_stays_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables may name the same bytes again and again."""

    class Small(recordings._Sheet):
        def __init__(self, limit: int) -> None:
            super().__init__(1_000)

    monkeypatch.setattr(recordings, "_Sheet", Small)
    with pytest.raises(CannotClean):
        clean_copy(made.video(), "video/mp4")


@pytest.mark.parametrize(("limit", "value"), [("MAX_PACKETS", 20), ("MAX_SECONDS", -1.0)])
def test_a_video_that_takes_too_long_stays_inside(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(recordings, limit, value)
    with pytest.raises(CannotClean):
        clean_copy(made.video(), "video/mp4")


def test_a_tag_the_writer_would_let_through_keeps_the_video_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recordings, "_OURS", {})
    with pytest.raises(CannotClean):
        clean_copy(made.video(), "video/mp4")


@pytest.mark.parametrize("media_type", recordings.KINDS)
def test_a_file_of_another_kind_stays_inside(media_type: str) -> None:
    with pytest.raises(CannotClean):
        clean_copy(b"\xff\xd8\xff\xe0" + bytes(3_000), media_type)


def test_the_library_is_loaded_only_where_something_is_cleaned() -> None:
    """It takes 16 MB and most of the program never cleans."""
    asked = "import sys, storage.files.clean; print('av' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_spoilt_recording_is_cleaned_or_stays_inside(data: st.DataObject) -> None:
    whole, media_type, _ = data.draw(st.sampled_from(list(SECRETIVE.values())))
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(whole) // 2, len(whole)))
    for one in (bytes(spoilt), bytes(whole[:end])):
        with suppress(CannotClean):
            assert b"103.1637" not in clean_copy(one, media_type)


def test_every_sample_is_one_that_is_let_in() -> None:
    for name, (data, media_type, _) in SECRETIVE.items():
        found = examine(data, None, None)
        assert isinstance(found, Accepted) and found.media_type == media_type, name
