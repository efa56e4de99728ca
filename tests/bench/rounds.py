"""Measured values of several rounds, and the Markdown table they end in."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; `values` are the rounds, or every single observation."""

    what: str
    values: tuple[float, ...]
    unit: str

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def line(self) -> str:
        low, high = shown(min(self.values)), shown(max(self.values))
        cells = (self.what, f"{shown(self.median)} {self.unit}", f"{low}–{high}")
        return f"| {' | '.join(cells)} | {len(self.values)} |"


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
    if value >= 1000:
        return f"{round(value, 1 - len(str(int(value))) + 2):,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
