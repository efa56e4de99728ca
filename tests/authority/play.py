"""Plays cells of the table: what somebody saw, and what of the database became another."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from desk.codes import shown
from sandbox.client import Call, Press
from tests.authority import snapshot
from tests.authority.deed import Deed
from tests.authority.people import Row, Who
from tests.authority.snapshot import Change
from tests.authority.stage import SECRET, Stage

REFUSALS = (
    "agent.greeting",
    "desk.not_allowed",
    "desk.own_report",
    "desk.answer_own",
    "desk.taken_by",
    "desk.nothing_left",
    "desk.unknown_button",
    "stepping.stepped_back",
    "stepping.answer",
    "undoing.not_yours",
    "abuse.own",
    "asking.not_open",
    "citizen.not_yours",
    "citizen.no_such_report",
    "citizen.old_button",
    "form.draft_gone",
    "history.not_allowed",
    "history.own",
    "opening.not_allowed",
    "opening.same_person",
    "privacy.nothing_kept",
    "staff.menu",
    "staff.not_allowed",
    "staff.old_button",
    "staff.paused",
    "staff.stranger",
)
"""Kind words for who may not; in the group nothing is said to who is nobody there."""
ANSWERS = {"note"}
"""Rows of the outbox that only answer what somebody said."""


Doer = tuple[Who, bool]
SUSPENDED = ("paused_at", "away_at")


@dataclass(frozen=True)
class Played:
    """What came of an action: the texts its doer saw, and what became another."""

    who: Who
    texts: list[str]
    changes: list[Change]
    heard: bool
    """Whether the doer is owed an answer: at the desk a stranger's words are left alone."""

    def shows(self, stage: Stage, keys: Iterable[str]) -> list[str]:
        trace = stage.office.trace
        return [one for one in keys if any(trace.shows(text, one) for text in self.texts)]

    def happened(self, stage: Stage, deed: Deed, among: int = 1) -> str:
        """What is missing of success; empty when it is whole."""
        if deed.shows and not self.shows(stage, deed.shows):
            return f"was not shown {' or '.join(deed.shows)} but {self.texts}"
        for table in deed.changes:
            if len([one for one in self.changes if one.table == table]) < among:
                return f"left {table} as it was, and was shown {self.texts}"
        wronged = [str(one) for one in self.changes if _is_wrong(stage, self.who, one)]
        if wronged:
            return f"changed {wronged}"
        if deed.tells and not any(SECRET in text for text in self.texts):
            return f"did not read what was reported, but {self.texts}"
        return ""

    def refused(self, stage: Stage, deed: Deed) -> str:
        """What is wrong with the refusal; empty when nothing is."""
        left = [str(one) for one in self.changes if not _answers(one) and one.table != deed.aside]
        if left:
            return f"changed {left}"
        if self.shows(stage, deed.shows):
            return f"was shown {self.shows(stage, deed.shows)}"
        secret = [one for one in secrets(stage, self.who) if any(one in t for t in self.texts)]
        if secret:
            return f"read {secret} in {self.texts}"
        if self.heard and not self.shows(stage, REFUSALS) and not deed.aside:
            return f"heard no kind word but {self.texts}"
        return ""


def _is_wrong(stage: Stage, who: Who, change: Change) -> bool:
    """What nobody may change, whatever they do: as an officer an own report or one stepped back
    from; of oneself that one is paused, or away from the desk."""
    if change.table == "account" and change.before and change.after:
        mine = change.key == (who.account,)
        return mine and any(change.before[one] != change.after[one] for one in SUSPENDED)
    if change.table == "report" and stage.second is not None:
        reports = [*stage.reports.items(), *stage.desk.items()]
        theirs = {(one.id,) for (row, _), one in reports if row is Row.OWN}
        return who.row is Row.STEPPED or (who.row is Row.OWN and change.key in theirs)
    return False


def _answers(change: Change) -> bool:
    row = change.after or {}
    return change.table == "outbox" and change.before is None and row["kind"] in ANSWERS


def secrets(stage: Stage, who: Who) -> list[str]:
    """What nobody reads who may not; an officer may be told a report's code."""
    names = [one.person.first_name for one in stage.people.values() if one is not who]
    ids = [str(one.person.id) for one in stage.people.values() if one is not who]
    codes = [shown(one.code) for one in stage.reports.values()]
    if who.row in (Row.VERIFIER, Row.OWN, Row.STEPPED):
        return [SECRET, *ids]
    brand = [stage.office.home.brand] if who.row in (Row.STRANGER, Row.MEMBER) else []
    return [SECRET, stage.office.home.place_kecamatan, *names, *ids, *codes, *brand]


async def play(stage: Stage, deed: Deed, doers: list[Doer]) -> list[Played]:
    """Let everybody of `doers` do it at once, to their own or not, and put all back.

    What must be there before is made for the first of them, or for each where that is possible.
    """
    office = stage.office
    start = stage.rows if stage.rows is not None else await office.read(snapshot.taken)
    now = await _prepared(stage, deed, doers) if deed.before is not None else start
    since = await office.sandbox.sequence()
    presses = await asyncio.gather(*(deed.act(stage, who, own) for who, own in doers))
    await asyncio.gather(*(one.toast() for one in presses if one is not None))
    await office.settled()
    calls = [one for one in await office.sandbox.calls(since) if _stands(one)]
    after = await office.read(snapshot.taken)
    changes = snapshot.changes(now, after)
    back = snapshot.changes(start, after)
    if back:
        await stage.does(lambda session: snapshot.taken_back(session, back))
    stage.rows = {**start, **{one: after[one] for one in snapshot.APPENDED}}
    return [
        Played(who, _seen(stage, who, press, calls), changes, not (deed.aloud and who.inside))
        for (who, _), press in zip(doers, presses, strict=True)
    ]


async def _prepared(stage: Stage, deed: Deed, doers: list[Doer]) -> snapshot.Rows:
    before = deed.before

    def made(session: Session) -> None:
        for who, own in doers if deed.each else doers[:1]:
            if before is not None:
                before(stage, session, who, own)

    await stage.does(made)
    await stage.office.settled()
    return await stage.office.read(snapshot.taken)


def _stands(call: Call) -> bool:
    """Whether this is on the screen now: an edit that changes nothing fails, and stands."""
    return call.ok or "not modified" in (call.error or "")


def _seen(stage: Stage, who: Who, press: Press | None, calls: list[Call]) -> list[str]:
    """The texts sent into this person's own chat or into the groups, and the toast."""
    places = {who.person.id, stage.office.group.id, stage.elsewhere}
    found = []
    for call in calls:
        said = call.parameters
        if call.method == "answerCallbackQuery":
            mine = press is not None and said["callback_query_id"] == press.query_id
        else:
            mine = int(said.get("chat_id") or 0) in places
        if mine:
            found.append(str(said.get("text") or said.get("caption") or ""))
    return found
