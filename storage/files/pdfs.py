"""PDF files: that they open without a password, and the copy without metadata."""

from io import BytesIO
from typing import Final

from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from storage.files import segments
from storage.files.refusals import RefusedReason, Unfit

MAX_PAGES: Final = 2_000

# What a page and an annotation need to be drawn; all else is left out.
_PAGE = {
    *("/Type", "/Parent", "/Resources", "/Contents", "/Annots", "/Rotate", "/UserUnit", "/Group"),
    *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"),
}
_NOTE = {
    *("/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/C", "/IC", "/CA", "/BS", "/Border"),
    *("/QuadPoints", "/InkList", "/L", "/LE", "/Vertices", "/DA", "/Q", "/H", "/Contents"),
    *("/Name",),
}
_NOTES_LEFT_BEHIND = {
    *("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Popup"),
    *("/TrapNet", "/Watermark", "/Projection"),
}
# Met anywhere below a page: in pictures, forms, layers.
_ANYWHERE = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/OPI", "/Thumb", "/Alternates"),
    *("/Measure", "/PtData", "/Usage", "/Ref", "/JS", "/EF"),
}
# Dictionaries whose keys are names somebody chose: a font may well be called /AA.
_OF_CHOSEN_NAMES = {
    *("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"),
    *("/CharProcs", "/Colorants", "/N", "/R", "/D"),
}
_PICTURES = {"/DCTDecode": segments.jpeg, "/JPXDecode": segments.jpeg2000}


def opened(data: bytes) -> str:
    """The media type of a PDF whose pages can be counted without a password.

    Raises Unfit: ENCRYPTED, UNPACKS_TOO_BIG for too many pages, BROKEN.
    """
    try:
        reader = _reader(data)
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise Unfit(RefusedReason.UNPACKS_TOO_BIG)
        if not pages or not reader.pages[0].mediabox.width:
            raise Unfit(RefusedReason.BROKEN)
    except Unfit:
        raise
    except Exception:  # pypdf raises whatever a crafted file makes it raise
        raise Unfit(RefusedReason.BROKEN) from None
    return "application/pdf"


def cleaned(data: bytes) -> bytes:
    """Pages as they look, and nothing else. Raises whatever goes wrong.

    Gone: document information, XMP, attachments, scripts, bookmarks, links inside the document,
    authors of notes, the metadata of pictures. A filled form becomes a drawing of itself.
    """
    first = PdfWriter()
    for page in _reader(data).pages:
        first.add_page(page)
    seen: set[tuple[int, int]] = set()
    for page in first.pages:
        _keep(page, _PAGE)
        _clean_notes(page)
        _clean_below(page, seen)
    # Written twice: the second copy takes along only what the first still refers to.
    second = PdfWriter()
    for page in PdfReader(_written(first)).pages:
        second.add_page(page)
    return _written(second).getvalue()


def _reader(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise Unfit(RefusedReason.ENCRYPTED)
    return reader


def _written(writer: PdfWriter) -> BytesIO:
    writer.metadata = None  # would name the library
    out = BytesIO()
    writer.write(out)
    return out


def _keep(value: DictionaryObject, keys: set[str]) -> None:
    for key in [key for key in value if key not in keys]:
        del value[key]


def _clean_notes(page: DictionaryObject) -> None:
    kept = ArrayObject()
    listed = _direct(page.get("/Annots"))
    for entry in listed if isinstance(listed, ArrayObject) else ():
        note = _direct(entry)
        if not isinstance(note, DictionaryObject) or note.get("/Subtype") in _NOTES_LEFT_BEHIND:
            continue
        address = _web_address(note)
        _keep(note, _NOTE)
        if address is not None:
            note[NameObject("/A")] = address
        if note.get("/Subtype") == "/Widget":  # a field without its form is drawn as a stamp
            note[NameObject("/Subtype")] = NameObject("/Stamp")
        kept.append(entry)
    page.pop("/Annots", None)
    if kept:
        page[NameObject("/Annots")] = kept


def _web_address(note: DictionaryObject) -> DictionaryObject | None:
    """A link to the web; one that starts a program, a script or another file is no content."""
    action = _direct(note.get("/A"))
    if not isinstance(action, DictionaryObject) or action.get("/S") != "/URI":
        return None
    return DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): action["/URI"]}
    )


def _clean_below(top: PdfObject, seen: set[tuple[int, int]]) -> None:
    waiting: list[tuple[str, PdfObject | None]] = [("", top)]
    while waiting:
        under, value = waiting.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, value.generation) in seen:
                continue
            seen.add((value.idnum, value.generation))
            value = _direct(value)
        if isinstance(value, DictionaryObject):
            if isinstance(value, StreamObject):
                _clean_picture(value)
            if isinstance(value, StreamObject) or under not in _OF_CHOSEN_NAMES:
                for key in _ANYWHERE & set(value):
                    del value[key]
            waiting += [(key, value.raw_get(key)) for key in value if key != "/Parent"]
        elif isinstance(value, ArrayObject):
            waiting += [("", entry) for entry in value]


def _clean_picture(stream: StreamObject) -> None:
    """A camera's or scanner's JPEG lies in a PDF as it was, with its EXIF."""
    given = _direct(stream.get("/Filter"))
    filters = list(given) if isinstance(given, ArrayObject) else [given]
    if not filters or filters[-1] not in _PICTURES:
        return
    # get_data undoes the filters before the picture's own and leaves that one alone.
    data = _PICTURES[filters[-1]](stream.get_data())
    stream.pop("/DecodeParms", None)
    stream[NameObject("/Filter")] = NameObject(filters[-1])
    StreamObject.set_data(stream, data)


def _direct(value: PdfObject | None) -> PdfObject | None:
    return value.get_object() if value is not None else None
