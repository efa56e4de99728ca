"""What an administrator does with people and sanctions; who learns who a source is."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, col, select

from cards.people import NOWHERE
from cards.taps import OpeningTap, PeopleTap, SanctionTap
from desk.openingsteps import State, about
from desk.rights import Role
from sandbox.client import Press
from storage.tables import AccountRole, BlockedLookup, Invite, Opening, Sanction
from tests.authority.deed import Before, Deed
from tests.authority.deeds.cards import silenced
from tests.authority.people import Row, Who
from tests.authority.stage import Stage

WHY = "Warga itu perlu segera dijemput dari banjir"
Value = str | Callable[[Stage], str]


def _said(value: Value, stage: Stage) -> str:
    return value if isinstance(value, str) else value(stage)


def _person(
    action: str,
    shows: str,
    row: Row = Row.UNIT,
    value: str = "",
    changes: str = "",
    before: Before | None = None,
) -> Deed:
    async def act(stage: Stage, who: Who, own: bool) -> Press:
        number = stage.made[None] if action == "withdraw" else stage.people[row].account
        return await who.presses("private", PeopleTap(action, number, value))

    def prepared(stage: Stage, session: Session, who: Who, own: bool) -> None:
        stage.made[None] = _invited(stage, session)

    before = prepared if action == "withdraw" else None
    return Deed(action, act, (shows,), tuple(changes.split()), before)


def _invited(stage: Stage, session: Session) -> int:
    now = stage.office.clock()
    row = Invite(
        token_hash="0" * 64,
        role=Role.READER,
        invited_by=stage.helper.account,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    session.add(row)
    session.flush()
    return row.id or 0


PEOPLE = (
    _person("list", "people.listing"),
    _person("show", "people.person"),
    _person("pause", "people.person", changes="account"),
    _person("resume", "people.person", Row.PAUSED, changes="account"),
    _person("ask", "people.confirm_removal"),
    _person("remove", "people.listing", changes="account account_role"),
    _person("invite", "people.which_role"),
    _person("role", "people.invitation", value=Role.VERIFIER, changes="invite"),
    _person("areas", "people.which_area", value=Role.AGENT),
    _person("area", "people.invitation", value=f"{Role.AGENT}:{NOWHERE}", changes="invite"),
    _person("withdraw", "people.listing", changes="invite"),
)


def _carried(stage: Stage, session: Session, who: Who, own: bool) -> None:
    until = stage.office.clock() + timedelta(days=1)
    row = BlockedLookup(lookup="0" * 64, kind="block", until=until, by=stage.helper.account)
    session.add(row)


def _sanction(
    action: str,
    *shows: str,
    value: Value = "",
    changes: str = "",
    before: Before | None = None,
) -> Deed:
    def prepared(stage: Stage, session: Session, who: Who, own: bool) -> None:
        if before is not None:
            before(stage, session, who, own)
            session.flush()
            table = BlockedLookup if before is _carried else Sanction
            stage.made[None] = session.exec(select(table.id).order_by(col(table.id))).first() or 0

    async def act(stage: Stage, who: Who, own: bool) -> Press:
        return await who.presses(
            "private", SanctionTap(action, stage.made.get(None, 0), _said(value, stage))
        )

    return Deed(action, act, shows, tuple(changes.split()), prepared)


def _source(stage: Stage) -> str:
    return stage.report(Row.CITIZEN).source_id


SANCTIONS = (
    _sanction("list", "abuse.listing"),
    _sanction("show", "abuse.one", before=silenced),
    _sanction("carried", "abuse.one", before=_carried),
    _sanction("lift", "abuse.lifted", changes="sanction log", before=silenced),
    _sanction("lift_carried", "abuse.lifted", changes="blocked_lookup", before=_carried),
    _sanction("source", "abuse.source", value=_source),
    _sanction("ask", "abuse.confirm", value=lambda stage: f"warn:{_source(stage)}"),
    _sanction(
        "do", "abuse.imposed", value=lambda stage: f"warn:{_source(stage)}", changes="sanction log"
    ),
)


def asking(
    stage: Stage, session: Session, by: int, state: State, of: Row = Row.CITIZEN
) -> Opening:
    """Somebody has asked, or begins to ask, who reported."""
    now = stage.office.clock()
    row = Opening(
        report_id=stage.report(of).id or 0,
        asked_by=by,
        state=state,
        asked_at=now,
        expires_at=now + timedelta(minutes=10),
    )
    session.add(row)
    session.flush()
    row.reason = stage.office.product.house.vault.seal(WHY, about(row))
    return row


def _guided(stage: Stage, session: Session, guide: int) -> None:
    agent = session.get_one(AccountRole, (stage.people[Row.AGENT].account, Role.AGENT))
    agent.handler = guide


def _opening(action: str, *shows: str, agents: bool = False) -> Deed:
    """`agents`: it is about an agent, whom the doer looks after if it is for their own."""
    of = Row.AGENT if agents else Row.CITIZEN

    def prepared(stage: Stage, session: Session, who: Who, own: bool) -> None:
        helper = stage.helper.account
        if agents:
            _guided(stage, session, who.account if own else helper)
        mine = action == "drop" or (own and not agents)
        if action != "ask" and (who.account or not mine):
            state = State.ASKING if action == "drop" else State.WAITING
            row = asking(stage, session, who.account if mine else helper, state, of)
            stage.made[who.row] = row.id or 0

    async def act(stage: Stage, who: Who, own: bool) -> Press:
        number = stage.report(of).id or 0 if action == "ask" else stage.made.get(who.row, 0)
        return await who.presses("private", OpeningTap(action, number))

    own = agents or action in ("confirm", "refuse")
    name = f"{action} · an agent" if agents else action
    personal = own or action == "drop"
    return Deed(
        name, act, shows, ("opening",), prepared, own=own, personal=personal, each=not agents
    )


OPENINGS = (
    _opening("ask", "opening.write_reason"),
    _opening("ask", "opening.write_reason", agents=True),
    _opening("drop", "opening.dropped"),
    _opening("confirm", "opening.settled"),
    _opening("confirm", "opening.settled", agents=True),
    _opening("refuse", "opening.settled"),
    _opening("refuse", "opening.settled", agents=True),
)
