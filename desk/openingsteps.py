"""Where an asking for an identity stands, and what each of its steps makes known."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from desk import openingnews
from desk.lifecycle import record
from storage.tables import Account, Opening, Report

WRITES_WITHIN = timedelta(minutes=15)  # the reason, after saying whose identity it is about
ANSWERED_WITHIN = timedelta(hours=24)
REASON_LENGTH = (20, 500)


class State(StrEnum):
    """Where an asking stands."""

    ASKING = "asking"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    OPENED = "opened"
    REFUSED = "refused"
    EXPIRED = "expired"
    VOID = "void"


OPEN = (State.WAITING, State.CONFIRMED)


class AskedAlready(Exception):
    """This person's asking about this report still waits for an answer."""


class NobodyElse(Exception):
    """There is no second person who could agree."""


class SamePerson(Exception):
    """Whoever asks can not be the second person."""


class ReasonTooShort(Exception):
    """The reason is too short or too long for somebody else to judge."""


class Settled(Exception):
    """It was answered before, or its time is up: carries how it stands and who decided."""

    def __init__(self, state: State, by: str) -> None:
        super().__init__(state)
        self.state = state
        self.by = by


def about(opening: Opening) -> str:
    """What the reason is sealed for."""
    return f"opening:{opening.id}"


def decider(session: Session, opening: Opening) -> str:
    """The name of the second person; empty before, and where time decided."""
    account = session.get(Account, opening.decided_by) if opening.decided_by else None
    return account.name if account else ""


EVENTS = {
    State.CONFIRMED: "identity_confirmed",
    State.REFUSED: "identity_refused",
    State.EXPIRED: "identity_expired",
    State.VOID: "identity_void",
}


def settle(
    session: Session, opening: Opening, report: Report, state: State, actor: str, now: datetime
) -> None:
    """It ended so, or goes on so: logged, and told to everybody it concerns. Caller commits."""
    opening.state, opening.decided_at = state, now
    session.add(opening)
    log(session, opening, report, actor, EVENTS[state], now)
    openingnews.redraw(session, opening, now=now)
    if state is State.CONFIRMED:
        openingnews.bring(session, opening, now=now)
    else:
        openingnews.tell(session, opening, report, state, decider(session, opening), now=now)


def log(
    session: Session, opening: Opening, report: Report, actor: str, event: str, now: datetime
) -> None:
    """Append a step of the asking to the log of its report. The caller commits."""
    details = {"opening": opening.id}
    record(session, report, actor=actor, event=event, now=now, details=details)
