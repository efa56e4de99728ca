"""Which files are let in, told by what they hold.

`examine` is CPU-bound, from a millisecond to a few seconds: call it in a thread.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import puremagic

from storage.files import boxes, packages, pdfs, pictures, sounds, webm
from storage.files.refusals import RefusedReason, Unfit

__all__ = ["EXTENSIONS", "MAX_BYTES", "Accepted", "Refused", "RefusedReason", "examine"]

MAX_BYTES: Final = 20 * 1024 * 1024
"""What a bot may fetch from Telegram's own servers."""

EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    packages.DOCX: "docx",
    packages.XLSX: "xlsx",
    packages.PPTX: "pptx",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "audio/mp4": "m4a",
    "audio/3gpp": "3gp",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
}
"""Every media type that is let in. A new one needs a row in `_OPENED` and one in `clean`."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the file is; the extension has no dot."""

    media_type: str
    extension: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it is not let in; nothing is wrong with asking for another."""

    reason: RefusedReason


Opens = Callable[[bytes], str]  # the media type, or raises Unfit

_STILL: Final = rb"hei|hev|mif1|msf1|avi"  # pictures in a box like a video's

_OPENED: Final[tuple[tuple[re.Pattern[bytes], Opens], ...]] = (
    (re.compile(rb"\xff\xd8\xff"), pictures.opened),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), pictures.opened),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), pictures.opened),
    (re.compile(rb"GIF8[79]a"), pictures.opened),
    (re.compile(rb"%PDF-"), pdfs.opened),
    (re.compile(rb"PK\x03\x04"), packages.opened),
    (
        re.compile(rb"[\0\1]...(ftyp(?!%b)|moov|mdat|wide|free|skip)" % _STILL, re.DOTALL),
        boxes.opened,
    ),
    (re.compile(rb"\x1aE\xdf\xa3"), webm.opened),
    (re.compile(rb"OggS"), sounds.ogg_opened),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"), sounds.mp3_opened),
)
_REFUSED: Final[tuple[tuple[re.Pattern[bytes], RefusedReason], ...]] = (
    (re.compile(rb"....ftyp(hei|hev|mif1|msf1)", re.DOTALL), RefusedReason.HEIC),
    (re.compile(rb"#!AMR|ID3|fLaC"), RefusedReason.SOUND_OR_VIDEO),
    (re.compile(rb"RIFF....(WAVE|AVI )", re.DOTALL), RefusedReason.SOUND_OR_VIDEO),
    (re.compile(rb"PK|Rar!|7z\xbc\xaf|\x1f\x8b|BZh\d1AY|\xfd7zXZ|MSCF"), RefusedReason.ARCHIVE),
    (re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|dex\n|\0asm"), RefusedReason.DANGEROUS_TYPE),
    (re.compile(rb"[\xce\xcf]\xfa\xed\xfe|L\0\0\0\x01\x14\x02"), RefusedReason.DANGEROUS_TYPE),
)
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")

# Text that a machine would obey: read from its beginning, as far as browsers look.
_SCRIPT: Final = re.compile(
    r"\s*(#!|@echo|%!PS|\{\\rtf|<\?|<%|\[InternetShortcut|\[Desktop Entry|Windows Registry"
    r"|REGEDIT4|MIME-Version:)|.*<(!doctype|html|head|body|svg|script|iframe|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT_NAME: Final = re.compile(
    r"\.(bat|cmd|com|css|desktop|hta|html?|inf|jse?|lnk|mht|mjs|php|pl|ps1|py|rb|reg|sh|svg|url"
    r"|vb[es]|wsf|xht(ml)?|xml|xsl)\s*$",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def examine(data: bytes, claimed_name: str | None, claimed_mime: str | None) -> Accepted | Refused:
    """What a file is by its content; the downloader asks before `FileStore.keep`.

    The claims are never believed. They only make text that calls itself a script a script.
    An accepted file is whole and drawable but not harmless: only `clean_copy` may leave.
    """
    if not data:
        return Refused(RefusedReason.EMPTY)
    if len(data) > MAX_BYTES:
        return Refused(RefusedReason.TOO_BIG)
    try:
        media_type = _media_type(data, claimed_name or "", claimed_mime or "")
    except Unfit as unfit:
        return Refused(unfit.reason)
    return Accepted(media_type, EXTENSIONS[media_type])


def _media_type(data: bytes, claimed_name: str, claimed_mime: str) -> str:
    for beginning, opened in _OPENED:
        if beginning.match(data):
            return opened(data)
    if (text := _as_text(data)) is not None:
        if not text.strip():
            raise Unfit(RefusedReason.EMPTY)
        scripted = re.search(r"html|script|xml|svg|php|x-sh", claimed_mime, re.IGNORECASE)
        if scripted or _SCRIPT.match(text[:1024]) or _SCRIPT_NAME.search(claimed_name):
            raise Unfit(RefusedReason.DANGEROUS_TYPE)
        return "text/plain"
    raise Unfit(_why_not(data))


def _as_text(data: bytes) -> str | None:
    """UTF-8 without control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _why_not(data: bytes) -> RefusedReason:
    for beginning, reason in _REFUSED:
        if beginning.match(data):
            return reason
    if data.startswith(_OLD_OFFICE):
        return RefusedReason.ENCRYPTED if _LOCKED_OFFICE in data else RefusedReason.OLD_OFFICE
    try:
        mime = puremagic.magic_string(data)[0].mime_type
    except (puremagic.PureError, ValueError):
        return RefusedReason.UNKNOWN_TYPE
    if mime.startswith(("audio/", "video/")):
        return RefusedReason.SOUND_OR_VIDEO
    if re.search(r"zip|compress|archive|-tar|diskimage|iso9660", mime):
        return RefusedReason.ARCHIVE
    return RefusedReason.UNKNOWN_TYPE
