"""Rows of drafts: opened, sealed, found again, forgotten."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from sqlmodel import Session, col, select

from desk import draftrows, evidence, notices
from desk.draftrows import Row
from desk.house import House
from desk.longtext import LongText
from desk.rights import Person
from forms.draft import Draft as FormDraft
from forms.form import Form
from storage.tables import Draft

REMINDED_AFTER = timedelta(hours=1)
GONE_AFTER = timedelta(hours=24)
MENDS = "#"
"""Stands between a form's key and the report that a draft of it mends."""
TELLING = ("what", "where", "when")


class Opened(Struct, frozen=True):
    """A draft as it stands: its row, what is in it, which message gave which answer."""

    row: Row
    form: Form
    draft: FormDraft
    spots: dict[str, int] = field(default_factory=dict)
    long: LongText | None = None
    """The text that came last, as long as more of it may follow."""
    only: bool = False
    """Whether its owner is known to have no other draft."""
    pointed: frozenset[int] = frozenset()
    """The reports it is said to tell of the same event as."""

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
    return look(session, house, owner, now)[0]


def look(session: Session, house: House, owner: str, now: datetime) -> tuple[Opened | None, bool]:
    """`at_hand`, and whether its owner has any draft at all. The caller commits."""
    rows = draftrows.OF_OWNER.all(session, owner=owner)
    for row in rows:
        opened = _unsealed(session, house, Row(*row), now, only=len(rows) == 1)
        if opened is not None:
            return opened, True
    return None, bool(rows)


def peek(session: Session, house: House, owner: str, now: datetime) -> Opened | None:
    """`at_hand` for who may only read."""
    rows = (Row(*row) for row in draftrows.PEEK.all(session, owner=owner))
    several = (_opened(house, row) for row in rows if not over(row, now))
    return next((one for one in several if one is not None), None)


def of_form(
    session: Session, house: House, owner: str, form: Form, now: datetime
) -> Opened | None:
    """The draft of this form. The caller commits: one that ran out is forgotten on the way."""
    row = draftrows.OF_FORM.first(session, owner=owner, form=form.key)
    return _unsealed(session, house, Row(*row), now) if row else None


def of_mending(
    session: Session, house: House, owner: str, form: Form, report_id: int, now: datetime
) -> Opened | None:
    """The draft that mends this report. The caller commits, as of `of_form`."""
    row = draftrows.OF_FORM.first(session, owner=owner, form=f"{form.key}{MENDS}{report_id}")
    return _unsealed(session, house, Row(*row), now) if row else None


def every(session: Session, house: House, owner: str, now: datetime) -> list[Opened]:
    """All drafts of one owner, the one worked on last first."""
    rows = [Row(*row) for row in draftrows.OF_OWNER.all(session, owner=owner)]
    several = (_unsealed(session, house, row, now) for row in rows)
    return [one for one in several if one is not None]


def by_number(
    session: Session, house: House, by: Person, number: int, now: datetime
) -> Opened | None:
    """The draft of this id if it is of `by`."""
    opened = numbered(session, house, number, now)
    return opened if opened is not None and opened.row.owner == by.owner else None


def numbered(session: Session, house: House, number: int, now: datetime) -> Opened | None:
    """The draft of this id, whosever it is: for what happens without its owner."""
    found = draftrows.BY_NUMBER.first(session, number=number)
    return _unsealed(session, house, Row(*found), now) if found else None


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
    opened, row = _pointed_still(opened, draft), opened.row
    before = (opened.draft.at, opened.draft.pending, opened.draft.returning)
    passed = before != (draft.at, draft.pending, draft.returning)
    values: dict[str, Any] = {
        "revision": row.revision + passed,
        "sealed": _sealed(house, opened, draft, spots),
        "touched_at": now if opened.only else _after_the_others(session, row, now),
    }
    if row.id:
        draftrows.UPDATE.run(session, number=row.id, **values)
        number = row.id
    else:
        new = draftrows.INSERT.first(
            session, owner=row.owner, form=row.form, started_at=now, **values
        )
        if new is None:
            raise RuntimeError("a new draft has no id")
        number = new[0]
    row = Row(number, row.owner, row.form, **values)
    return replace(opened, row=row, draft=draft, spots=spots)


def _pointed_still(opened: Opened, draft: FormDraft) -> Opened:
    """What was pointed to holds for the words, place and time it was said of."""
    was, now = opened.draft.answers, draft.answers
    if not opened.pointed or all(was.get(key) == now.get(key) for key in TELLING):
        return opened
    return replace(opened, pointed=frozenset())


def forget(session: Session, number: int) -> None:
    """Delete a draft; its files are let go. The caller commits."""
    evidence.let_go(session, number)
    delete(session, number)


def delete(session: Session, number: int) -> None:
    """Delete a draft whose files went elsewhere. The caller commits."""
    draftrows.DELETE.run(session, number=number)


def over(row: Row | Draft, now: datetime) -> bool:
    """Whether a draft has run out."""
    return row.touched_at <= now - GONE_AFTER


def remind(session: Session, now: datetime, limit: int = 10) -> int:
    """Remind some of those whose draft has lain for an hour, once; how many. Caller commits."""
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


def expire(session: Session, now: datetime, limit: int = 20) -> int:
    """Drop some of the drafts untouched for 24 hours; how many. The caller commits."""
    query = select(Draft).where(Draft.touched_at <= now - GONE_AFTER).limit(limit)
    rows = list(session.exec(query))
    for row in rows:
        forget(session, row.id or 0)
    return len(rows)


def _unsealed(
    session: Session, house: House, row: Row, now: datetime, *, only: bool = False
) -> Opened | None:
    """None for a draft that ran out, which is forgotten on the way."""
    if over(row, now):
        forget(session, row.id)
        return None
    return _opened(house, row, only=only)


def _opened(house: House, row: Row, *, only: bool = False) -> Opened | None:
    """None when the office no longer has the form: the draft waits for it until it runs out."""
    form = house.forms.get(row.form.partition(MENDS)[0])
    if form is None:
        return None
    content: dict[str, Any] = house.vault.open(row.sealed, _about(row.owner, row.form))
    draft, long = FormDraft.from_json(content["draft"], form), content.get("long")
    part = LongText.from_json(long) if long else None
    pointed = frozenset(content.get("pointed", ()))
    return Opened(row, form, draft, content["spots"], part, only, pointed)


def _after_the_others(session: Session, row: Row, now: datetime) -> datetime:
    """`now`, or just after what the owner touched in the same moment: the last one is at hand."""
    found = draftrows.OTHERS.first(session, owner=row.owner, number=row.id)
    latest = found[0] if found else None
    return now if latest is None or latest < now else latest + timedelta(microseconds=1)


def _about(owner: str, form: str) -> str:
    return f"draft|{owner}|{form}"


def _sealed(house: House, opened: Opened, draft: FormDraft, spots: dict[str, int]) -> bytes:
    row, content = opened.row, {"draft": draft.to_json(), "spots": spots}
    if opened.long is not None:
        content["long"] = opened.long.to_json()
    if opened.pointed:
        content["pointed"] = sorted(opened.pointed)
    return house.vault.seal(content, _about(row.owner, row.form))
