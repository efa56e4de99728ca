"""The copy of a document that leaves: its words and pictures, without whose they are."""

import struct
import zipfile
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from storage.files import pdfs
from storage.files.clean import CannotClean, clean_copy, neutral_name
from storage.files.kinds import Accepted, Refused, RefusedReason, examine
from storage.files.markup import Scrubber
from storage.files.packages import DOCX, PPTX, XLSX
from storage.files.segments import jpeg2000
from tests.storage.files import made_files as made

DOCUMENTS = {
    "a letter": (made.package(made.docx_parts()), DOCX),
    "a sheet": (made.package(made.xlsx_parts()), XLSX),
    "slides": (made.package(made.pptx_parts()), PPTX),
    "a PDF": (made.secret_pdf(), "application/pdf"),
}


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {i.filename: package.read(i).decode("utf-8", "replace") for i in package.infolist()}


@pytest.fixture(scope="module")
def letter() -> dict[str, str]:
    return parts_of(clean_copy(*DOCUMENTS["a letter"]))


@pytest.mark.parametrize(("data", "media_type"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_tells_nothing_and_is_still_what_it_was(data: bytes, media_type: str) -> None:
    assert made.tells(data)
    clean = clean_copy(data, media_type)
    assert not made.tells(clean)
    accepted = examine(clean, None, None)
    assert isinstance(accepted, Accepted)
    assert accepted.media_type == media_type
    assert not made.tells(clean_copy(clean, media_type))


def test_the_words_stay_as_they_were(letter: dict[str, str]) -> None:
    text = letter["word/document.xml"]
    assert '<w:t xml:space="preserve"> Banjir &lt; 1 m &amp; surut </w:t>' in text
    assert "tambahan" in text
    assert "benar" in letter["word/comments.xml"]


def test_prefixes_stay_because_others_refer_to_them_by_name(letter: dict[str, str]) -> None:
    assert 'xmlns:w14="urn:w14"' in letter["word/document.xml"]
    assert 'mc:Ignorable="w14"' in letter["word/document.xml"]
    assert "rsid" not in letter["word/document.xml"]


def test_only_what_the_document_needs_is_taken_along(letter: dict[str, str]) -> None:
    assert set(letter) == {
        *("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/comments.xml"),
        *("word/_rels/document.xml.rels", "word/settings.xml", "word/media/image1.jpeg"),
    }
    assert "docProps" not in letter["[Content_Types].xml"] + letter["_rels/.rels"]


def test_links_stay_but_nothing_is_fetched_or_tells_a_path(letter: dict[str, str]) -> None:
    relations = letter["word/_rels/document.xml.rels"]
    assert 'Target="https://contoh.id/?a=1&amp;b=2"' in relations
    assert relations.count('Target="about:blank"') == 2
    assert "pelacak" not in relations
    assert "<w:attachedTemplate" not in letter["word/settings.xml"]


def test_two_commentators_stay_two() -> None:
    sheet = parts_of(clean_copy(*DOCUMENTS["a sheet"]))
    comments = sheet["xl/comments1.xml"]
    assert "<author>-1</author><author>-4</author>" in comments
    assert "<t>-1:</t><t>cek &#13; lagi, -2 dan -3</t>" in comments


def test_a_page_set_up_does_not_point_to_a_printer_left_behind() -> None:
    sheet = parts_of(clean_copy(*DOCUMENTS["a sheet"]))
    assert '<pageSetup scale="90">' in sheet["xl/worksheets/sheet1.xml"]
    assert '<legacyDrawing r:id="rId2">' in sheet["xl/worksheets/sheet1.xml"]
    assert "printer" not in sheet["xl/worksheets/_rels/sheet1.xml.rels"]


def test_a_picture_in_a_document_lies_as_the_document_says() -> None:
    """Its EXIF goes, but it is not turned: the document's own frame turns it already."""
    with zipfile.ZipFile(BytesIO(clean_copy(*DOCUMENTS["a letter"]))) as package:
        data = package.read("word/media/image1.jpeg")
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == made.corners().size


def test_a_metafile_keeps_its_drawing_and_loses_its_title() -> None:
    with zipfile.ZipFile(BytesIO(clean_copy(*DOCUMENTS["slides"]))) as package:
        data = package.read("ppt/media/image3.emf")
    assert len(data) == len(made.secret_emf())
    assert data.endswith(b"\0ekor")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("word/media/film.mp4", b"x"),
        ("word/afchunk.mht", b"x"),
        ("word/media/image9.jpg", b"no picture"),
        ("word/media/image9.tiff", b"II*\0"),
        ("word/extra.xml", b"<not closed"),
        ("word/extra.xml", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'),
    ],
)
def test_a_part_nobody_can_clean_keeps_the_document_inside(name: str, body: bytes) -> None:
    parts = made.docx_parts()
    parts[name] = body
    parts["word/_rels/document.xml.rels"] = made.rels(("x", name.removeprefix("word/")))
    with pytest.raises(CannotClean, match="stays in the store"):
        clean_copy(made.package(parts), DOCX)


def test_names_are_found_in_any_encoding_of_xml() -> None:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><w:ins xmlns:w="x" w:author="{made.SECRET}"/>'
    clean = Scrubber().scrub(xml.encode("utf-16"))
    assert b'w:author="-1"' in clean


@pytest.mark.parametrize("text", ["a & b < c > d", "'\"", "é – 漢 😀", "]]>", "tab\tline\nend"])
def test_text_and_attributes_survive_the_rewriting(text: str) -> None:
    from xml.etree import ElementTree
    from xml.sax.saxutils import escape, quoteattr

    again = Scrubber().scrub(f"<a x={quoteattr(text)}>{escape(text)}</a>".encode())
    element = ElementTree.fromstring(again)
    assert (element.text, element.get("x")) == (text, text)


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    return PdfReader(BytesIO(clean_copy(*DOCUMENTS["a PDF"])))


def test_a_pdf_keeps_its_pages_and_nothing_about_them(paper: PdfReader) -> None:
    assert len(paper.pages) == 1
    assert paper.pages[0].mediabox[2:] == [200, 100]
    assert paper.metadata is None
    assert set(paper.root_object) <= {"/Type", "/Pages"}
    assert b"pypdf" not in clean_copy(*DOCUMENTS["a PDF"])


def test_a_pdf_still_draws_its_picture_under_its_odd_name(paper: PdfReader) -> None:
    page = paper.pages[0]
    assert b"/AA Do" in page.get_contents().get_data()  # type: ignore[union-attr]
    (image,) = page.images
    with Image.open(BytesIO(image.data)) as picture:
        assert picture.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


def test_a_pdf_keeps_notes_and_web_links_and_draws_its_fields(paper: PdfReader) -> None:
    notes = [note.get_object() for note in paper.pages[0].annotations or ()]
    assert [note["/Subtype"] for note in notes] == ["/Text", "/Link", "/Link", "/Stamp"]
    assert notes[0]["/Contents"] == "isi catatan"
    assert notes[1]["/A"] == {"/S": "/URI", "/URI": "https://contoh.id"}
    assert "/A" not in notes[2]


def test_a_pdf_photo_packed_twice_is_cleaned_too() -> None:
    writer = PdfWriter(clone_from=BytesIO(made.secret_pdf()))
    for value in list(writer._objects):
        if isinstance(value, StreamObject) and value.get("/Filter") == "/DCTDecode":
            packed = value.flate_encode()
            value.clear()
            value.update(packed)
            StreamObject.set_data(value, packed._data)
    out = BytesIO()
    writer.write(out)
    assert b"FlateDecode /DCTDecode" in out.getvalue().replace(b"\n", b" ")
    assert not made.tells(clean_copy(out.getvalue(), "application/pdf"))


def test_a_pdf_that_only_forbids_printing_is_cleaned() -> None:
    data = made.pdf(user_password="", owner_password="x", algorithm="AES-256")
    assert b"/Encrypt" not in clean_copy(data, "application/pdf")


def test_a_pdf_of_the_author_s_older_versions_keeps_the_last_only() -> None:
    writer = PdfWriter(BytesIO(made.secret_pdf()), incremental=True)
    writer.pages[0][NameObject("/Rotate")] = writer.pages[0].rotate(90)["/Rotate"]
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().count(b"%%EOF") == 2
    clean = clean_copy(out.getvalue(), "application/pdf")
    assert clean.count(b"%%EOF") == 1
    assert not made.tells(clean)


def test_a_pdf_of_too_many_pages_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MAX_PAGES", 0)
    assert examine(made.pdf(), None, None) == Refused(RefusedReason.UNPACKS_TOO_BIG)


def test_a_jpeg_2000_keeps_its_header_and_code_only() -> None:
    data = made.picture("JPEG2000")
    box = struct.pack(">I4s", 8 + len(made.XMP), b"xml ") + made.XMP
    assert jpeg2000(data + box) == data
    with pytest.raises(ValueError, match="without end"):
        jpeg2000(data[:-10])


def test_text_loses_its_byte_order_mark_only() -> None:
    assert clean_copy("\ufeffBanjir\r\n é".encode(), "text/plain") == "Banjir\r\n é".encode()


def test_what_can_not_be_cleaned_is_one_error_whatever_happened() -> None:
    for data, media_type in [
        (b"", "image/jpeg"),
        (b"%PDF-1.4 nothing", "application/pdf"),
        (made.pdf(user_password="x", algorithm="AES-256"), "application/pdf"),
        (b"PK\x03\x04", DOCX),
        (b"\xff", "text/plain"),
        (b"x", "video/mp4"),
    ]:
        with pytest.raises(CannotClean):
            clean_copy(data, media_type)


def test_a_neutral_name_is_code_number_and_ending() -> None:
    assert neutral_name("K7M4QXR", 2, "jpg") == "K7M4QXR-2.jpg"


@pytest.mark.parametrize(
    ("code", "number", "extension"),
    [("../x", 1, "jpg"), ("", 1, "jpg"), ("K7", 0, "jpg"), ("K7", 1, "exe"), ("K7\n", 1, "jpg")],
)
def test_a_neutral_name_can_be_nothing_else(code: str, number: int, extension: str) -> None:
    with pytest.raises(ValueError, match="neutral name"):
        neutral_name(code, number, extension)
