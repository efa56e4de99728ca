"""The copy of a picture that leaves: it looks the same and tells nothing."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageSequence

from storage.files import segments
from storage.files.clean import CannotClean, clean_copy
from storage.files.kinds import Accepted, examine
from tests.storage.files import made_files as made

SECRETIVE = {
    "a photo": (made.secret_jpeg(), "image/jpeg"),
    "a turned photo": (made.secret_jpeg(6), "image/jpeg"),
    "a photo in other colours": (
        made.secret_jpeg(icc_profile=made.profile()),
        "image/jpeg",
    ),
    "a grey photo": (
        made.picture(
            "JPEG", made.corners(mode="L"), exif=made.exif(3), comment=made.SECRET.encode()
        ),
        "image/jpeg",
    ),
    "a printer's photo": (
        made.picture("JPEG", made.corners(mode="CMYK"), exif=made.exif(), xmp=made.XMP),
        "image/jpeg",
    ),
    "a progressive photo": (made.secret_jpeg(progressive=True), "image/jpeg"),
    "a photo with a second one behind": (
        made.picture(
            "MPO", save_all=True, append_images=[made.corners()], exif=made.exif(), xmp=made.XMP
        ),
        "image/jpeg",
    ),
    "a screenshot": (made.secret_png(), "image/png"),
    "a turned screenshot": (made.secret_png(exif=made.exif(8)), "image/png"),
    "a screenshot in other colours": (
        made.secret_png(icc_profile=made.profile()),
        "image/png",
    ),
    "a moving PNG": (made.moving("PNG", exif=made.exif()), "image/png"),
    "a sticker": (made.secret_webp(), "image/webp"),
    "a turned sticker": (made.secret_webp(exif=made.exif(6)), "image/webp"),
    "a moving sticker": (
        made.moving("WEBP", exif=made.exif().tobytes(), xmp=made.XMP, icc_profile=made.profile()),
        "image/webp",
    ),
    "a moving GIF": (made.secret_gif(), "image/gif"),
}
SIDEWAYS = [(kind, turn) for kind in ("JPEG", "PNG", "WEBP") for turn in range(1, 9)]


def look(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB")


def furthest(one: Image.Image, other: Image.Image) -> int:
    assert one.size == other.size
    return max(ImageChops.difference(one, other).tobytes())


@pytest.mark.parametrize(("data", "media_type"), SECRETIVE.values(), ids=SECRETIVE)
def test_tells_nothing_and_looks_the_same(data: bytes, media_type: str) -> None:
    assert made.tells(data)
    clean = clean_copy(data, media_type)
    assert not made.tells(clean)
    assert isinstance(examine(clean, None, None), Accepted)
    assert clean_copy(clean, media_type) == clean
    with Image.open(BytesIO(clean)) as picture:
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "Author"} & set(picture.info)
    if b"acsp" not in data and b"iCCP" not in data:  # other colours have a test of their own
        assert furthest(look(clean), look(data)) < 40


@pytest.mark.parametrize(("kind", "orientation"), SIDEWAYS)
def test_stands_upright_without_being_told_how(kind: str, orientation: int) -> None:
    lossless = {"lossless": True} if kind == "WEBP" else {}
    data = made.picture(kind, made.corners(), exif=made.exif(orientation), **lossless)
    clean = clean_copy(data, f"image/{kind.lower()}")
    with Image.open(BytesIO(clean)) as picture:
        assert furthest(picture.convert("RGB"), look(data)) < (40 if kind == "JPEG" else 1)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}])
def test_an_upright_photo_is_not_compressed_anew(options: dict[str, Any]) -> None:
    data = made.secret_jpeg(**options)
    assert furthest(look(clean_copy(data, "image/jpeg")), look(data)) == 0


def test_a_photo_from_telegram_stays_byte_for_byte() -> None:
    data = made.picture("JPEG")
    assert clean_copy(data, "image/jpeg") == data


def test_a_turned_photo_stays_sharp_and_grows_no_larger() -> None:
    noise = Image.effect_noise((400, 304), 60).convert("RGB")
    data = made.picture("JPEG", noise, quality=85, exif=made.exif(6))
    clean = clean_copy(data, "image/jpeg")
    difference = ImageChops.difference(look(clean), look(data)).convert("L").histogram()
    assert sum(level * count for level, count in enumerate(difference)) / 121_600 < 1
    assert len(clean) < 1.1 * len(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_other_colours_are_drawn_in_ordinary_ones(kind: str) -> None:
    """The profile calls red green: whoever only drops it shows another colour."""
    data = made.picture(kind, made.corners(), icc_profile=made.profile(), quality=95)
    with Image.open(BytesIO(clean_copy(data, f"image/{kind.lower()}"))) as picture:
        red, green, _ = picture.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert green > 200 > 60 > red


def test_transparency_stays() -> None:
    image = made.corners(mode="RGBA")
    image.putalpha(77)
    for kind in ("PNG", "WEBP"):
        for orientation in (1, 6):
            data = made.picture(kind, image, exif=made.exif(orientation))
            with Image.open(BytesIO(clean_copy(data, f"image/{kind.lower()}"))) as picture:
                assert picture.convert("RGBA").getpixel((5, 5))[3] == 77  # type: ignore[index]


def test_transparency_of_a_palette_stays_when_turned() -> None:
    data = made.picture("PNG", made.corners(mode="P"), exif=made.exif(6), transparency=3)
    with Image.open(BytesIO(clean_copy(data, "image/png"))) as picture:
        assert picture.info["transparency"] in (3, b"\xff\xff\xff\x00")


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_keeps_frames_timing_and_loop(kind: str) -> None:
    data = made.secret_gif() if kind == "GIF" else made.moving(kind, exif=made.exif().tobytes())

    def film(data: bytes) -> list[tuple[object, object, bytes]]:
        with Image.open(BytesIO(data)) as picture:
            return [
                (
                    frame.info.get("duration"),
                    picture.info.get("loop"),
                    frame.convert("RGB").tobytes(),
                )
                for frame in ImageSequence.Iterator(picture)
            ]

    before = film(data)
    assert len(before) == 3
    assert film(clean_copy(data, f"image/{kind.lower()}")) == before


@pytest.mark.parametrize("tail", [made.package({"a.txt": made.SECRET}), b"<script>", b"MZ"])
def test_what_hides_behind_a_picture_stays_behind(tail: bytes) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        data = made.picture(kind)
        assert clean_copy(data + tail, f"image/{kind.lower()}") == clean_copy(
            data, f"image/{kind.lower()}"
        )


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(codec="ascii", categories=["L"]), min_size=8, max_size=40),
    orientation=st.integers(1, 8),
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
)
def test_no_name_written_into_a_picture_leaves_it(name: str, orientation: int, kind: str) -> None:
    tags = made.exif(orientation)
    for tag in (ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.Model):
        tags[tag] = name
    data = made.picture(kind, exif=tags)
    assert name.encode() in data
    assert name.encode() not in clean_copy(data, f"image/{kind.lower()}")


def test_small_pictures_inside_a_photo_s_header_are_left_out() -> None:
    data = made.picture("JPEG")
    jfif = b"JFIF\0\1\2\0\0\1\0\1" + bytes([3, 1]) + b"thumbnail"
    jfxx = b"JFXX\0\x10thumbnail"
    segments_of = b"".join(
        b"\xff\xe0" + (len(body) + 2).to_bytes(2, "big") + body for body in (jfif, jfxx)
    )
    clean = clean_copy(data[:2] + segments_of + data[20:], "image/jpeg")
    assert b"thumbnail" not in clean
    assert clean[:20] == data[:2] + b"\xff\xe0\0\x10" + jfif[:12] + b"\0\0"
    assert b"JFXX" not in clean


def test_a_printer_s_photo_keeps_the_flag_that_says_how_its_colours_are_written() -> None:
    data = made.picture("JPEG", made.corners(mode="CMYK"))
    assert b"Adobe" in data
    assert clean_copy(data, "image/jpeg") == data


def test_a_sticker_does_not_announce_what_was_left_out() -> None:
    data = made.moving("WEBP", exif=made.exif().tobytes(), xmp=made.XMP)
    assert data[20] & 0x0C
    assert clean_copy(data, "image/webp")[20] == data[20] & ~0x2C


def test_frames_of_a_sticker_are_searched_too() -> None:
    data = bytearray(made.moving("WEBP"))
    at = data.index(b"ANMF")
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    extra = b"note\6\0\0\0secret"
    data[at + 8 + size : at + 8 + size] = extra
    data[at + 4 : at + 8] = (size + len(extra)).to_bytes(4, "little")
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    assert isinstance(examine(bytes(data), None, None), Accepted)
    assert b"secret" not in clean_copy(bytes(data), "image/webp")


def test_a_bomb_is_not_unpacked_by_the_cleaner_either() -> None:
    with pytest.raises(CannotClean):
        clean_copy(made.png_header(9_000, 8_000), "image/png")


def test_metadata_the_stripper_would_miss_keeps_the_picture_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(segments, "stripped", lambda data: data)
    with pytest.raises(CannotClean):
        clean_copy(made.secret_jpeg(), "image/jpeg")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_spoilt_picture_is_cleaned_or_stays_inside(data: st.DataObject) -> None:
    whole, media_type = data.draw(st.sampled_from(list(SECRETIVE.values())))
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(CannotClean):
        assert made.SECRET.encode() not in clean_copy(bytes(spoilt), media_type)
