"""Where a conversation stands, to ask the same question again."""

from datetime import datetime

from msgspec import Struct
from sqlmodel import Session

from desk import drafts
from desk.drafts import Opened
from desk.house import House
from desk.rights import Person
from forms import engine
from forms.form import Form
from forms.steps import Step


class DraftGone(Exception):
    """This draft was sent, dropped, or ran out."""


class Stand(Struct, frozen=True):
    """Where a conversation stands after a message.

    `began`: this message started it. `joined`: one more part of an album or of a text too long
    for one message, already answered for.
    `sent`: it was sent, and the receipt is on its way. `overtaken`: the report that it mends was
    no longer rejected, and stands so; nothing was sent. `left`: another draft at hand now.
    `mends`: the report it mends. `pointed`: the reports it is said to be the same event as.
    """

    form: Form
    draft_id: int
    revision: int
    step: Step | None
    urgent: bool = False
    began: bool = False
    joined: bool = False
    sent: bool = False
    overtaken: str | None = None
    left: "Stand | None" = None
    mends: int | None = None
    pointed: frozenset[int] = frozenset()

    @classmethod
    def of(cls, opened: Opened, step: Step) -> "Stand":
        """Where an opened draft stands."""
        return cls(
            opened.form,
            opened.number,
            opened.row.revision,
            step,
            opened.draft.urgent,
            mends=opened.mends,
            pointed=opened.pointed,
        )


def show(session: Session, by: Person, house: House, *, now: datetime) -> Stand | None:
    """The question this person is at, to draw it again; None without a draft."""
    if by.reporter is None:
        return None
    opened = drafts.at_hand(session, house, by.owner, now)
    return stand_at(house, by, opened, now) if opened else None


def show_own(session: Session, by: Person, house: House, draft_id: int, *, now: datetime) -> Stand:
    """Where this draft of `by` stands, at hand or not. Raises DraftGone, NotAllowed."""
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    return stand_at(house, by, opened, now)


def show_of(session: Session, house: House, owner: str, now: datetime) -> Stand | None:
    """The question somebody is at, for the courier, which knows only whom to write to."""
    opened = drafts.peek(session, house, owner, now)
    if opened is None:
        return None
    step = engine.step(opened.form, opened.draft, now, house.context)
    return Stand.of(opened, step)


def stand_at(house: House, by: Person, opened: Opened, now: datetime) -> Stand:
    """Where the draft that `by` opened stands."""
    step = engine.step(opened.form, opened.draft, now, house.context_for(by))
    return Stand.of(opened, step)
