"""Finding places in what people type: exactly, in part, and with a slip of the finger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from forms.placenames import (
    NOISE,
    REGENCY_MARKS,
    Token,
    has_several_words,
    is_ordinary,
    key,
    tokens,
)
from forms.placespellings import MOST, Codes, Name, Spellings, few

LONGEST = 5
"""Words a name may be spread over when typed ("pantai seberang makmur" is two)."""

HEAD = 6
"""Letters that are enough to see that most stretches of a message begin no name."""

MOST_WORDS = 60
"""Words of an answer that are looked at; nobody names a place later than that."""


class Hit(Struct, frozen=True):
    """A stretch of a message that spells a name of these codes; `marked`: its kind was said."""

    start: int
    end: int
    codes: Codes
    marked: bool
    ordinary: bool


class Finder:
    """Prepared keys of one regency's names."""

    def __init__(self, names: Iterable[Name], *, regency: str, regency_name: str) -> None:
        self._spellings = Spellings(names)
        self._regency = regency
        self._regency_keys = {mark + key(regency_name) for mark in ("", *REGENCY_MARKS)}
        spelt = self._spellings
        self._ordinary = frozenset(filter(is_ordinary, spelt.exact))
        self._every = frozenset((*spelt.said, *spelt.exact, *self._regency_keys))
        self._heads = {name[:end] for name in self._every for end in range(1, HEAD + 1)}

    def find(self, text: str) -> tuple[Codes, Codes]:
        """Exact and fuzzy codes for the answer to "where"; never both."""
        words = tokens(text)[:MOST_WORDS]
        said = self._said_together(words)
        if said:
            return few(said), ()
        hits = self._hits(words)
        words, hits, whole_regency = self._without_regency(words, hits)
        run = "".join(word.word for word in words)
        paired = self._spellings.pairs.get(run) or self._spellings.said.get(run, ())
        if paired and not (hits and hits[0].end - hits[0].start == len(words)):
            return few(paired), ()
        if hits:
            return self._resolved(words, hits)
        if whole_regency and all(word.word in NOISE for word in words):
            return (self._regency,), ()
        return (), self._similar(words)

    def guess(self, text: str) -> Codes:
        """Places named beyond doubt in a text about something else.

        A desa counts when its kind or its kecamatan is said, or when its name is several words
        that are not all ordinary; a kecamatan when its kind is said or its name is no ordinary
        word.
        """
        words = tokens(text)
        _, found, _ = self._without_regency(words, self._hits(words))
        if not found:
            return ()
        hits = sorted(found, key=lambda hit: hit.start)
        certain = list(self._with_their_district(hits))
        for hit in hits:
            if set(hit.codes) & (
                {self._spellings.names[code].parent for code in certain} | set(certain)
            ):
                continue
            districts = [code for code in hit.codes if self._spellings.is_district(code)]
            if hit.marked:
                certain += hit.codes
            elif districts and not hit.ordinary:
                certain += districts
            elif not hit.ordinary and has_several_words(self._spellings.names[hit.codes[0]].name):
                certain += hit.codes
        return tuple(dict.fromkeys(certain))[:3]

    def _said_together(self, words: Sequence[Token]) -> Codes:
        """What a desa and its kecamatan name that are all of the message, as most people answer;
        looked up first, for it needs no search. The other way round not where the regency is
        named in it."""
        run = "".join([word.word for word in words])
        said = self._spellings.said.get(run)
        if said and len(words) <= LONGEST and words[0].part == words[-1].part:
            return said
        found = self._spellings.pairs.get(run)
        if not found or run in self._every or any(key in run for key in self._regency_keys):
            return ()
        return found

    def _hits(self, words: Sequence[Token]) -> list[Hit]:
        """Names in the message, the longest first, none within another."""
        found: list[tuple[int, Hit]] = []
        heads, every = self._heads, self._every
        for start, first in enumerate(words):
            run = first.word
            if run[:HEAD] not in heads:  # as of most words
                continue
            end = start + 1
            while True:
                hit = self._hit(run, start, end, words) if run in every else None
                if hit:
                    found.append((len(run), hit))
                if end - start == LONGEST or end == len(words) or words[end].part != first.part:
                    break
                run += words[end].word
                if run[:HEAD] not in heads:
                    break
                end += 1
        if not found:
            return []
        found.sort(key=lambda one: (-one[0], one[1].start))
        taken: set[int] = set()
        hits = []
        for _, hit in found:
            if taken.isdisjoint(range(hit.start, hit.end)):
                taken.update(range(hit.start, hit.end))
                hits.append(hit)
        return hits

    def _hit(self, run: str, start: int, end: int, words: Sequence[Token]) -> Hit | None:
        said = self._spellings.said.get(run)
        if said:
            return Hit(start, end, said, True, False)
        codes = self._spellings.exact.get(run, ())
        if run in self._regency_keys:
            return Hit(start, end, (self._regency, *codes), True, False)
        mark = words[start].mark or words[end - 1].mark_after
        if mark == "regency":
            return None
        if mark is None:
            return Hit(start, end, codes, False, run in self._ordinary) if codes else None
        of_kind = tuple(code for code in codes if mark == self._spellings.names[code].level)
        codes = of_kind or codes
        return Hit(start, end, codes, bool(of_kind), run in self._ordinary) if codes else None

    def _without_regency(
        self, words: list[Token], hits: list[Hit]
    ) -> tuple[list[Token], list[Hit], bool]:
        """The message without the regency's own name, which says nothing about where in it."""
        regency = self._regency
        named = [hit for hit in hits if regency in hit.codes]
        if not named:
            return words, hits, False
        gone = {index for hit in named for index in range(hit.start, hit.end)}
        rest = [word for index, word in enumerate(words) if index not in gone]
        return rest, self._hits(rest), True

    def _with_their_district(self, hits: Sequence[Hit]) -> Codes:
        """Villages whose kecamatan is named by another stretch of the message."""
        if len(hits) < 2:
            return ()
        parent = self._spellings.parent
        return tuple(
            dict.fromkeys(
                code
                for hit in hits
                for code in hit.codes
                if any(parent(code) in other.codes for other in hits if other is not hit)
            )
        )

    def _resolved(self, words: Sequence[Token], hits: Sequence[Hit]) -> tuple[Codes, Codes]:
        together = self._with_their_district(hits)
        if together:
            return few(together), ()
        codes = tuple(
            dict.fromkeys(
                code for hit in sorted(hits, key=lambda hit: hit.ordinary) for code in hit.codes
            )
        )
        covered = {index for hit in hits for index in range(hit.start, hit.end)}
        rest = [word for index, word in enumerate(words) if index not in covered]
        rest = [word for word in rest if word.word not in NOISE]
        districts = [code for code in codes if self._spellings.is_district(code)]
        inside = self._similar(rest, districts) if rest and districts else ()
        if inside:
            return (), few((*inside, *codes))
        if rest and all(hit.ordinary and not hit.marked for hit in hits):
            return (), few(codes)
        return few(codes), ()

    def _similar(self, words: Sequence[Token], within: Sequence[str] = ()) -> Codes:
        """Names that contain what was typed, else names a few slips away, the closest first.

        The whole message first, then, when it is short, stretches of it. `within` keeps to the
        desa of these kecamatan.
        """
        words = [word for word in words if word.word not in NOISE]
        whole = "".join(word.word for word in words)
        for runs in ([whole], _stretches(words)):
            found = self._spellings.containing(runs, within, even_ordinary=runs == [whole])
            found = found or self._spellings.close(runs, within)
            if found:
                return found
        return ()


def _stretches(words: Sequence[Token]) -> list[str]:
    """Runs of up to four words of a short message, the longest first."""
    if len(words) > MOST:
        return []
    runs = {
        "".join(word.word for word in words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + 4, len(words)) + 1)
    }
    return sorted(runs, key=lambda run: (-len(run), run))
