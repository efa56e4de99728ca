"""The copy of an office document that names nobody."""

import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

from storage.files import markup, packages, segments
from storage.files.packages import Package, Relation

_LEFT_BEHIND = {
    *("thumbnail", "customXml", "customXmlProps", "custom-properties", "customProperty"),
    *("printerSettings", "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"),
    *("recipientData", "tags", "keyMapCustomizations", "attachedToolbars", "origin"),
    *("changesInfo", "revisionInfo", "revisionHeaders", "usernames", "documenttasks"),
}
_WEB = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_NOWHERE = "about:blank"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PEOPLE = re.compile(r"person|people|author", re.IGNORECASE)


def cleaned(data: bytes) -> bytes:
    """Only parts the document needs are taken along, and each is cleaned by its kind.

    Gone: properties, thumbnails, custom XML, signatures, printer settings, add-ins, templates,
    everything no relation leads to. Kept without names: comments, tracked changes, pictures.
    A part of a kind not known here raises ValueError: nothing leaves unseen.
    """
    return _cleaned(data, depth=2)


def _cleaned(data: bytes, depth: int) -> bytes:
    package = packages.unpacked(data)
    package.kind()
    scrubber = markup.Scrubber()
    for name, body in package.parts.items():
        if name.lower().startswith("docprops/") and name.lower().endswith(".xml"):
            scrubber.scrub(body)  # only to learn whose names to look for in comments
    needed = _needed(package)
    by_people_first = sorted(needed, key=lambda name: (not _PEOPLE.search(name), name))
    out = {name: _part(name, package[name], scrubber, depth) for name in by_people_first if name}
    for source, kept in needed.items():
        if kept:
            out[packages.relations_name(source)] = _relations_part(kept)
    return _packed({"[Content_Types].xml": _types_part(package, out), **out})


def _needed(package: Package) -> dict[str, list[Relation]]:
    """Every part that can be reached from the package itself (''), with its kept relations."""
    needed = {"": _kept_relations(package, "")}
    waiting = [""]
    while waiting:
        source = waiting.pop()
        for relation in needed[source]:
            target = package.find(packages.target_of(source, relation))
            if target and not relation.external and target not in needed:
                needed[target] = _kept_relations(package, target)
                waiting.append(target)
    return needed


def _kept_relations(package: Package, source: str) -> list[Relation]:
    found = package.relations(source)
    if not source:
        return [relation for relation in found if relation.kind == "officeDocument"]
    return [
        replace(relation, target=_NOWHERE) if _leads_astray(relation) else relation
        for relation in found
        if relation.kind not in _LEFT_BEHIND
    ]


def _leads_astray(relation: Relation) -> bool:
    """A path on the author's computer, or something fetched just by opening the document."""
    return relation.external and (relation.kind != "hyperlink" or not _WEB.match(relation.target))


def _part(name: str, body: bytes, scrubber: markup.Scrubber, depth: int) -> bytes:
    ending = name.rpartition(".")[2].lower()
    if ending in ("xml", "vml", "rels"):
        return scrubber.scrub(body, comments="comment" in name.lower())
    if ending == "svg":
        return scrubber.scrub(body, drawing=True)
    if ending in ("docx", "xlsx", "pptx") and depth > 1:
        return _cleaned(body, depth - 1)
    return _BY_ENDING[ending](body) if ending in _BY_ENDING else _unknown(name)


def _unknown(name: str) -> bytes:
    raise ValueError(f"no way to clean a part that ends like {name.rpartition('.')[2]!r}")


def _enhanced_metafile(body: bytes) -> bytes:
    """Blank the description, which names the program and the drawing's title."""
    length, at = struct.unpack_from("<II", body, 60)
    size = min(length * 2, max(len(body) - at, 0))
    return body[:at] + bytes(size) + body[at + size :] if length else body


def _as_is(body: bytes) -> bytes:
    return body


_BY_ENDING: dict[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp"), segments.stripped),
    "emf": _enhanced_metafile,
    **dict.fromkeys(("wmf", "bmp", "odttf", "ttf", "fntdata"), _as_is),  # nowhere for a name
}


def _relations_part(kept: list[Relation]) -> bytes:
    tags = (
        markup.tag(
            "Relationship",
            {"Id": relation.id, "Type": relation.type, "Target": relation.target}
            | ({"TargetMode": "External"} if relation.external else {}),
        )
        for relation in kept
    )
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(tags)}</Relationships>'.encode()


def _types_part(package: Package, out: dict[str, bytes]) -> bytes:
    kept = {f"/{name}".lower() for name in out}
    tags = [
        markup.tag("Override", {"PartName": name, "ContentType": kind})
        if name.startswith("/")
        else markup.tag("Default", {"Extension": name, "ContentType": kind})
        for name, kind in package.content_types()
        if not name.startswith("/") or name.lower() in kept
    ]
    return f'<Types xmlns="{_TYPES}">{"".join(tags)}</Types>'.encode()


def _packed(parts: dict[str, bytes]) -> bytes:
    """Without the hour and the computer it was packed on: ZipInfo's own date is 1980."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
