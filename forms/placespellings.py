"""Every way a regency's places are spelled, and names that are close to what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from forms.placenames import DISTRICT_MARKS, VILLAGE_MARKS, is_ordinary, key, spellings

LONGEST_RUN = 48
"""Letters beyond which no spelling of a place is sought."""

MOST = 8
"""Candidates a person is shown."""

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A place as the finder knows it; `level` is village or district."""

    code: str
    name: str
    level: str
    parent: str


class Spellings:
    """`exact` are names alone, `pairs` a desa run together with its kecamatan, `said` those with
    the kind in front or between ("desapengalihankeckeritang")."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = {name.code: name for name in names}
        self.exact: dict[str, Codes] = {}
        self.pairs: dict[str, Codes] = {}
        self.said: dict[str, Codes] = {}
        self._keys = {code: key(name.name) for code, name in self.names.items()}
        for name in self.names.values():
            self._learn(name)
        self._all = {**self.pairs, **self.exact}
        self._typed = list(self._all)

    def is_district(self, code: str) -> bool:
        return self.names[code].level == "district"

    def parent(self, code: str) -> str | None:
        name = self.names.get(code)
        return name.parent if name and name.level == "village" else None

    def containing(
        self, runs: Iterable[str], within: Sequence[str], *, even_ordinary: bool
    ) -> Codes:
        return few(
            code
            for run in runs
            if len(run) >= 5 and (even_ordinary or not is_ordinary(run))
            for code, name in self._keys.items()
            if run in name and (not within or self.parent(code) in within)
        )

    def close(self, runs: Iterable[str], within: Sequence[str]) -> Codes:
        keys = self._typed
        if within:
            keys = [one for one in self.exact if self._any_within(self.exact[one], within)]
        close: list[tuple[float, str]] = []
        for run in runs:
            slips = _slips(len(run))
            if slips:
                close += [
                    (distance / len(run), spelling)
                    for spelling, distance, _ in process.extract(
                        run, keys, scorer=OSA.distance, score_cutoff=slips, limit=MOST
                    )
                    if distance <= _slips(len(spelling))
                ]
        codes = [code for _, spelling in sorted(close) for code in self._all[spelling]]
        return few(code for code in codes if not within or self.parent(code) in within)

    def _any_within(self, codes: Codes, districts: Sequence[str]) -> bool:
        return any(self.parent(code) in districts for code in codes)

    def _learn(self, name: Name) -> None:
        for own in spellings(name.name):
            _add(self.exact, own, name.code)
            marks = VILLAGE_MARKS if name.level == "village" else DISTRICT_MARKS
            for mark in marks:
                _add(self.said, mark + own, name.code)
            if name.level == "village":
                for district in spellings(self.names[name.parent].name):
                    self._learn_pair(name.code, own, district)

    def _learn_pair(self, code: str, own: str, district: str) -> None:
        _add(self.pairs, own + district, code)
        _add(self.pairs, district + own, code)
        for mark in ("", *VILLAGE_MARKS):
            for between in ("", *DISTRICT_MARKS):
                _add(self.said, mark + own + between + district, code)


def _add(index: dict[str, Codes], spelling: str, code: str) -> None:
    index[spelling] = tuple(dict.fromkeys((*index.get(spelling, ()), code)))


def few(codes: Iterable[str]) -> Codes:
    return tuple(dict.fromkeys(codes))[:MOST]


def _slips(length: int) -> int:
    """Letters that may be wrong, left out or swapped in a run of this length; 0 is too short, or
    longer than any name with its kecamatan."""
    if length < 5 or length > LONGEST_RUN:
        return 0
    return 1 if length < 8 else 2 if length < 12 else 3
