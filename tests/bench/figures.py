"""The figures of a digest over a million reports, on both databases."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from datetime import time as hour
from functools import partial

from sqlmodel import Session

from digests.figures import count
from digests.periods import Period, Span, last_complete
from offices.office import Office
from tests.bench.million import DAYS, NOW, REPORTS, Filled
from tests.bench.rounds import Row

ENOUGH = REPORTS / DAYS / 2  # reports of a day, to know that something was counted


class Quarter(Span):
    """July to September 2026, compared with the quarter before: longer than any digest's span."""

    __slots__ = ()

    def before(self) -> Span:
        return _quarter(4, self.zone)


def _quarter(month: int, zone: tzinfo) -> Span:
    ends = (date(2026, month, 1), date(2026, month + 3, 1))
    start, end = (datetime.combine(day, hour(), zone).astimezone(UTC) for day in ends)
    return Quarter(Period.MONTHLY, start, end, zone)


def figures(databases: Filled, office: Office, rounds: int) -> list[Row]:
    """Milliseconds of each count, both databases in turns; the first count is not kept."""
    spans = dict(_spans(office))
    spent: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for number in range(rounds + 1):
        for what, span in spans.items():
            for name, database in databases.items():
                begun, worked = time.perf_counter(), time.thread_time()
                database.look(partial(_counted, office=office, span=span))
                took = (time.perf_counter() - begun, time.thread_time() - worked)
                if number:
                    spent.setdefault((what, name), []).append(took)
    return list(_rows(spent))


def _spans(office: Office) -> Iterator[tuple[str, Span]]:
    names = {Period.DAILY: "a day", Period.WEEKLY: "a week", Period.MONTHLY: "a month"}
    for period, name in names.items():
        yield name, last_complete(period, NOW, office.zone)
    yield "a quarter", _quarter(7, office.zone)


def _counted(session: Session, office: Office, span: Span) -> None:
    figures = count(session, span, NOW, office)
    if min(figures.submitted.now, figures.submitted.before) < ENOUGH or not figures.matters:
        raise RuntimeError("too few reports were counted")


def _rows(spent: dict[tuple[str, str], list[tuple[float, float]]]) -> Iterator[Row]:
    """SQLite works in the asking thread, so there the processor's time is known as well."""
    for (what, name), took in spent.items():
        yield Row(f"(f) figures of {what}, {name}", tuple(wall * 1000 for wall, _ in took), "ms")
        if name == "SQLite":
            worked = tuple(processor * 1000 for _, processor in took)
            yield Row(f"(f) figures of {what}, {name}, processor alone", worked, "ms")
