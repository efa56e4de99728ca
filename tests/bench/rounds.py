"""Measured values of several rounds, and the Markdown table they end in."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AT_ONCE = 64  # people whose updates are in flight at the same time, in rows that count updates


@dataclass(frozen=True)
class Row:
    """One line of the table; `values` are the rounds, or every single observation.

    A single value may rest on many observations: then `n` says on how many.
    """

    what: str
    values: Sequence[float]
    unit: str
    n: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def line(self) -> str:
        low, high = shown(min(self.values)), shown(max(self.values))
        spread = f"{low}–{high}" if len(self.values) > 1 else ""
        cells = (self.what, f"{shown(self.median)} {self.unit}".strip(), spread)
        return f"| {' | '.join(cells)} | {self.n or len(self.values)} |"


def percentiles(
    what: str, values: Iterable[float], unit: str, *, of: Iterable[int] = (50, 95, 99)
) -> list[Row]:
    """A row for each percentile of all observations."""
    every = list(values)
    return [Row(f"{what}: p{one}", (percentile(every, one),), unit, len(every)) for one in of]


def in_rounds(
    what: str, values: Sequence[float], unit: str, size: int, *, of: Iterable[int] = (50, 95, 99)
) -> list[Row]:
    """The same where each `size` observations in a row are a round."""
    rounds = [values[first : first + size] for first in range(0, len(values), size)]
    return [
        Row(f"{what}: p{one}", tuple(percentile(each, one) for each in rounds), unit) for one in of
    ]


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    head = "| What | Median | Min–max | n |\n|---|---:|---:|---:|"
    return "\n".join((head, *(row.line() for row in rows)))


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that `percent` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def shown(value: float) -> str:
    """Three digits that matter; no more can be repeated on a shared machine."""
    if value == float("inf"):
        return "never"
    if value >= 1000:
        return f"{round(value, 1 - len(str(int(value))) + 2):,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
