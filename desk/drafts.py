"""Rows of drafts: opened, sealed, found again, forgotten."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func
from sqlalchemy import delete as core_delete
from sqlalchemy import insert as core_insert
from sqlalchemy import select as core_select
from sqlalchemy import update as core_update
from sqlmodel import Session, col, select

from desk import evidence, notices
from desk.house import House
from desk.rights import Person
from forms.draft import Draft as FormDraft
from forms.form import Form
from storage.statements import Statement, columns
from storage.tables import Draft

REMINDED_AFTER = timedelta(hours=1)
GONE_AFTER = timedelta(hours=24)
MENDS = "#"
"""Stands between a form's key and the report that a draft of it mends."""

_c = columns(Draft)
_ROW = (_c.id, _c.owner, _c.form, _c.revision, _c.sealed, _c.touched_at)
_WRITTEN = ("revision", "sealed", "touched_at")
_owner, _number = _c.owner == bindparam("owner"), _c.id == bindparam("number")


def _draft(*where: ColumnElement[bool], lock: bool = True) -> Statement:
    """Drafts that fit, the one worked on last first; nobody else changes them meanwhile."""
    query = core_select(*_ROW).where(*where).order_by(_c.touched_at.desc())
    return Statement(lambda _: query.with_for_update() if lock else query)


_OF_OWNER, _PEEK = _draft(_owner), _draft(_owner, lock=False)
_OF_FORM, _BY_NUMBER = _draft(_owner, _c.form == bindparam("form")), _draft(_number)
_OTHERS = Statement(
    lambda _: core_select(func.max(_c.touched_at)).where(_owner, _c.id != bindparam("number"))
)
_INSERT = Statement(
    lambda _: (
        core_insert(Draft)
        .values({name: bindparam(name) for name in ("owner", "form", "started_at", *_WRITTEN)})
        .returning(_c.id)
    )
)
_UPDATE = Statement(
    lambda _: core_update(Draft).where(_number).values({one: bindparam(one) for one in _WRITTEN})
)
_DELETE = Statement(lambda _: core_delete(Draft).where(_number))


class Row(NamedTuple):
    """A row of the table as it was read; its id is 0 while it was never written."""

    id: int
    owner: str
    form: str
    revision: int
    sealed: bytes
    touched_at: datetime


@dataclass(frozen=True)
class Opened:
    """A draft as it stands: its row, what is in it, which message gave which answer."""

    row: Row
    form: Form
    draft: FormDraft
    spots: dict[str, int] = field(default_factory=dict)
    only: bool = False
    """Whether its owner is known to have no other draft."""

    @property
    def number(self) -> int:
        """The row's id."""
        return self.row.id

    @property
    def mends(self) -> int | None:
        """The report that was sent already and is being mended; None for a new one."""
        _, _, report = self.row.form.partition(MENDS)
        return int(report) if report else None


def at_hand(session: Session, house: House, owner: str, now: datetime) -> Opened | None:
    """The draft its owner worked on last; None without any. The caller commits."""
    rows = _OF_OWNER.all(session, owner=owner)
    for row in rows:
        opened = _unsealed(session, house, Row._make(row), now)
        if opened is not None:
            return replace(opened, only=True) if len(rows) == 1 else opened
    return None


def peek(session: Session, house: House, owner: str, now: datetime) -> Opened | None:
    """`at_hand` for who may only read."""
    rows = (Row._make(row) for row in _PEEK.all(session, owner=owner))
    several = (_opened(house, row) for row in rows if not over(row, now))
    return next((one for one in several if one is not None), None)


def of_form(
    session: Session, house: House, owner: str, form: Form, now: datetime
) -> Opened | None:
    """The draft of this form. The caller commits: one that ran out is forgotten on the way."""
    row = _OF_FORM.first(session, owner=owner, form=form.key)
    return _unsealed(session, house, Row._make(row), now) if row else None


def of_mending(
    session: Session, house: House, owner: str, form: Form, report_id: int, now: datetime
) -> Opened | None:
    """The draft that mends this report. The caller commits, as of `of_form`."""
    row = _OF_FORM.first(session, owner=owner, form=f"{form.key}{MENDS}{report_id}")
    return _unsealed(session, house, Row._make(row), now) if row else None


def every(session: Session, house: House, owner: str, now: datetime) -> list[Opened]:
    """All drafts of one owner, the one worked on last first."""
    rows = [Row._make(row) for row in _OF_OWNER.all(session, owner=owner)]
    several = (_unsealed(session, house, row, now) for row in rows)
    return [one for one in several if one is not None]


def by_number(
    session: Session, house: House, by: Person, number: int, now: datetime
) -> Opened | None:
    """The draft of this id if it is of `by`."""
    found = _BY_NUMBER.first(session, number=number)
    row = Row._make(found) if found else None
    if row is None or row.owner != by.owner:
        return None
    return _unsealed(session, house, row, now)


def start(
    by: Person,
    form: Form,
    draft: FormDraft,
    now: datetime,
    *,
    only: bool = False,
    mends: int | None = None,
) -> Opened:
    """A new draft, not written yet: `keep` does that, so that the first step writes it once."""
    key = form.key if mends is None else f"{form.key}{MENDS}{mends}"
    return Opened(Row(0, by.owner, key, 0, b"", now), form, draft, only=only)


def keep(
    session: Session,
    house: House,
    opened: Opened,
    draft: FormDraft,
    spots: dict[str, int],
    now: datetime,
) -> Opened:
    """Write a draft; it is the one at hand now. The caller commits.

    Its revision rises with the question on the screen: a photo more leaves the buttons good.
    """
    row = opened.row
    before = (opened.draft.at, opened.draft.pending, opened.draft.returning)
    passed = before != (draft.at, draft.pending, draft.returning)
    values: dict[str, Any] = {
        "revision": row.revision + passed,
        "sealed": _sealed(house, row.owner, row.form, draft, spots),
        "touched_at": now if opened.only else _after_the_others(session, row, now),
    }
    if row.id:
        _UPDATE.run(session, number=row.id, **values)
        return replace(opened, row=row._replace(**values), draft=draft, spots=spots)
    new = _INSERT.first(session, owner=row.owner, form=row.form, started_at=now, **values)
    if new is None:
        raise RuntimeError("a new draft has no id")
    return replace(opened, row=row._replace(id=new[0], **values), draft=draft, spots=spots)


def forget(session: Session, number: int) -> None:
    """Delete a draft; its files are let go. The caller commits."""
    evidence.let_go(session, number)
    delete(session, number)


def delete(session: Session, number: int) -> None:
    """Delete a draft whose files went elsewhere. The caller commits."""
    _DELETE.run(session, number=number)


def over(row: Row | Draft, now: datetime) -> bool:
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
        forget(session, row.id or 0)
    return len(rows)


def _unsealed(session: Session, house: House, row: Row, now: datetime) -> Opened | None:
    """None for a draft that ran out, which is forgotten on the way."""
    if over(row, now):
        forget(session, row.id)
        return None
    return _opened(house, row)


def _opened(house: House, row: Row) -> Opened | None:
    """None when the office no longer has the form: the draft waits for it until it runs out."""
    form = house.forms.get(row.form.partition(MENDS)[0])
    if form is None:
        return None
    content: dict[str, Any] = house.vault.open(row.sealed, _about(row.owner, row.form))
    return Opened(row, form, FormDraft.from_json(content["draft"], form), content["spots"])


def _after_the_others(session: Session, row: Row, now: datetime) -> datetime:
    """`now`, or just after what the owner touched in the same moment: the last one is at hand."""
    found = _OTHERS.first(session, owner=row.owner, number=row.id)
    latest = found[0] if found else None
    return now if latest is None or latest < now else latest + timedelta(microseconds=1)


def _about(owner: str, form: str) -> str:
    return f"draft|{owner}|{form}"


def _sealed(house: House, owner: str, form: str, draft: FormDraft, spots: dict[str, int]) -> bytes:
    content = {"draft": draft.to_json(), "spots": spots}
    return house.vault.seal(content, _about(owner, form))
