"""Rows of drafts: opened, sealed, found again, forgotten."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk import evidence, notices
from desk.house import House
from desk.people import Person
from forms.draft import Draft as FormDraft
from forms.form import Form
from storage.tables import Draft

REMINDED_AFTER = timedelta(hours=1)
GONE_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Opened:
    """A draft as it stands: its row, what is in it, which message gave which answer."""

    row: Draft
    form: Form
    draft: FormDraft
    spots: dict[str, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The row's id."""
        return self.row.id or 0


def at_hand(session: Session, house: House, owner: str, now: datetime) -> Opened | None:
    """The draft its owner worked on last; None without any. The caller commits."""
    for row in _rows(session, owner):
        opened = _unsealed(session, house, row, now)
        if opened is not None:
            return opened
    return None


def peek(session: Session, house: House, owner: str, now: datetime) -> Opened | None:
    """`at_hand` for who may only read."""
    query = select(Draft).where(Draft.owner == owner).order_by(col(Draft.touched_at).desc())
    several = (_opened(house, row) for row in session.exec(query) if not over(row, now))
    return next((one for one in several if one is not None), None)


def of_form(
    session: Session, house: House, owner: str, form: Form, now: datetime
) -> Opened | None:
    """The draft of this form. The caller commits: one that ran out is forgotten on the way."""
    query = select(Draft).where(Draft.owner == owner, Draft.form == form.key).with_for_update()
    row = session.exec(query).first()
    return _unsealed(session, house, row, now) if row else None


def every(session: Session, house: House, owner: str, now: datetime) -> list[Opened]:
    """All drafts of one owner, the one worked on last first."""
    several = (_unsealed(session, house, row, now) for row in _rows(session, owner))
    return [one for one in several if one is not None]


def by_number(
    session: Session, house: House, by: Person, number: int, now: datetime
) -> Opened | None:
    """The draft of this id if it is of `by`."""
    row = session.get(Draft, number, with_for_update=True)
    if row is None or row.owner != by.owner:
        return None
    return _unsealed(session, house, row, now)


def start(
    session: Session, by: Person, house: House, form: Form, draft: FormDraft, now: datetime
) -> Opened:
    """Enter a new draft. The caller commits."""
    row = Draft(
        owner=by.owner,
        form=form.key,
        sealed=_sealed(house, by.owner, form.key, draft, {}),
        started_at=now,
        touched_at=_after_the_others(session, by.owner, 0, now),
    )
    session.add(row)
    session.flush()
    return Opened(row, form, draft)


def keep(
    session: Session,
    house: House,
    opened: Opened,
    draft: FormDraft,
    spots: dict[str, int],
    now: datetime,
) -> Opened:
    """Write a draft back; it is the one at hand now. The caller commits.

    Its revision rises with the question on the screen: a photo more leaves the buttons good.
    """
    row = opened.row
    before = (opened.draft.at, opened.draft.pending, opened.draft.returning)
    if before != (draft.at, draft.pending, draft.returning):
        row.revision += 1
    row.touched_at = _after_the_others(session, row.owner, opened.number, now)
    row.sealed = _sealed(house, row.owner, row.form, draft, spots)
    session.add(row)
    return replace(opened, draft=draft, spots=spots)


def forget(session: Session, row: Draft) -> None:
    """Delete a draft; its files are let go. The caller commits."""
    evidence.let_go(session, row.id or 0)
    session.delete(row)


def over(row: Draft, now: datetime) -> bool:
    """Whether a draft has run out."""
    return row.touched_at <= now - GONE_AFTER


def remind(session: Session, now: datetime, limit: int = 50) -> int:
    """Remind those whose draft has lain for an hour, once. The caller commits."""
    query = (
        select(Draft)
        .where(Draft.touched_at <= now - REMINDED_AFTER, col(Draft.reminded_at).is_(None))
        .limit(limit)
    )
    rows = list(session.exec(query))
    for row in rows:
        row.reminded_at = now
        session.add(row)
        notices.remind_draft(session, row.owner, row.id or 0, now=now)
    return len(rows)


def expire(session: Session, now: datetime, limit: int = 50) -> int:
    """Drop drafts untouched for 24 hours; returns how many. The caller commits."""
    query = select(Draft).where(Draft.touched_at <= now - GONE_AFTER).limit(limit)
    rows = list(session.exec(query))
    for row in rows:
        forget(session, row)
    return len(rows)


def _rows(session: Session, owner: str) -> list[Draft]:
    query = select(Draft).where(Draft.owner == owner).with_for_update()
    return list(session.exec(query.order_by(col(Draft.touched_at).desc())))


def _unsealed(session: Session, house: House, row: Draft, now: datetime) -> Opened | None:
    """None for a draft that ran out, which is forgotten on the way."""
    if over(row, now):
        forget(session, row)
        session.flush()
        return None
    return _opened(house, row)


def _opened(house: House, row: Draft) -> Opened | None:
    """None when the office no longer has the form: the draft waits for it until it runs out."""
    form = house.forms.get(row.form)
    if form is None:
        return None
    content: dict[str, Any] = house.vault.open(row.sealed, _about(row.owner, row.form))
    return Opened(row, form, FormDraft.from_json(content["draft"], form), content["spots"])


def _after_the_others(session: Session, owner: str, number: int, now: datetime) -> datetime:
    """`now`, or just after what the owner touched in the same moment: the last one is at hand."""
    query = select(Draft.touched_at).where(Draft.owner == owner, Draft.id != number)
    latest = max(session.exec(query), default=None)
    return now if latest is None or latest < now else latest + timedelta(microseconds=1)


def _about(owner: str, form: str) -> str:
    return f"draft|{owner}|{form}"


def _sealed(house: House, owner: str, form: str, draft: FormDraft, spots: dict[str, int]) -> bytes:
    content = {"draft": draft.to_json(), "spots": spots}
    return house.vault.seal(content, _about(owner, form))
