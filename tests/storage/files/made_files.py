"""Real files with a secret in every corner where programs leave one."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

SECRET = "Rahasiawan Penulis"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{SECRET}</creator></x:xmpmeta>".encode()
GPS = (1.0, 2.0, 33.4444)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def corners(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Red at the top left, blue at the bottom right: shows which way is up."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    picture.paste((0, 0, 255), (width // 2, height // 2, width, height))
    return picture.convert(mode)


def exif(orientation: int | None = None) -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.ImageDescription] = SECRET
    tags[ExifTags.Base.Artist] = SECRET
    if orientation:
        tags[ExifTags.Base.Orientation] = orientation
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "S", 2: GPS, 3: "E", 4: (103.0, 9.0, 5.0), 29: "2031:02:03"}
    )
    return tags


def profile(name: str = SECRET) -> bytes:
    """A colour profile with red and green swapped, so that leaving it out is seen."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    table = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = table[b"rXYZ"], table[b"gXYZ"]
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    at, size = struct.unpack_from(">II", data, table[b"desc"] + 4)
    text = name.encode("utf-16-be")[: size - 28].ljust(size - 28, b"\0")
    data[at + 28 : at + size] = text
    return bytes(data)


def picture(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:
    out = BytesIO()
    (image or corners()).save(out, kind, **options)
    return out.getvalue()


def secret_jpeg(orientation: int | None = None, **options: Any) -> bytes:
    told: dict[str, Any] = {"exif": exif(orientation), "comment": SECRET.encode(), "xmp": XMP}
    return picture("JPEG", quality=95, **(told | options)) + SECRET.encode()


def secret_png(**options: Any) -> bytes:
    notes = PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_text("Comment", SECRET, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    told: dict[str, Any] = {"exif": exif(), "pnginfo": notes}
    return picture("PNG", **(told | options)) + SECRET.encode()


def secret_webp(**options: Any) -> bytes:
    told: dict[str, Any] = {"exif": exif(), "xmp": XMP, "lossless": True}
    return picture("WEBP", **(told | options))


def frames(count: int = 3, mode: str = "RGB") -> list[Image.Image]:
    shades = [(80 * i % 256, 30, 60) for i in range(count)]
    return [Image.new("RGB", (40, 30), shade).convert(mode) for shade in shades]


def moving(kind: str, **options: Any) -> bytes:
    first, *rest = frames()
    return picture(
        kind, first, save_all=True, append_images=rest, duration=[100, 200, 300], loop=0, **options
    )


def secret_gif() -> bytes:
    data = moving("GIF", comment=SECRET.encode())
    app = b"\x21\xff\x0bXMP DataXMP" + bytes([len(XMP)]) + XMP + b"\0"
    at = data.index(b"\x21\xf9")
    return data[:at] + app + data[at:] + SECRET.encode()


def png_header(width: int, height: int) -> bytes:
    """A small PNG that claims to be a large one."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"IDAT" + zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (body, rows, b"IEND")
    )


def pdf(**encryption: Any) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 100)
    if encryption:
        writer.encrypt(**encryption)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def secret_pdf() -> bytes:
    """Secrets in the document, on a page, in its notes, and in the picture it shows."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    text = TextStringObject(SECRET)
    image = StreamObject()
    image.set_data(secret_jpeg())
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(64),
            NameObject("/Height"): NumberObject(48),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
            NameObject("/Metadata"): writer._add_object(_stream(XMP)),
        }
    )
    content = _stream(b"q 100 0 0 50 10 10 cm /AA Do Q")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/AA"): writer._add_object(image)})}
    )
    page[NameObject("/Pemilik")] = text
    page[NameObject("/Group")] = DictionaryObject(
        {NameObject("/PieceInfo"): DictionaryObject({NameObject("/X"): text})}
    )
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): text})
    page[NameObject("/Metadata")] = writer._add_object(_stream(XMP).flate_encode())
    notes = ArrayObject()
    for subtype, extra in (
        ("/Text", {"/T": text, "/Contents": TextStringObject("isi catatan"), "/RC": text}),
        ("/Link", {"/A": _action("/URI", "/URI", TextStringObject("https://contoh.id"))}),
        ("/Link", {"/A": _action("/JavaScript", "/JS", text)}),
        ("/FileAttachment", {"/FS": text}),
        ("/Widget", {"/FT": NameObject("/Tx"), "/T": text, "/V": text}),
    ):
        note = DictionaryObject({NameObject(key): value for key, value in extra.items()})
        note[NameObject("/Type")] = NameObject("/Annot")
        note[NameObject("/Subtype")] = NameObject(subtype)
        note[NameObject("/Rect")] = ArrayObject([NumberObject(n) for n in (0, 0, 10, 10)])
        notes.append(writer._add_object(note))
    page[NameObject("/Annots")] = notes
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
    writer.xmp_metadata = XMP
    writer.add_attachment(f"{SECRET}.txt", SECRET.encode())
    writer.root_object[NameObject("/OpenAction")] = _action("/JavaScript", "/JS", text)
    writer.add_outline_item(title=SECRET, page_number=0)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _action(kind: str, key: str, value: TextStringObject) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): value})


def package(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return out.getvalue()


def types(main: str, kind: str, *others: str) -> str:
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="application/xml"/>' for name in others
    )
    start = f'<Override PartName="/{main}" ContentType="{kind}.main+xml"/>'
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/>{start}{listed}</Types>'
    )


def rels(*listed: tuple[str, str]) -> str:
    """(kind, target); a target with a colon lies outside."""
    rows = ""
    for number, (kind, target) in enumerate(listed, 1):
        mode = ' TargetMode="External"' if ":" in target else ""
        rows += f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


CORE = (
    '<cp:p xmlns:cp="urn:c" xmlns:dc="urn:d">'
    f"<dc:creator>{SECRET}</dc:creator><cp:lastModifiedBy>Penyunting</cp:lastModifiedBy></cp:p>"
)


def docx_parts() -> dict[str, bytes | str]:
    from storage.files.packages import DOCX

    return {
        "[Content_Types].xml": types("word/document.xml", DOCX, "docProps/core.xml"),
        "_rels/.rels": rels(
            ("officeDocument", "word/document.xml"),
            ("core-properties", "docProps/core.xml"),
            ("custom-properties", "docProps/custom.xml"),
            ("thumbnail", "docProps/thumbnail.jpeg"),
        ),
        "docProps/core.xml": CORE,
        "docProps/custom.xml": f"<Properties><p>{SECRET}</p></Properties>",
        "docProps/thumbnail.jpeg": secret_jpeg(),
        "word/document.xml": (
            f'<?xml version="1.0"?><!-- {SECRET} --><w:document xmlns:w="{W}" xmlns:mc="urn:mc" '
            'xmlns:w14="urn:w14" xmlns:pic="urn:p" mc:Ignorable="w14" w:rsidR="00AB">'
            '<w:p><w:t xml:space="preserve"> Banjir &lt; 1 m &amp; surut </w:t></w:p>'
            f'<w:ins w:id="1" w:author="{SECRET}"><w:t>tambahan</w:t></w:ins>'
            f'<pic:cNvPr id="1" name="C:\\Users\\{SECRET}\\x.jpg"/></w:document>'
        ),
        "word/_rels/document.xml.rels": rels(
            ("image", "media/image1.jpeg"),
            ("comments", "comments.xml"),
            ("settings", "settings.xml"),
            ("customXml", "../customXml/item1.xml"),
            ("hyperlink", "https://contoh.id/?a=1&amp;b=2"),
            ("image", f"file:///C:/{SECRET}/x.png"),
            ("image", "https://pelacak.example/x.png"),
        ),
        "word/comments.xml": (
            f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{SECRET}" w:initials="RP">'
            f"<w:t>{SECRET}: benar</w:t></w:comment></w:comments>"
        ),
        "word/settings.xml": (
            f'<w:settings xmlns:w="{W}"><w:attachedTemplate w:id="rId1"/>'
            f'<w:docVars><w:docVar w:val="{SECRET}"/></w:docVars></w:settings>'
        ),
        "word/_rels/settings.xml.rels": rels(
            ("attachedTemplate", f"file:///C:/Users/{SECRET}/Normal.dotm")
        ),
        "customXml/item1.xml": f"<a>{SECRET}</a>",
        "word/media/image1.jpeg": secret_jpeg(orientation=6),
        "word/unseen.xml": f"<a>{SECRET}</a>",
    }


def xlsx_parts() -> dict[str, bytes | str]:
    from storage.files.packages import XLSX

    return {
        "[Content_Types].xml": types("xl/workbook.xml", XLSX),
        "_rels/.rels": rels(
            ("officeDocument", "/xl/workbook.xml"), ("core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": CORE,
        "xl/workbook.xml": (
            f'<workbook xmlns:x="urn:x"><fileSharing userName="{SECRET}"/>'
            f'<x:absPath url="C:\\{SECRET}\\"/><sheets/></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": rels(
            ("worksheet", "worksheets/sheet1.xml"), ("person", "persons/person.xml")
        ),
        "xl/worksheets/sheet1.xml": (
            '<worksheet xmlns:r="urn:r"><c><v>12</v></c><pageSetup r:id="rId1" scale="90"/>'
            '<legacyDrawing r:id="rId2"/></worksheet>'
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": rels(
            ("printerSettings", "../printerSettings/printerSettings1.bin"),
            ("comments", "../comments1.xml"),
        ),
        "xl/printerSettings/printerSettings1.bin": SECRET.encode("utf-16-le"),
        "xl/comments1.xml": (
            f"<comments><authors><author>{SECRET}</author><author>Lain Orang</author></authors>"
            f"<comment><t>{SECRET}:</t><t>cek &#13; lagi, Penyunting dan Anggota Ketiga</t>"
            "</comment></comments>"
        ),
        "xl/persons/person.xml": (
            f'<p><person displayName="Anggota Ketiga" userId="{SECRET}"/></p>'
        ),
    }


def pptx_parts() -> dict[str, bytes | str]:
    from storage.files.packages import PPTX

    return {
        "[Content_Types].xml": types("ppt/presentation.xml", PPTX),
        "_rels/.rels": rels(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": "<presentation/>",
        "ppt/_rels/presentation.xml.rels": rels(
            ("commentAuthors", "commentAuthors.xml"),
            ("slide", "slides/slide1.xml"),
            ("changesInfo", "changesInfos/changesInfo1.xml"),
        ),
        "ppt/commentAuthors.xml": f'<l><cmAuthor name="{SECRET}" initials="{SECRET}"/></l>',
        "ppt/changesInfos/changesInfo1.xml": f'<chgData name="{SECRET}"/>',
        "ppt/slides/slide1.xml": "<sld><t>Paparan</t></sld>",
        "ppt/slides/_rels/slide1.xml.rels": rels(
            ("image", "../media/image1.png"),
            ("image", "../media/image2.svg"),
            ("image", "../media/image3.emf"),
            ("package", "../embeddings/Lembar1.xlsx"),
        ),
        "ppt/media/image1.png": secret_png(),
        "ppt/media/image2.svg": (
            f'<svg xmlns="urn:s" onload="{SECRET}"><metadata>{SECRET}</metadata><path d="M0 0"/>'
            "</svg>"
        ),
        "ppt/media/image3.emf": secret_emf(),
        "ppt/embeddings/Lembar1.xlsx": package(xlsx_parts()),
    }


def secret_emf() -> bytes:
    text = SECRET.encode("utf-16-le")
    head = struct.pack("<II", 1, 100 + len(text)).ljust(60, b"\0")
    return (head + struct.pack("<II", len(SECRET), 100)).ljust(100, b"\0") + text + b"ekor"


def everything_in(data: bytes) -> bytes:
    """The bytes of a file, and of all it holds, unpacked."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as file:
            found += [part for i in file.infolist() for part in (i.filename.encode(),)]
            found += [everything_in(file.read(i)) for i in file.infolist()]
    elif data.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(data))
        for number in sorted(set().union(*reader.xref.values()) | set(reader.xref_objStm)):
            value = reader.get_object(number)
            found.append(repr(value).encode())
            if isinstance(value, StreamObject):
                found.append(everything_in(value.get_data()))
    elif data.startswith(b"\x89PNG"):
        at = 8
        while at + 8 < len(data):
            length, name = struct.unpack_from(">I4s", data, at)
            if name in (b"zTXt", b"iCCP"):
                body = data[at + 8 : at + 8 + length]
                found.append(zlib.decompress(body[body.index(0) + 2 :]))
            at += 12 + length
            if name == b"IEND":
                break
    return b"\n".join(found)


def tells(data: bytes) -> bool:
    """Whether the secret, in any of its spellings, or GPS tags are still in a file."""
    whole = everything_in(data)
    signs = [SECRET.encode(how) for how in ("utf-8", "utf-16-le", "utf-16-be")]
    signs += [SECRET.replace(" ", "%20").encode(), b"Exif\0\0", b"2031:02:03", b"xmpmeta"]
    signs += [struct.pack(order, 334444, 10000) for order in ("<II", ">II")]
    return any(sign in whole for sign in signs)
