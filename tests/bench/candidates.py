"""Reports like one of a million, on both databases."""

import random
import time
from collections.abc import Iterator
from functools import partial

from sqlmodel import Session

from desk.similar import similar
from offices.office import Office
from storage.tables import Report
from tests.bench.million import NOW, REPORTS, Filled
from tests.bench.rounds import Row

ASKED = 40  # reports of all three years
WARM = 3  # whose time is not kept


def candidates(databases: Filled, office: Office) -> list[Row]:
    """Milliseconds of each question, both databases in turns.

    A village has some 600 reports near in place and time; of the whole regency the nearest 2,000
    are looked at, which is the most there can be.
    """
    places = {"a village": None, "the regency": office.regions.regency().code}
    return [
        row
        for what, place in places.items()
        for name, took in _asked(databases, place).items()
        for row in _rows(f"(j) reports like one of a million, told of {what}, {name}", took)
    ]


def _asked(databases: Filled, place: str | None) -> dict[str, list[tuple[float, float]]]:
    luck = random.Random(5)
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in databases}
    for number in range(WARM + ASKED):
        one = luck.randint(1, REPORTS)
        for name, database in databases.items():
            begun, worked = time.perf_counter(), time.thread_time()
            database.look(partial(_ask, number=one, place=place))
            took = (time.perf_counter() - begun, time.thread_time() - worked)
            if number >= WARM:
                spent[name].append(took)
    return spent


def _ask(session: Session, number: int, place: str | None) -> None:
    report = session.get(Report, number)
    if report is None:
        raise RuntimeError("the reports are not all there")
    report.region = place or report.region
    with session.no_autoflush:  # the report is only looked at
        similar(session, report, now=NOW)
    session.expunge_all()


def _rows(what: str, took: list[tuple[float, float]]) -> Iterator[Row]:
    """The comparing is done in the asking thread; on PostgreSQL the searching is not."""
    yield Row(what, tuple(wall * 1000 for wall, _ in took), "ms")
    worked = tuple(processor * 1000 for _, processor in took)
    yield Row(f"{what}, processor of the asking thread", worked, "ms")
