"""Every button a card can have, each on a report of its own that stands as the button needs it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from desk import codes, decisions, linking, people, postings, rating, sanctions, summaries, taking
from desk.grades import Grade
from desk.lifecycle import Status, Urgency
from desk.links import Kind
from desk.panels import OPENABLE
from desk.postings import DESK
from desk.rights import PRIVATE, Person
from storage import tables
from storage.tables import Evidence, LogEntry, Outbox, Report, Source
from tests.world import World

Arranging = Callable[["Making", Report, Report], object]


class Both(Enum):
    """What comes of two officers who press the same button in the same moment."""

    ONE = "as if one had pressed"
    EACH = "as if each had pressed alone"
    CONFIRMS = "the second confirms the first"


@dataclass(frozen=True)
class Making:
    """The unit in which the reports are made."""

    session: Session
    office: World
    hasan: Person
    dewi: Person

    @property
    def now(self) -> Any:
        return self.office.clock()


@dataclass(frozen=True)
class Button:
    """An action of a card with a value; `{other}` is the report it may be linked to."""

    action: str
    value: str = ""
    both: Both = Both.ONE
    arranged: Arranging = lambda making, report, other: None
    reads: bool = False
    """Whether it only hands something over, whatever became of the report."""


def _approved(making: Making, report: Report, other: Report) -> object:
    rule = partial(decisions.approve, making.session, making.hasan, report.id or 0, 1)
    return rule(grade=Grade.read("B2"), now=making.now)


def _held(by: str) -> Arranging:
    def arrange(making: Making, report: Report, other: Report) -> object:
        who: Person = getattr(making, by)
        return taking.take(making.session, who, report.id or 0, 1, 30, now=making.now)

    return arrange


def _linked(making: Making, report: Report, other: Report) -> object:
    numbers = (report.id or 0, 1, other.id or 0)
    return linking.link(making.session, making.dewi, *numbers, Kind.SAME, now=making.now)


def _silenced(making: Making, report: Report, other: Report) -> object:
    return sanctions.impose(
        making.session, making.dewi, report.id or 0, 1, "1d", 365, now=making.now
    )


def _summed_up(making: Making, report: Report, other: Report) -> object:
    house, text = making.office.product.house, "Air naik di dua desa."
    return summaries.set_summary(making.session, making.dewi, house, report, text, now=making.now)


def _proposed(making: Making, report: Report, other: Report) -> object:
    house, rule = making.office.product.house, partial(rating.rate, making.session, making.dewi)
    return rule(house, report.id or 0, 1, Urgency.EMERGENCY, now=making.now)


def buttons(office: World) -> list[Button]:
    """Every action of a card, the panels by every key that can be opened."""
    group = next(iter(office.product.house.office.choices["category"]))
    panels = [
        Button("panel", key, arranged=_nothing if Status.WAITING in states else _approved)
        for key, states in OPENABLE.items()
    ]
    return [
        *panels,
        Button("approve", "F6"),
        Button("approve", "B2", arranged=_held("hasan")),
        Button("reject", "known"),
        Button("files", both=Both.EACH, arranged=_filed, reads=True),
        Button("whole", both=Both.EACH, reads=True),
        Button("history", both=Both.EACH, reads=True),
        Button("take"),
        Button("take_over", "{dewi}", arranged=_held("dewi")),
        Button("let_go", arranged=_held("hasan")),
        Button("follow_up", arranged=_approved),
        *(Button("link", f"{kind}:{{other}}") for kind in Kind),
        Button("part", "{other}", arranged=_linked),
        Button("urgency", "important"),
        Button("urgency", "emergency", both=Both.CONFIRMS),
        Button("urgency", "emergency", arranged=_proposed),
        Button("step_back", both=Both.EACH),
        Button("undo", arranged=_approved),
        Button("category", f"{group.value}:0"),
        Button("category", group.options[0].value),
        Button("place", office.home.other_code),
        Button("summary", "drop", arranged=_summed_up),
        Button("ask"),
        Button("ask", "since"),
        *(Button("sanction", measure) for measure in sanctions.MEASURES),
        Button("lift", arranged=_silenced),
    ]


def _nothing(making: Making, report: Report, other: Report) -> None:
    """A report that waits."""


@dataclass(frozen=True)
class Placed:
    """A button on a report: what it says when it is pressed, at the version it was drawn at."""

    button: Button
    report: int
    version: int
    value: str

    def data(self, *, report: int | None = None, version: int | None = None) -> str:
        numbers = (report or self.report, self.version if version is None else version)
        return f"d|{numbers[0]}|{numbers[1]}|{self.button.action}|{self.value}"

    def forged(self, action: str, value: str = "") -> str:
        """Another button of the same card."""
        return f"d|{self.report}|{self.version}|{action}|{value}"

    def __str__(self) -> str:
        return f"{self.button.action}|{self.button.value}"


async def placed(office: World, times: int = 1) -> list[list[Placed]]:
    """Each button on so many reports of its own, copies of the first report, with their cards.

    Hasan and Dewi are officers.
    """
    wanted = buttons(office)
    private = {name: office.people[name].id for name in ("Hasan", "Dewi")}

    def unit(session: Session) -> list[list[Placed]]:
        vault, now = office.product.house.vault, office.clock()
        know = partial(people.recognise, session, vault, PRIVATE, language="id", now=now)
        hasan, dewi = (know(telegram_id=private[name]) for name in ("Hasan", "Dewi"))
        making = Making(session, office, hasan, dewi)
        model = session.exec(select(Report).order_by(col(Report.id))).first()
        assert model is not None
        return [[_place(making, model, one) for _ in range(times)] for one in wanted]

    found = await office.product.database.run(unit)
    await office.settled()
    return found


def _place(making: Making, model: Report, button: Button) -> Placed:
    report = _copy(making, model)
    other = _copy(making, model) if "{other}" in button.value else report
    postings.post_card(making.session, report, DESK, now=making.now)
    button.arranged(making, report, other)
    making.session.flush()
    value = button.value.format(other=other.id, dewi=making.dewi.account)
    return Placed(button, report.id or 0, report.version, value)


def _copy(making: Making, model: Report) -> Report:
    """The same report of somebody else and another day."""
    session, new = making.session, codes.new()
    source = session.get_one(Source, model.source_id)
    fresh = {"id": new.lower(), "codename": f"Nipah-{new}"}
    session.add(Source(**{**source.model_dump(), **fresh}))
    session.flush()
    number = 1 + len(session.exec(select(Report.id)).all())
    apart = timedelta(days=9 * number)  # so that none is like another
    changed = {
        **{"id": None, "code": new, "source_id": new.lower(), "draft_id": 1_000_000 + number},
        "happened_at": model.happened_at - apart,
    }
    report = Report(**{**model.model_dump(), **changed})
    session.add(report)
    session.flush()
    return report


def _filed(making: Making, report: Report, other: Report) -> None:
    """A report with the file that came with the first one."""
    for one in making.session.exec(select(Evidence)).all():
        copy = {"id": None, "report_id": report.id, "owner": f"source:{report.source_id}"}
        making.session.add(Evidence(**{**one.model_dump(), **copy}))


@dataclass(frozen=True)
class Trail:
    """How a report stands and everything that names it, without who and when."""

    state: tuple[tuple[str, object], ...]
    rows: Counter[str]
    events: Counter[str]
    told: Counter[str]

    def since(self, before: "Trail") -> "Trail":
        """What came on since; the state as it is now."""
        rows, events = self.rows - before.rows, self.events - before.events
        return Trail(self.state, rows, events, self.told - before.told)

    def times(self, times: int) -> "Trail":
        """The same so many times."""
        counts = (self.rows, self.events, self.told)
        return Trail(self.state, *(Counter({k: n * times for k, n in c.items()}) for c in counts))


WHO_AND_WHEN = {
    *("id", "code", "source_id", "merged_into", "submitted_at", "happened_at"),
    *("decided_at", "decided_by", "taken_by", "taken_until", "followed_at", "followed_by"),
    *("emergency_by", "reported", "draft_id"),
}
DRAWN = ("card", "evidence")
"""Kinds of messages of which one waiting row stands for all; how many were sent is chance."""


async def trails(office: World) -> dict[int, Trail]:
    """The trail of every report."""

    def every(session: Session) -> dict[int, Trail]:
        reports = session.exec(select(Report)).all()
        rows: dict[int, Counter[str]] = {one.id or 0: Counter() for one in reports}
        events: dict[int, Counter[str]] = {one.id or 0: Counter() for one in reports}
        told: dict[int, Counter[str]] = {one.id or 0: Counter() for one in reports}
        for table in _naming_reports():
            for row in session.exec(select(table)).all():
                rows[row.report_id or 0][table.__name__] += 1  # type: ignore[attr-defined]
        for entry in session.exec(select(LogEntry)).all():
            events[entry.report_id or 0][entry.event] += 1
        for row in session.exec(select(Outbox).where(col(Outbox.subject).like("report:%"))):
            number = int((row.subject or "").partition(":")[2])
            if row.kind not in DRAWN:
                told[number][row.kind] += 1
        return {
            number: Trail(_state(one), rows[number], events[number], told[number])
            for one in reports
            if (number := one.id or 0)
        }

    return await office.read(every)


def _state(report: Report) -> tuple[tuple[str, object], ...]:
    kept = sorted(set(report.model_dump()) - WHO_AND_WHEN)
    return tuple((name, str(getattr(report, name))) for name in kept)


def _naming_reports() -> list[type[SQLModel]]:
    """But for cards: there is one for each place by its key, made when first looked for."""
    every = [getattr(tables, name) for name in tables.__all__ if name != "Card"]
    return [one for one in every if "report_id" in getattr(one, "model_fields", {})]
