"""The buttons and keyboards of a card."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from cards.taps import DeskTap
from desk import panels
from desk.lifecycle import Status
from desk.links import Kind
from sandbox.client import Press
from storage.tables import Link, Report, Sanction
from tests.authority.deed import Before, Deed
from tests.authority.people import Row, Who
from tests.authority.stage import Stage


def _button(action: str, value: str | Callable[[Stage], str] = "", kind: str = "waiting") -> Deed:
    async def act(stage: Stage, who: Who, own: bool) -> Press:
        report = stage.target(who, kind)
        said = value if isinstance(value, str) else value(stage)
        tap = DeskTap(report.id or 0, report.version, action, said)
        return await who.presses("private", tap, stage.at(report, who))

    return Deed(action, act)


def _held(stage: Stage, session: Session, who: Who, own: bool) -> None:
    """The report is held by the doer, or by another officer."""
    report = session.get_one(Report, stage.target(who).id)
    report.taken_by = who.account if own else stage.helper.account
    report.taken_until = stage.office.clock() + timedelta(minutes=30)


def _decided(stage: Stage, session: Session, who: Who, own: bool) -> None:
    """The decision is the doer's, or another officer's."""
    report = session.get_one(Report, stage.target(who, "approved").id)
    report.decided_by = who.account if own else stage.helper.account


def _linked(stage: Stage, session: Session, who: Who, own: bool) -> None:
    other, now = stage.report(Row.AGENT).id or 0, stage.office.clock()
    first, second = sorted((stage.target(who).id or 0, other))
    by = stage.helper.account
    session.add(Link(report_id=first, other_id=second, kind=Kind.CONFIRMS, by=by, at=now))


def _summed_up(stage: Stage, session: Session, who: Who, own: bool) -> None:
    session.get_one(Report, stage.target(who).id).summary = "Jembatan rusak"


def silenced(stage: Stage, session: Session, who: Who, own: bool) -> None:
    """A citizen and an officer are mute as reporters."""
    now = stage.office.clock()
    for row in (Row.CITIZEN, Row.OWN):
        report = stage.report(row)
        session.add(
            Sanction(
                source_id=report.source_id,
                kind="mute",
                until=now + timedelta(days=1),
                report_id=report.id,
                by=stage.helper.account,
                at=now,
            )
        )


def _other(stage: Stage) -> str:
    return str(stage.report(Row.AGENT).id)


def _category(stage: Stage) -> str:
    return stage.office.product.house.office.categories[1].key


def _done(
    deed: Deed, *shows: str, changes: str = "", before: Before | None = None, own: bool = False
) -> Deed:
    return replace(
        deed,
        shows=shows,
        changes=tuple(changes.split()),
        before=before,
        own=own,
        personal=own,
        each=before is not silenced,
    )


BUTTONS = (
    _done(_button("approve", "B2"), "desk.approved", changes="report log"),
    _done(_button("reject", "unclear"), "desk.rejected", changes="report log"),
    _done(_button("panel", "more"), "desk.panel_opened", changes="card"),
    _done(_button("files"), "desk.evidence_coming", changes="log"),
    replace(_done(_button("whole"), "desk.whole_coming", changes="log"), tells=True),
    _done(_button("take"), "desk.taken", changes="report log"),
    _done(_button("take_over"), "desk.taken", changes="report log", before=_held),
    _done(_button("let_go"), "desk.freed", changes="report log", before=_held, own=True),
    _done(_button("history"), "history.coming", changes="log"),
    _done(_button("follow_up", kind="approved"), "desk.followed_up_noted", changes="report log"),
    _done(
        _button("link", lambda stage: f"confirms:{_other(stage)}"),
        "linking.linked",
        changes="link log",
    ),
    _done(_button("part", _other), "linking.parted", changes="link log", before=_linked),
    _done(_button("urgency", "important"), "urgency.rated", changes="report log"),
    _done(_button("step_back"), "stepping.done", changes="stepped_back log"),
    _done(
        _button("undo", kind="approved"),
        "undoing.done",
        "undoing.reason_wanted",
        before=_decided,
        own=True,
    ),
    _done(_button("category", _category), "correcting.done", changes="report log"),
    _done(
        _button("place", lambda stage: stage.office.home.other_code),
        "correcting.done",
        changes="report log",
    ),
    _done(_button("summary", "drop"), "correcting.done", changes="report", before=_summed_up),
    _done(_button("ask", "where"), "asking.asked_toast", changes="exchange log"),
    _done(_button("sanction", "warn"), "abuse.imposed", changes="sanction log"),
    _done(_button("lift"), "abuse.lifted", changes="sanction log", before=silenced),
)


def keyboards() -> tuple[Deed, ...]:
    """Each keyboard that opens, of a report in a state in which it does."""
    return tuple(
        replace(
            _done(_button("panel", panel, _kind(within)), "desk.panel_opened"),
            action=panel,
            changes=() if panel == "main" else ("card",),
        )
        for panel, within in panels.OPENABLE.items()
    )


def _kind(within: frozenset[Status]) -> str:
    return "waiting" if Status.WAITING in within else "approved"
