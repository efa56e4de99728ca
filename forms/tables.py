"""Settings files read with care: every mistake becomes one sentence with file, line and mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import isfinite
from pathlib import Path

from forms.form import LANGUAGES, Said

NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
"""Keys travel in buttons and file names, so they are short, plain and lower case."""


class Mend(ValueError):
    """What is wrong and what to do, in one sentence."""


class Source:
    """One TOML file: its data, and where in its text things stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
            self.data = tomllib.loads(self.text)
        except FileNotFoundError:
            raise Mend(f"{path} is missing; create it.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise Mend(f"{path} cannot be read ({error}); save it as UTF-8 text.") from None
        except tomllib.TOMLDecodeError as error:
            raise Mend(f"{path} is not valid TOML; mend this: {error}.") from None

    def line(self, after: int, key: str | None) -> int:
        """The line of `key` in the table that starts on line `after`, else that line itself."""
        lines = self.text.splitlines()
        for number in range(after, len(lines)):
            if key and re.match(rf"\s*\[*\s*{re.escape(key)}\s*[=\].]", lines[number]):
                return number + 1
            if number > after and re.match(r"\s*\[\[", lines[number]):
                break
        return max(after, 1)

    def headers(self, name: str) -> list[int]:
        """Line numbers of the `[[name]]` headers."""
        pattern = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
        lines = enumerate(self.text.splitlines(), start=1)
        return [number for number, line in lines if pattern.match(line)]


class Table:
    """One table of a source. Every look-up takes its key; `done` refuses what nobody took."""

    def __init__(
        self, source: Source, data: Mapping[str, object], *, line: int = 0, name: str = ""
    ) -> None:
        self._source = source
        self._left = dict(data)
        self._line = line
        self._name = name

    @classmethod
    def of(cls, path: Path) -> Table:
        """The whole file."""
        source = Source(path)
        return cls(source, source.data)

    def mend(self, key: str | None, sentence: str) -> Mend:
        """The error to raise about a key of this table."""
        line = self._source.line(self._line, key)
        return Mend(f"{self._source.path}, line {line}: {sentence}")

    def has(self, key: str) -> bool:
        return key in self._left

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key, f'add {key} = "…"')
        if not isinstance(value, str) or not value.strip():
            raise self.mend(key, f"{key} must be a text that is not empty, in quotes.")
        return value.strip()

    def name(self, key: str) -> str:
        """A short key of a-z, digits and _."""
        value = self.text(key)
        if not NAME.fullmatch(value):
            raise self.mend(
                key, f'{key} = "{value}" must be up to 20 of a-z, 0-9 and _, a letter first.'
            )
        return value

    def number(self, key: str, low: int, high: int) -> int:
        value = self._take(key, f"add {key} = a whole number")
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.mend(key, f"{key} must be a whole number from {low} to {high}.")
        return value

    def amount(self, key: str) -> Decimal:
        """A number that may have a fraction."""
        value = self._take(key, f"add {key} = a number")
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self.mend(key, f"{key} must be a number, without quotes.")
        return Decimal(str(value))

    def flag(self, key: str) -> bool:
        value = self._take(key, f"add {key} = true or false")
        if not isinstance(value, bool):
            raise self.mend(key, f"{key} must be true or false, without quotes.")
        return value

    def said(self, key: str) -> Said:
        """A text in every language."""
        value = self._take(key, f'add {key} = {{ id = "…", en = "…" }}')
        if not isinstance(value, dict):
            raise self.mend(key, f'{key} must be written {{ id = "…", en = "…" }}.')
        for language in LANGUAGES:
            text = value.get(language)
            if not isinstance(text, str) or not text.strip():
                raise self.mend(key, f'{key} lacks the language {language}; add {language} = "…".')
        strange = [language for language in value if language not in LANGUAGES]
        if strange:
            raise self.mend(key, f"{key} has the unknown language {strange[0]}; take it out.")
        return Said({language: str(value[language]).strip() for language in LANGUAGES})

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        value = self._take(key, f'add {key} = ["…"]')
        if not isinstance(value, list) or not value:
            raise self.mend(key, f'{key} must be a list of texts, ["…", "…"].')
        if not all(isinstance(one, str) and one.strip() for one in value):
            raise self.mend(key, f"{key} must hold texts only, none of them empty.")
        return tuple(one.strip() for one in value)

    def table(self, key: str) -> Table:
        value = self._take(key, f"add a [{key}] section")
        if not isinstance(value, dict):
            raise self.mend(key, f"{key} must be a section, [{key}].")
        line = self._source.line(self._line, key)
        return Table(self._source, value, line=line, name=f"{key}.")

    def tables(self, key: str, path: str | None = None) -> Iterator[Table]:
        """The `[[path]]` tables under this key."""
        path = path or key
        value = self._take(key, f"add a [[{path}]] section")
        if not isinstance(value, list) or not value:
            raise self.mend(key, f"{path} must be at least one [[{path}]] section.")
        headers = [line for line in self._source.headers(path) if line > self._line]
        for index, one in enumerate(value):
            line = headers[index] if index < len(headers) else self._source.line(self._line, key)
            if not isinstance(one, dict):
                raise self.mend(key, f"{path} must hold sections [[{path}]] only.")
            yield Table(self._source, one, line=line)

    def raw(self, key: str) -> object:
        """Whatever stands there, taken; None when nothing does."""
        return self._left.pop(key, None)

    def done(self) -> None:
        """Refuses keys that nobody asked for: most are misspelt."""
        for key in self._left:
            raise self.mend(
                key, f"{self._name}{key} is not known here; correct it or take it out."
            )

    def _take(self, key: str, remedy: str) -> object:
        if key not in self._left:
            raise self.mend(None, f"{self._name}{key} is missing; {remedy}.")
        return self._left.pop(key)
