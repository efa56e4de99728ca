"""Finds and renders the macros: `words.html("tip.receipt", code=…)`."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any, NewType, TypeVar, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro

from words.filters import filters

FOLDER = Path(__file__).parent
LANGUAGES = ("id", "en")
MOST_FIXED = 4096  # texts kept; an office with two languages needs a few hundred


class Html(str):
    """Text with Telegram's HTML tags, every value escaped: for messages."""

    __slots__ = ()

    def __html__(self) -> str:
        """By this a template knows that it need not escape it once more."""
        return self


Plain = NewType("Plain", str)
"""Text without tags: for toasts, button labels and the command line. A `str` while the program
runs, so that whatever writes JSON or escapes text takes its short way."""

T = TypeVar("T")
Shelf = dict[str, dict[str, Macro]]
"""The macros of a kind by language and key."""


class UnknownWord(LookupError):
    """No macro has this name, or the call gives it other arguments than it takes."""


class Library:
    """The macros of every language, bound to an office's zone. Compiled once, at start.

    A folder holds `<topic>.html.j2` (escapes) and `<topic>.txt.j2` (does not); the key of a macro
    is `<topic>.<macro>`. `extra` folders, searched per language too, serve rooms that keep
    templates of their own. `trace` is called with key and text after each rendering.
    """

    def __init__(
        self,
        zone: tzinfo,
        zone_label: str,
        *,
        extra: tuple[Path, ...] = (),
        trace: Callable[[str, str], None] | None = None,
    ) -> None:
        self.trace = trace
        self._words = {language: Words(self, language) for language in LANGUAGES}
        self._html: Shelf = {}
        self._text: Shelf = {}
        for language in LANGUAGES:
            folders = [folder / language for folder in (FOLDER, *extra)]
            common = filters(language, zone, zone_label)
            self._html[language] = dict(_macros(folders, "html", common, escape=True))
            self._text[language] = dict(_macros(folders, "txt", common, escape=False))
            if twice := self._html[language].keys() & self._text[language].keys():
                raise ValueError(f"message and label of one name: {', '.join(sorted(twice))}")

    def in_(self, language: str) -> "Words":
        """The words in `language`; Indonesian for a language that is not spoken here."""
        return self._words.get(language) or self._words[LANGUAGES[0]]

    def keys(self, language: str) -> dict[str, tuple[str, ...]]:
        """Each macro's key with the names of its arguments, in the order of the alphabet."""
        both = {**self._html[language], **self._text[language]}
        return {key: tuple(both[key].arguments) for key in sorted(both)}

    def is_html(self, key: str) -> bool:
        """Whether `key` is a message (else a label, toast or line)."""
        return key in self._html[LANGUAGES[0]]

    def html(self, language: str, key: str, values: Mapping[str, Any]) -> Html:
        """The message `key`. Raises UnknownWord for a wrong key or wrong arguments."""
        text = Html(_rendered(self._html, language, key, values))
        if self.trace is not None:
            self.trace(key, text)
        return text

    def text(self, language: str, key: str, values: Mapping[str, Any]) -> Plain:
        """The same of what has no tags."""
        text = Plain(_rendered(self._text, language, key, values))
        if self.trace is not None:
            self.trace(key, text)
        return text


class Words:
    """The words of one language, for one reader."""

    def __init__(self, library: Library, language: str) -> None:
        self._library = library
        self._labels: dict[str, Plain] = {}
        self._kept: dict[tuple[Hashable, ...], Any] = {}
        self.language = language

    def html(self, key: str, /, **values: Any) -> Html:
        """A message; every value is escaped unless it is `Html` itself."""
        return self._library.html(self.language, key, values)

    def fixed_html(self, key: str, /, **values: Hashable) -> Html:
        """The same of values that the office wrote: never of a person's words, which would stay
        in memory."""
        return self.kept(_named(Html, key, values), lambda: self.html(key, **values))

    def text(self, key: str, /, **values: Any) -> Plain:
        """A toast, a button's label or a line without tags."""
        label = None if values else self._labels.get(key)
        if label is None:
            label = self._library.text(self.language, key, values)
            if not values:
                self._labels[key] = label
        elif self._library.trace is not None:
            self._library.trace(key, label)
        return label

    def fixed_text(self, key: str, /, **values: Hashable) -> Plain:
        """The same of values that the office wrote."""
        return self.kept(_named(Plain, key, values), lambda: self.text(key, **values))

    def fixed_texts(self, key: str, /, **values: tuple[str, ...]) -> tuple[Plain, ...]:
        """`fixed_text` of each of several strings: the labels of a whole keyboard at once."""
        [(name, several)] = values.items()
        named = (key, several)
        return self.kept(named, lambda: tuple(self.fixed_text(key, **{name: o}) for o in several))

    def kept(self, named: tuple[Hashable, ...], say: Callable[[], T]) -> T:
        """What `say` says in words of the office alone, said once for this name."""
        said = self._kept.get(named)
        if said is None or self._library.trace is not None:
            if len(self._kept) >= MOST_FIXED:
                self._kept.clear()
            said = self._kept[named] = say()
        return cast(T, said)


def _named(kind: Hashable, key: str, values: Mapping[str, Hashable]) -> tuple[Hashable, ...]:
    """What tells one rendering from another: text that equals a message is escaped differently."""
    if not values:
        return kind, key
    return (kind, key, *values.values(), *map(type, values.values()))


def _rendered(shelf: Shelf, language: str, key: str, values: Mapping[str, Any]) -> str:
    macro = shelf[language].get(key)
    if macro is None:
        raise UnknownWord(f"no macro {key!r} of this kind in {language}")
    names = macro.arguments
    try:
        given = [values[name] for name in names]
    except KeyError:
        given = []
    if len(values) != len(names) or len(given) != len(names):
        raise UnknownWord(f"{key} takes {sorted(names)}, was given {sorted(values)}")
    return _tidy(str(macro(*given)))


def _macros(
    folders: list[Path], ending: str, common: dict[str, Any], *, escape: bool
) -> Iterator[tuple[str, Macro]]:
    present = [folder for folder in folders if folder.is_dir()]
    environment = Environment(
        loader=FileSystemLoader(present),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(common)
    for folder in present:
        for path in sorted(folder.glob(f"*.{ending}.j2")):
            topic = path.name.removesuffix(f".{ending}.j2")
            for name, macro in vars(environment.get_template(path.name).module).items():
                if isinstance(macro, Macro):
                    yield f"{topic}.{name}", macro


def _tidy(text: str) -> str:
    """Without the blank lines that a skipped condition leaves behind."""
    text = text.strip()
    if " \n" not in text and "\n\n\n" not in text:  # as of most messages
        return text
    lines = [line.rstrip() for line in text.splitlines()]
    if "" not in lines:
        return "\n".join(lines)
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept)
