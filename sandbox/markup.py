"""Text with HTML tags, read the way Telegram reads it, down to its complaints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import tags
from sandbox.refusal import bad

NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
SPACE = b" \t\r\n\0\x0b"


class Malformed(Exception):
    """What the parser complains about."""


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end: where it began in the result, in UTF-16 units."""

    tag: str
    argument: str
    offset: int
    start: int


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without tags, and its entities. Refuses with Telegram's own words."""
    try:
        return _Reader(text).read()
    except Malformed as complaint:
        raise bad(f"can't parse entities: {complaint}") from None


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every offset."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


class _Reader:
    """One pass over the UTF-8 bytes, since complaints name byte offsets."""

    def __init__(self, text: str) -> None:
        self.source = text.encode()
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            if self.source[self.at : self.at + 1] == b"<":
                if self._peek(1) == b"/":
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._plain()
        if self.open:
            tag = self.open[-1].tag
            raise Malformed(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _plain(self) -> None:
        if self._peek() == b"&":
            self._emit(self._reference() or "&")
            return
        stops = [self.source.find(mark, self.at) for mark in (b"<", b"&")]
        end = min((stop for stop in stops if stop >= 0), default=len(self.source))
        self._emit(self.source[self.at : end].decode())
        self.at = end

    def _emit(self, piece: str) -> None:
        self.out.append(piece)
        self.length += units(piece)

    def _reference(self) -> str:
        """The letter a reference stands for, or "" (and one byte consumed) when it is none."""
        begin = self.at
        self.at += 1
        if self._peek() == b"#":
            letter = self._numeric()
            if letter:
                return letter
        else:
            end = self.at
            while end < len(self.source) and self.source[end : end + 1].isalpha():
                end += 1
            letter = NAMED.get(self.source[self.at : end], "")
            if letter:
                self.at = end + (self.source[end : end + 1] == b";")
                return letter
        self.at = begin + 1
        return ""

    def _numeric(self) -> str:
        end = self.at + 1
        hexadecimal = self.source[end : end + 1] == b"x"
        end += hexadecimal
        begin = end
        digits = b"0123456789abcdefABCDEF" if hexadecimal else b"0123456789"
        while end < len(self.source) and self.source[end] in digits:
            end += 1
        if end == begin:
            return ""
        code = int(self.source[begin:end], 16 if hexadecimal else 10)
        if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            return ""
        self.at = end + (self.source[end : end + 1] == b";")
        return chr(code)

    # -- tags --------------------------------------------------------------------------------

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until_space_or(b">").decode().lower()
        if self.at >= len(self.source):
            raise Malformed(f"Unclosed start tag at byte offset {begin}")
        if tag not in tags.TAGS:
            raise Malformed(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "tg-spoiler":
            raise Malformed(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, argument, self.length, len(self.out)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Read up to and with the closing bracket; the one attribute that matters."""
        argument = ""
        while True:
            self._skip_space()
            if self.at >= len(self.source):
                raise Malformed(f"Unclosed start tag at byte offset {begin}")
            if self._peek() == b">":
                self.at += 1
                return argument
            name = self._until_space_or(b"=>").decode().lower()
            if not name:
                raise Malformed(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            self._skip_space()
            value = ""
            if self._peek() == b"=":
                self.at += 1
                self._skip_space()
                value = self._value(begin)
            argument = tags.argument(tag, name, value) or argument

    def _value(self, begin: int) -> str:
        if self.at >= len(self.source):
            raise Malformed(f"Unclosed start tag at byte offset {begin}")
        quote = self._peek()
        if quote not in (b"'", b'"'):
            token = self.at
            while (byte := self._peek()) and (byte.isalnum() or byte in b".-"):
                self.at += 1
            if self._peek() not in (b">", b"") and self._peek() not in SPACE:
                raise Malformed(f"Unexpected end of name token at byte offset {token}")
            return self.source[token : self.at].decode().lower()
        self.at += 1
        value = bytearray()
        while (byte := self._peek()) and byte != quote:
            if byte == b"&":
                value += (self._reference() or "&").encode()
            else:
                value += byte
                self.at += 1
        if self.at >= len(self.source):
            raise Malformed(f"Unclosed start tag at byte offset {begin}")
        self.at += 1
        return value.decode()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise Malformed(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name = self._until_space_or(b">").decode().lower()
        self._skip_space()
        if self._peek() != b">":
            raise Malformed(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise Malformed(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.length > opened.offset:
            self._entity(opened)

    def _entity(self, opened: _Open) -> None:
        place = {"offset": opened.offset, "length": self.length - opened.offset}
        match opened.tag:
            case "a":
                self._link(opened, place)
            case "tg-emoji":
                if not opened.argument.isdigit() or int(opened.argument) == 0:
                    raise Malformed("Invalid custom emoji identifier specified")
                self.entities.append(
                    {**place, "type": "custom_emoji", "custom_emoji_id": opened.argument}
                )
            case "tg-time":
                if not opened.argument.isdigit():
                    raise Malformed("Invalid date specified")
                self.entities.append(
                    {**place, "type": "date_time", "unix_time": int(opened.argument)}
                )
            case "blockquote" if opened.argument:
                self.entities.append({**place, "type": "expandable_blockquote"})
            case "pre" if self._code_inside(place):
                pass
            case "code" if opened.argument and self._only_in_pre(opened):
                self.entities.append({**place, "type": "code", "language": opened.argument})
            case tag:
                self.entities.append({**place, "type": tags.STYLES[tag]})

    def _link(self, opened: _Open, place: dict[str, Any]) -> None:
        target = opened.argument or "".join(self.out[opened.start :])
        if target.startswith("tg://user?id=") and target[13:].isdigit():
            mention = {**place, "type": "text_mention", "user_id": int(target[13:])}
            self.entities.append(mention)
            return
        url = tags.url(target)
        if url:
            self.entities.append({**place, "type": "text_link", "url": url})

    def _only_in_pre(self, opened: _Open) -> bool:
        return bool(self.open) and self.open[-1].tag == "pre"

    def _code_inside(self, place: dict[str, Any]) -> bool:
        """A code tag with a language that fills this pre becomes one entity with it."""
        for entity in self.entities:
            same = all(entity[key] == place[key] for key in ("offset", "length"))
            if same and entity["type"] == "code" and "language" in entity:
                entity["type"] = "pre"
                return True
        return False

    # -- below -------------------------------------------------------------------------------

    def _peek(self, ahead: int = 0) -> bytes:
        return self.source[self.at + ahead : self.at + ahead + 1]

    def _skip_space(self) -> None:
        while (byte := self._peek()) and byte in SPACE:
            self.at += 1

    def _until_space_or(self, marks: bytes) -> bytes:
        begin = self.at + (self.source[self.at : self.at + 1] == b"<")
        while (byte := self._peek()) and byte not in SPACE and byte not in marks:
            self.at += 1
        return self.source[begin : self.at]
