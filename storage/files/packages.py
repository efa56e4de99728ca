"""Office documents as packages: a zip opened with care, its parts and their relations."""

import re
import stat
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote

from storage.files.markup import elements
from storage.files.refusals import RefusedReason, Unfit

MAX_PARTS: Final = 5_000
MAX_UNPACKED: Final = 80_000_000
"""Bytes of all parts together; scrubbing them takes a few times as much memory."""

MAX_RATIO: Final = 200
"""Unpacked to packed, for parts above a megabyte: real sheets reach 50, zip bombs 1,000."""

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_DEPTH = 2  # a chart's workbook inside a presentation; anything deeper is no document
_MAIN = {f"{kind}.main+xml": kind for kind in (DOCX, XLSX, PPTX)}
_TYPES = "[content_types].xml"
_ACTIVE = re.compile(
    r"vba(project|data)|/activex/|/macrosheets/|oleobject|"
    r"\.(exe|dll|com|scr|bat|cmd|js|vbs|ps1|hta|lnk|jar|msi)$"
)
_PROGRAMS = ("androidmanifest.xml", "classes.dex", "meta-inf/manifest.mf")  # APK, JAR


@dataclass(frozen=True, slots=True)
class Relation:
    """From one part to another, or to an address outside."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type, the same in the transitional and the strict standard."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Package:
    """Parts by name as written; asked for by name in any case, as the standard has it."""

    parts: dict[str, bytes]
    _names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", {name.lower(): name for name in self.parts})

    def find(self, name: str) -> str | None:
        return self._names.get(name.lower())

    def __getitem__(self, name: str) -> bytes:
        return self.parts[self._names[name.lower()]]

    def content_types(self) -> list[tuple[str, str]]:
        """(part name with its slash, or extension; type) as declared."""
        return [
            (given.get("PartName") or given.get("Extension", ""), given.get("ContentType", ""))
            for _, given in elements(self[_TYPES])[1:]
        ]

    def relations(self, source: str) -> list[Relation]:
        """Where a part points to; the package itself is the part named ''."""
        listed = self.find(relations_name(source))
        return [
            Relation(
                given["Id"], given["Type"], given["Target"], given.get("TargetMode") == "External"
            )
            for local, given in (elements(self[listed]) if listed else ())
            if local == "Relationship"
        ]

    def kind(self) -> str:
        """DOCX, XLSX or PPTX, by the declared type of the part the package starts from.

        Raises Unfit: ACTIVE_CONTENT, UNKNOWN_TYPE; and whatever a crafted package causes.
        """
        declared = self.content_types()
        if any("macro" in kind.lower() or "vba" in kind.lower() for _, kind in declared):
            raise Unfit(RefusedReason.ACTIVE_CONTENT)
        starts = [r for r in self.relations("") if r.kind == "officeDocument" and not r.external]
        if len(starts) != 1:
            raise Unfit(RefusedReason.UNKNOWN_TYPE)
        start = target_of("", starts[0])
        kinds = [_MAIN.get(kind) for name, kind in declared if name[1:].lower() == start.lower()]
        if len(kinds) != 1 or kinds[0] is None:
            raise Unfit(RefusedReason.UNKNOWN_TYPE)
        elements(self[start])  # a main part that is not XML is found out here
        return kinds[0]


def relations_name(source: str) -> str:
    folder, _, name = source.rpartition("/")
    return join(folder, "_rels", f"{name}.rels")


def target_of(source: str, relation: Relation) -> str:
    """The part an inner relation points to; a name only, nothing is ever opened by it."""
    path = unquote(relation.target.partition("#")[0])
    return normpath(join("/", dirname(source), path)).lstrip("/")


def opened(data: bytes, depth: int = _DEPTH) -> str:
    """The media type of an office document that can be unpacked whole.

    Raises Unfit: ARCHIVE for another zip, DANGEROUS_TYPE for a program, ACTIVE_CONTENT for
    macros and embedded objects, UNPACKS_TOO_BIG, ENCRYPTED, BROKEN.
    """
    package = unpacked(data)
    if any(_ACTIVE.search(f"/{name.lower()}") for name in package.parts):
        raise Unfit(RefusedReason.ACTIVE_CONTENT)
    try:
        media_type = package.kind()
    except Unfit:
        raise
    except Exception:  # expat, decoding, missing attributes: whatever was crafted
        raise Unfit(RefusedReason.BROKEN) from None
    for name, body in package.parts.items():
        if body.startswith(b"PK\x03\x04") and "/embeddings/" in name.lower():
            if depth == 1:
                raise Unfit(RefusedReason.UNPACKS_TOO_BIG)
            opened(body, depth - 1)
    return media_type


def unpacked(data: bytes) -> Package:
    """Every part, within the limits. Raises Unfit."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            _guard(infos)
            return Package({info.filename: package.read(info) for info in infos})
    except Unfit:
        raise
    except Exception:  # zipfile and zlib raise six kinds of error for a damaged zip
        raise Unfit(RefusedReason.BROKEN) from None


def _guard(infos: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked. The sizes may lie: zipfile stops at the size it was told."""
    names = [info.orig_filename.lower() for info in infos]
    if any(name in _PROGRAMS for name in names):
        raise Unfit(RefusedReason.DANGEROUS_TYPE)
    if any(info.flag_bits & 1 for info in infos):
        raise Unfit(RefusedReason.ENCRYPTED)
    if _TYPES not in names:
        raise Unfit(RefusedReason.ARCHIVE)
    if len(set(names)) != len(names) or any(_is_trick(info) for info in infos):
        raise Unfit(RefusedReason.DANGEROUS_TYPE)
    unpacks = sum(info.file_size for info in infos)
    if len(infos) > MAX_PARTS or unpacks > MAX_UNPACKED or any(_is_bomb(i) for i in infos):
        raise Unfit(RefusedReason.UNPACKS_TOO_BIG)


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(1_000_000, info.compress_size * MAX_RATIO)


def _is_trick(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename
    return (
        any(sign in name for sign in ("\\", "\0", ":"))
        or any(step in ("", ".", "..") for step in name.split("/"))
        or stat.S_ISLNK(info.external_attr >> 16)
    )
