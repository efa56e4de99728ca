"""Whether somebody may report now: not while silenced, and not too often."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session

from desk.rights import PUBLIC, Person
from desk.standing import in_force
from offices.office import Limits
from storage.statements import Statement, columns
from storage.tables import Report

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_r = columns(Report)
_LATEST = Statement(
    lambda _: (
        core_select(_r.submitted_at)
        .where(_r.source_id == bindparam("source"))
        .order_by(_r.id.desc())
        .limit(bindparam("most"))
    )
)
"""By `ix_report_source`: without a `since`, so that no more rows are read than are counted."""


class NotNow(Exception):
    """This person may report again at `until`; what they wrote so far is kept as a draft."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Silenced(NotNow):
    """A sanction stands against this person: carries which."""

    def __init__(self, kind: str, until: datetime) -> None:
        super().__init__(until)
        self.kind = kind


class TooMany(NotNow):
    """This person sent as many reports as the office takes from one person for now."""


def may_begin(session: Session, by: Person, now: datetime) -> None:
    """Raise Silenced for who could not send a report either."""
    stands = in_force(session, by.reporter, now) if by.reporter else None
    if stands is not None:
        raise Silenced(stands.kind, stands.until)


def may_send(session: Session, by: Person, limits: Limits, urgent: bool, now: datetime) -> None:
    """Raise TooMany, with when the next report is free, for who sent too many of late.

    Counts this person's own reports only, so nobody waits for anybody else. An urgent one passes
    beyond either limit, as often as the office allows.
    """
    of_citizen = by.bot == PUBLIC
    hour = limits.citizen_hour if of_citizen else limits.agent_hour
    day = limits.citizen_day if of_citizen else limits.agent_day
    more = limits.urgent_more if urgent else 0
    most = max(hour, day) + more
    rows = _LATEST.all(session, source=by.reporter, most=most)
    times = [at for (at,) in rows]
    free = [
        times[allowed - 1] + span
        for allowed, span in ((hour + more, HOUR), (day + more, DAY))
        if len(times) >= allowed and times[allowed - 1] > now - span
    ]
    if free:
        raise TooMany(max(free))
