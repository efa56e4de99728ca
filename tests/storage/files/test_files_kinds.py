"""Who is let in: by what a file holds, whatever it calls itself."""

import random
import stat
import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from storage.files import boxes, kinds, packages, pictures
from storage.files.clean import clean_copy
from storage.files.kinds import MAX_BYTES, Accepted, Refused, RefusedReason, examine
from tests.storage.files import made_files as made
from tests.storage.files import made_recordings as recorded


def why(data: bytes, name: str | None = None, mime: str | None = None) -> RefusedReason | str:
    match examine(data, name, mime):
        case Refused(reason):
            return reason
        case Accepted(media_type):
            return media_type


GOOD = {
    "a photo": (made.secret_jpeg(6), "image/jpeg", "jpg"),
    "a photo in CMYK": (
        made.picture("JPEG", made.corners(mode="CMYK")),
        "image/jpeg",
        "jpg",
    ),
    "a photo with a second one behind": (
        made.picture("MPO", save_all=True, append_images=[made.corners()]),
        "image/jpeg",
        "jpg",
    ),
    "a screenshot": (made.secret_png(), "image/png", "png"),
    "a sticker": (made.secret_webp(), "image/webp", "webp"),
    "a moving sticker": (made.moving("WEBP"), "image/webp", "webp"),
    "a moving GIF": (made.secret_gif(), "image/gif", "gif"),
    "a letter as PDF": (made.pdf(), "application/pdf", "pdf"),
    "a PDF anybody may read but not print": (
        made.pdf(user_password="", owner_password="x", algorithm="AES-256"),
        "application/pdf",
        "pdf",
    ),
    "a letter": (made.package(made.docx_parts()), packages.DOCX, "docx"),
    "a sheet": (made.package(made.xlsx_parts()), packages.XLSX, "xlsx"),
    "slides": (made.package(made.pptx_parts()), packages.PPTX, "pptx"),
    "a video": (recorded.video(), "video/mp4", "mp4"),
    "a video from an old phone": (
        recorded.recording("3gp", "h263", "libopencore_amrnb", 8_000, (128, 96)),
        "video/3gpp",
        "3gp",
    ),
    "a video with uncompressed sound": (
        recorded.recording("mov", "libx264", "pcm_s16le"),
        "video/quicktime",
        "mov",
    ),
    "a video from a browser": (
        recorded.recording("webm", "libvpx-vp9", "libopus"),
        "video/webm",
        "webm",
    ),
    "sound from a browser": (
        recorded.recording("webm", None, "libopus"),
        "audio/webm",
        "webm",
    ),
    "a voice": (recorded.voice(), "audio/ogg", "ogg"),
    "a recorder's sound": (recorded.recording("ipod", None, "aac"), "audio/mp4", "m4a"),
    "an old recorder's sound": (
        recorded.recording("3gp", None, "libopencore_amrnb", 8_000),
        "audio/3gpp",
        "3gp",
    ),
    "music": (recorded.recording("mp3", None, "libmp3lame"), "audio/mpeg", "mp3"),
    "a note": ("Jalan rusak – 5 km\r\n\tdekat pasar".encode(), "text/plain", "txt"),
    "a note from Windows": (b"\xef\xbb\xbfbanjir", "text/plain", "txt"),
    "a note that begins like a program": (b"MZ adalah singkatan", "text/plain", "txt"),
}


@pytest.mark.parametrize(("data", "media_type", "extension"), GOOD.values(), ids=GOOD)
def test_is_let_in_under_any_name(data: bytes, media_type: str, extension: str) -> None:
    assert examine(data, None, None) == Accepted(media_type, extension)
    if media_type != "text/plain":
        assert examine(data, "virus.exe", "application/x-dosexec") == Accepted(
            media_type, extension
        )


def many_samples(data: bytes) -> bytes:
    at = data.index(b"stsz") + 4 + 4
    return data[:at] + struct.pack(">II", 1, 1_000_000_000) + data[at + 8 :]


EXE = b"MZ\x90\0" + bytes(60) + b"PE\0\0" + bytes(400)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD = {
    "nothing": (b"", RefusedReason.EMPTY),
    "only blanks": (b"\xef\xbb\xbf \r\n", RefusedReason.EMPTY),
    "a program": (EXE, RefusedReason.DANGEROUS_TYPE),
    "a program with a PDF behind": (EXE + made.pdf(), RefusedReason.DANGEROUS_TYPE),
    "a Linux program": (b"\x7fELF\2\1\1" + bytes(80), RefusedReason.DANGEROUS_TYPE),
    "an Android program": (
        made.package({"AndroidManifest.xml": b"x", "classes.dex": b"x"}),
        RefusedReason.DANGEROUS_TYPE,
    ),
    "a shortcut": (b"L\0\0\0\x01\x14\x02\0" + bytes(80), RefusedReason.DANGEROUS_TYPE),
    "a drawing that runs": (SVG, RefusedReason.DANGEROUS_TYPE),
    "a drawing after a comment": (b"<!-- x -->\n" + SVG, RefusedReason.DANGEROUS_TYPE),
    "a page": (b"  \n<!DOCTYPE html><p>x", RefusedReason.DANGEROUS_TYPE),
    "a shell script": (b"#!/bin/sh\nrm -rf x\n", RefusedReason.DANGEROUS_TYPE),
    "rich text": (b"{\\rtf1 x}", RefusedReason.DANGEROUS_TYPE),
    "an archive": (made.package({"a.txt": "x"}), RefusedReason.ARCHIVE),
    "an empty archive": (made.package({}), RefusedReason.ARCHIVE),
    "a RAR": (b"Rar!\x1a\x07\x01\0" + bytes(50), RefusedReason.ARCHIVE),
    "a 7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), RefusedReason.ARCHIVE),
    "a gzip": (b"\x1f\x8b\x08\0" + bytes(50), RefusedReason.ARCHIVE),
    "an iPhone photo": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", RefusedReason.HEIC),
    "an iPhone's moving photo": (
        b"\0\0\0\x18ftyphevc\0\0\0\0msf1hevc" + recorded.video()[24:],
        RefusedReason.HEIC,
    ),
    "only the head of a video": (
        b"\0\0\0\x18ftypmp42\0\0\0\0isommp42",
        RefusedReason.BROKEN,
    ),
    "half a video": (recorded.video()[:-900], RefusedReason.BROKEN),
    "half a video that begins with its index": (
        clean_copy(recorded.video(), "video/mp4")[:-50],
        RefusedReason.BROKEN,
    ),
    "half a video from a browser": (
        recorded.recording("webm", "libvpx-vp9", "libopus")[:-300],
        RefusedReason.BROKEN,
    ),
    "half a voice": (recorded.voice()[:-20], RefusedReason.BROKEN),
    "a voice that holds a video": (
        recorded.voice().replace(b"OpusHead", b"\x80theora"),
        RefusedReason.SOUND_OR_VIDEO,
    ),
    "a video nobody can play": (
        recorded.recording("mp4", "libx264", None).replace(b"avc1", b"CRAW"),
        RefusedReason.SOUND_OR_VIDEO,
    ),
    "a video under lock and key": (
        recorded.recording("mp4", "libx264", None).replace(b"avc1", b"encv"),
        RefusedReason.ENCRYPTED,
    ),
    "a video that says it has a thousand million pictures": (
        many_samples(recorded.recording("mp4", "libx264", None)),
        RefusedReason.UNPACKS_TOO_BIG,
    ),
    "a Matroska": (
        recorded.recording("matroska", "libx264", "aac"),
        RefusedReason.SOUND_OR_VIDEO,
    ),
    "a film of Windows": (b"RIFF\0\0\0\0AVI LIST" + bytes(60), RefusedReason.SOUND_OR_VIDEO),
    "a recording in AMR": (b"#!AMR\n" + bytes(60), RefusedReason.SOUND_OR_VIDEO),
    "tags without music": (b"ID3\3\0\0\0\0\0\0" + bytes(600), RefusedReason.SOUND_OR_VIDEO),
    "an old document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        RefusedReason.OLD_OFFICE,
    ),
    "a document with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        RefusedReason.ENCRYPTED,
    ),
    "a PDF with a password": (
        made.pdf(user_password="rahasia", algorithm="AES-256"),
        RefusedReason.ENCRYPTED,
    ),
    "half a photo": (
        made.picture("JPEG", made.corners(800, 600), quality=95)[:-4000],
        RefusedReason.BROKEN,
    ),
    "half a screenshot": (made.picture("PNG")[:-30], RefusedReason.BROKEN),
    "half a PDF": (made.pdf()[:80], RefusedReason.BROKEN),
    "half a document": (made.package(made.docx_parts())[:900], RefusedReason.BROKEN),
    "only a JPEG's first bytes": (b"\xff\xd8\xff\xe0", RefusedReason.BROKEN),
    "a picture bomb": (made.png_header(60_000, 60_000), RefusedReason.TOO_MANY_PIXELS),
    "a smaller picture bomb": (made.png_header(9_400, 9_600), RefusedReason.TOO_MANY_PIXELS),
    "just over the pixels": (made.png_header(65_001, 1_000), RefusedReason.TOO_MANY_PIXELS),
    "another picture": (made.picture("BMP"), RefusedReason.UNKNOWN_TYPE),
    "noise": (random.Random(1).randbytes(500), RefusedReason.UNKNOWN_TYPE),
    "text that is not UTF-8": ("naïve".encode("latin-1"), RefusedReason.UNKNOWN_TYPE),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD)
def test_is_refused_under_any_name(data: bytes, reason: RefusedReason) -> None:
    assert why(data) == reason
    assert why(data, "foto.jpg", "image/jpeg") == reason
    assert why(data, "gambar.png", "image/png") == reason


def test_the_limit_itself_is_allowed() -> None:
    assert why(b"a" * MAX_BYTES) == "text/plain"
    assert why(b"a" * (MAX_BYTES + 1)) == RefusedReason.TOO_BIG


@pytest.mark.parametrize("name", ["a.bat", "undangan.js", "x.HTML ", "x.ps1", "a.txt.vbs"])
def test_text_that_calls_itself_a_script_is_believed(name: str) -> None:
    assert why(b"x = 1", name) == RefusedReason.DANGEROUS_TYPE
    assert why(b"x = 1", "catatan.txt") == "text/plain"


def test_text_sent_as_a_script_is_a_script() -> None:
    assert why(b"x = 1", None, "application/javascript") == RefusedReason.DANGEROUS_TYPE


@pytest.mark.parametrize(
    "tail", [made.package({"a.exe": EXE}), SVG, EXE], ids=["zip", "svg", "exe"]
)
def test_a_picture_with_something_behind_is_the_picture(tail: bytes) -> None:
    assert why(made.picture("JPEG") + tail, "a.exe") == "image/jpeg"


def test_a_zip_with_a_picture_before_is_that_picture_or_nothing() -> None:
    assert why(b"GIF89a" + made.package({"a.txt": "x"})) == RefusedReason.BROKEN


def test_an_animation_with_too_many_pixels_altogether_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MAX_MOVING_PIXELS", 40 * 30 * 3 - 1)
    for kind in ("GIF", "WEBP", "PNG"):
        assert why(made.moving(kind)) == RefusedReason.TOO_MANY_PIXELS
    assert why(made.picture("PNG")) == "image/png"


def test_a_gif_whose_second_frame_is_huge_is_refused() -> None:
    data = bytearray(made.moving("GIF"))
    second = data.rindex(b"\x2c\0\0\0\0")
    data[second + 5 : second + 9] = struct.pack("<HH", 60_000, 60_000)
    assert why(bytes(data)) == RefusedReason.TOO_MANY_PIXELS


def docx(**changes: bytes | str) -> bytes:
    return made.package(made.docx_parts() | changes)


def with_part(name: str, body: bytes | str = b"x") -> bytes:
    return made.package(made.docx_parts() | {name: body})


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "word/embeddings/oleObject1.bin",
        "word/activeX/activeX1.xml",
        "xl/macrosheets/sheet1.xml",
        "word/media/setup.exe",
    ],
)
def test_a_document_that_can_act_is_refused(name: str) -> None:
    assert why(with_part(name)) == RefusedReason.ACTIVE_CONTENT


def test_a_document_that_declares_macros_is_refused_without_any() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled"
    data = docx(**{"[Content_Types].xml": made.types("word/document.xml", kind)})
    assert why(data, "surat.docx") == RefusedReason.ACTIVE_CONTENT


def test_macros_in_an_embedded_sheet_are_found() -> None:
    inner = made.package(made.xlsx_parts() | {"xl/vbaProject.bin": b"x"})
    data = made.package(made.pptx_parts() | {"ppt/embeddings/Lembar1.xlsx": inner})
    assert why(data) == RefusedReason.ACTIVE_CONTENT


def test_documents_in_documents_in_documents_are_refused() -> None:
    inner = made.package(
        made.xlsx_parts() | {"xl/embeddings/a.xlsx": made.package(made.xlsx_parts())}
    )
    data = made.package(made.pptx_parts() | {"ppt/embeddings/Lembar1.xlsx": inner})
    assert why(data) == RefusedReason.UNPACKS_TOO_BIG


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word/../../x", "C:\\x", "word//x", "WORD/document.xml"]
)
def test_a_part_with_a_tricky_name_is_refused(name: str) -> None:
    assert why(with_part(name)) == RefusedReason.DANGEROUS_TYPE


def test_a_link_among_the_parts_is_refused() -> None:
    link = zipfile.ZipInfo("word/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = BytesIO(made.package(made.docx_parts()))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert why(out.getvalue()) == RefusedReason.DANGEROUS_TYPE


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda _, info: unpacked.append(info.filename))
    data = with_part("word/media/bomb.xml", bytes(30_000_000))
    assert why(data) == RefusedReason.UNPACKS_TOO_BIG
    assert unpacked == []


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    data = with_part("word/bomb.xml", bytes(30_000_000))
    lying = data.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    assert why(lying) == RefusedReason.BROKEN


def test_many_parts_or_much_altogether_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_PARTS", 5)
    assert why(docx()) == RefusedReason.UNPACKS_TOO_BIG
    monkeypatch.undo()
    monkeypatch.setattr(packages, "MAX_UNPACKED", 1_000)
    assert why(docx()) == RefusedReason.UNPACKS_TOO_BIG


def test_a_part_locked_in_the_zip_is_refused() -> None:
    data = bytearray(docx())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert why(bytes(data)) == RefusedReason.ENCRYPTED


@pytest.mark.parametrize(
    "xml",
    [
        b"<not closed",
        b'<!DOCTYPE a [<!ENTITY e "x">]><w:document xmlns:w="x">&e;</w:document>',
        b"",
    ],
    ids=["open tag", "entities", "nothing"],
)
def test_a_document_whose_text_is_no_plain_xml_is_broken(xml: bytes) -> None:
    assert why(docx(**{"word/document.xml": xml})) == RefusedReason.BROKEN


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_spoilt_file_is_answered_and_never_raises(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([good[0] for good in GOOD.values()])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(whole)))
    assert isinstance(examine(bytes(whole), None, None), Accepted | Refused)
    assert isinstance(examine(bytes(whole[:end]), None, None), Accepted | Refused)


def test_boxes_in_boxes_without_end_are_refused() -> None:
    nest = b""
    for _ in range(1_000):
        nest = recorded.box(b"moov", nest)
    head = recorded.box(b"ftyp", b"isom\0\0\0\0isom")
    assert why(head + nest + recorded.box(b"mdat", b"")) == RefusedReason.BROKEN


@pytest.mark.parametrize("table", [b"stts", b"ctts", b"trun"])
def test_tables_that_speak_of_more_than_they_hold_are_refused(table: bytes) -> None:
    body = bytes(4) + struct.pack(">III", boxes.MAX_SAMPLES + 1, 1, 1)
    if table != b"trun":
        body = bytes(4) + struct.pack(">III", 1, boxes.MAX_SAMPLES + 1, 1)
    extra = recorded.box(b"moof", recorded.box(b"traf", recorded.box(table, body)))
    assert why(recorded.video() + extra) == RefusedReason.UNPACKS_TOO_BIG


def test_every_accepted_type_is_known_to_the_cleaner() -> None:
    from storage.files.clean import _CLEANED

    assert set(_CLEANED) == set(kinds.EXTENSIONS)
    assert {good[1] for good in GOOD.values()} == set(kinds.EXTENSIONS)


def test_pillow_can_not_read_iphone_photos_yet() -> None:
    """When this fails, HEIC can be let in: a row in `_OPENED` and one in `clean`."""
    Image.init()
    assert "HEIF" not in Image.OPEN
