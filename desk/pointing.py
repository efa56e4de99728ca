"""An agent points to a report of the same event, or no longer, before sending."""

from datetime import datetime

from msgspec.structs import replace
from sqlmodel import Session

from desk import drafts
from desk.conversation import DraftGone, Moved
from desk.house import House
from desk.lifecycle import Status
from desk.rights import PRIVATE, NotAllowed, Person
from desk.stands import Stand, stand_at
from storage.tables import Report

MOST = 5  # that one report points to


class NotOffered(Exception):
    """That report is none to point to, or was taken back meanwhile."""


def point(
    session: Session,
    by: Person,
    house: House,
    draft_id: int,
    revision: int,
    other_id: int,
    *,
    same: bool,
    now: datetime,
) -> Stand:
    """Note in the draft that it tells of the same event as another report, or that it does not.

    It is kept with the report once that is sent, and shown to officers. Done twice it stays. The
    caller commits, and has seen to it that the other report was offered. Raises NotAllowed for
    anybody but an agent, DraftGone, Moved, NotOffered.
    """
    if by.bot != PRIVATE:
        raise NotAllowed("only agents point to other reports")
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    if opened.row.revision != revision:
        raise Moved(draft_id)
    pointed = opened.pointed - {other_id}
    if same:
        other = session.get(Report, other_id)
        if other is None or other.status == Status.WITHDRAWN or len(pointed) >= MOST:
            raise NotOffered(other_id)
        pointed |= {other_id}
    opened = replace(opened, pointed=pointed)
    opened = drafts.keep(session, house, opened, opened.draft, opened.spots, now)
    return stand_at(house, by, opened, now)
