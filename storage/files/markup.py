"""XML of office documents, read and written again without what names a person.

Written tag by tag from expat rather than from a tree: prefixes stay as they are (`mc:Ignorable`
refers to them by name), comments and processing instructions disappear, entities can not be
declared. All raise ValueError or ExpatError for what is not plain well-formed XML.
"""

from dataclasses import dataclass, field
from io import StringIO
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

NOBODY: Final = "-"

# Elements and attributes by local name: prefixes are the author's choice.
_DROPPED = {
    "absPath",  # C:\Users\<name>\… of the last save (spreadsheets)
    "attachedTemplate",  # the same of the template (texts); also fetched when opened
    "mailMerge",
    "docVars",
    "rsids",  # tells which documents were written on one computer
    "custDataLst",
    "customProperties",
}
_DROPPED_FROM_DRAWINGS = {"metadata", "title", "desc", "script", "foreignObject"}
_NAMED = {"author", "creator", "lastModifiedBy", "Manager"}  # elements whose text is a person
_PERSONAL: dict[str | None, dict[str, str]] = {
    None: {
        "author": NOBODY,
        "initials": "",
        "userName": NOBODY,
        "refreshedBy": NOBODY,
        "userId": NOBODY,
        "providerId": "None",
    },
    "person": {"displayName": NOBODY},
    "cmAuthor": {"name": NOBODY},
    "author": {"name": NOBODY},
    "userInfo": {"name": NOBODY},
    "dbPr": {"connection": ""},
    "imagedata": {"title": ""},
}
_PATHS = {"odcFile", "sourceFile"}
_PICTURES = {"cNvPr", "docPr"}  # Word writes the picture's file name, with its path, here


@dataclass(slots=True)
class Scrubber:
    """Scrubs one document part by part, and remembers whom it met for comments' own text.

    People become numbers, so that two who argue in comments stay two.
    """

    people: dict[str, str] = field(default_factory=dict)

    def scrub(self, xml: bytes, *, comments: bool = False, drawing: bool = False) -> bytes:
        """`comments`: spreadsheets begin a comment's text with its author's name."""
        dropped = _DROPPED_FROM_DRAWINGS if drawing else _DROPPED
        out = StringIO()
        out.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        inside: list[str] = []
        hidden = 0

        def start(name: str, attributes: list[str]) -> None:
            nonlocal hidden
            local = _local(name)
            if hidden or local in dropped:
                hidden += 1
                return
            inside.append(local)
            out.write(f"<{name}")
            for key, value in zip(attributes[::2], attributes[1::2], strict=True):
                if (kept := self._attribute(local, key, value, drawing)) is not None:
                    out.write(f' {key}="{_quoted(kept)}"')
            out.write(">")

        def end(name: str) -> None:
            nonlocal hidden
            if hidden:
                hidden -= 1
                return
            inside.pop()
            out.write(f"</{name}>")

        def text(value: str) -> None:
            if hidden:
                return
            if inside and inside[-1] in _NAMED and value.strip():
                value = self._number(value)
            elif comments:
                for name in sorted(self.people, key=len, reverse=True):
                    value = value.replace(name, self.people[name]) if len(name) > 2 else value
            out.write(escape(value, {"\r": "&#13;"}))

        parser = _parser()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 1 << 20  # a name must not fall on the edge of two buffers
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.Parse(xml, True)
        return out.getvalue().encode()

    def _attribute(self, element: str, key: str, value: str, drawing: bool) -> str | None:
        local = _local(key)
        if drawing and (local.startswith("on") or (local == "href" and value[:1] != "#")):
            return None
        for owner in (None, element):
            if local in _PERSONAL.get(owner, ()):
                neutral = _PERSONAL[owner][local]
                return self._number(value) if neutral == NOBODY else neutral
        if local in _PATHS or local.startswith("rsid"):
            return None
        if element == "pageSetup" and local == "id":
            return None  # points to the printer's settings, which stay behind
        if element in _PICTURES and local in ("name", "descr", "title") and _is_file_name(value):
            return NOBODY
        return value

    def _number(self, name: str) -> str:
        return self.people.setdefault(name.strip(), f"{NOBODY}{len(self.people) + 1}")


def elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's local name and attributes: for lists of parts and of relations."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, given: found.append((_local(name), given))
    parser.Parse(xml, True)
    return found


def tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}" + "".join(f' {k}="{_quoted(v)}"' for k, v in attributes.items()) + "/>"


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise ValueError("a document part declares a DOCTYPE")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _is_file_name(value: str) -> bool:
    stem, dot, ending = value.rpartition(".")
    return "\\" in value or "/" in value or bool(dot and stem and ending.isalnum())
