"""Take metadata out of picture files without touching a pixel, by the structure of the file.

For pictures that already stand upright, and for those inside documents, where the document says
how they lie. Anything not needed to draw is left out, and whatever follows the picture's end.
All raise ValueError, IndexError or struct.error for a file that is not what it claims to be.
"""

import re
import struct
from collections.abc import Iterator

_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_PNG_DRAWS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"),
    *(b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"),
}
_WEBP_DRAWS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_JP2_DRAWS = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
_GIF_LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}


def stripped(data: bytes) -> bytes:
    """The same picture without metadata; its kind is seen from its first bytes."""
    if data.startswith(b"\xff\xd8\xff"):
        return jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return png(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return gif(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return webp(data)
    raise ValueError("not a picture that can be stripped")


def jpeg(data: bytes) -> bytes:
    """Keeps tables, frames and scans; of the application segments JFIF and Adobe's colour flag."""
    out = bytearray(data[:2])
    at = 2
    while True:
        found = _MARKER.search(data, at)
        if found is None:
            raise ValueError("JPEG without end")
        marker = data[found.end() - 1]
        if marker == 0xD9:
            return bytes(out + b"\xff\xd9")
        (length,) = struct.unpack_from(">H", data, found.end())
        body = data[found.end() + 2 : found.end() + length]
        at = found.end() + length
        if (kept := _jpeg_body(marker, body)) is not None:
            out += b"\xff" + bytes([marker]) + struct.pack(">H", len(kept) + 2) + kept
        if marker == 0xDA:
            end = _MARKER.search(data, at)
            if end is None:
                raise ValueError("JPEG without end")
            out += data[at : end.start()]
            at = end.start()


def _jpeg_body(marker: int, body: bytes) -> bytes | None:
    if marker == 0xE0:  # JFIF without its thumbnail
        return body[:12] + b"\0\0" if body.startswith(b"JFIF\0") and len(body) >= 14 else None
    if marker == 0xEE:  # without it CMYK and RGB pictures have wrong colours
        return body[:12] if body.startswith(b"Adobe") else None
    return None if 0xE1 <= marker <= 0xEF or marker == 0xFE else body


def png(data: bytes) -> bytes:
    """Keeps critical chunks, transparency, animation and plain colour numbers."""
    out = bytearray(data[:8])
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError("PNG without end")
        if name in _PNG_DRAWS:
            out += chunk
        if name == b"IEND":
            return bytes(out)
        at += 12 + length


def gif(data: bytes) -> bytes:
    """Keeps frames, their timing, and the loop count."""
    at = 13 + _palette(data[10])
    out = bytearray(data[:at])
    while at < len(data) and data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at = _past_blocks(data, at + 11 + _palette(data[at + 9]))
            out += data[start:at]
        elif data[at] == 0x21:
            at = _past_blocks(data, at + 2)
            if data[start + 1] == 0xF9:
                out += data[start:at]
            elif data[start + 1] == 0xFF and data[start + 3 : start + 14] in _GIF_LOOPS:
                out += data[start : start + 18] + b"\0"
        else:
            raise ValueError("GIF with an unknown block")
    return bytes(out + b"\x3b")


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def webp(data: bytes) -> bytes:
    """Keeps pictures, frames and transparency."""
    (size,) = struct.unpack_from("<I", data, 4)
    kept = b"WEBP" + b"".join(_webp_chunks(data[12 : size + 8]))
    return b"RIFF" + struct.pack("<I", len(kept)) + kept


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if len(body) != size:
            raise ValueError("WebP without end")
        at += 8 + size + size % 2
        if name == b"VP8X":  # no more colour profile, EXIF, XMP
            body = bytes([body[0] & ~0x2C]) + body[1:]
        elif name == b"ANMF":
            body = body[:16] + b"".join(_webp_chunks(body[16:]))
        if name in _WEBP_DRAWS:
            yield name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def jpeg2000(data: bytes) -> bytes:
    """Keeps header and code stream; met inside PDF only."""
    if data.startswith(b"\xff\x4f"):
        return data
    out = bytearray()
    at = 0
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
        length = length or len(data) - at
        if length < 8 or at + length > len(data):
            raise ValueError("JPEG 2000 without end")
        if name in _JP2_DRAWS:
            out += data[at : at + length]
        at += length
    return bytes(out)
