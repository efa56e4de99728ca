"""Files that can not be kept: noted, told, and what they answered asked again."""

from datetime import datetime

from sqlmodel import Session, col, select

from desk import drafts, fetching, notices
from desk.drafts import Opened
from desk.house import House
from forms import engine
from forms.form import Field, Kind
from storage.tables import Evidence

GOOD = ("waiting", "kept")


def refused(
    session: Session, house: House, evidence_id: int, reason: str, *, now: datetime
) -> None:
    """Note a file that may not be kept; see `fetching.refused`. The caller commits.

    Where a form can not do without a file and this was the last good one, its question is open
    again, and asked at once if nothing else is.
    """
    opened = _draft_of(session, house, evidence_id, now)  # before the file: as sending locks them
    fetching.refused(session, evidence_id, reason, now=now)
    _open_again(session, house, opened, evidence_id, now)


def failed(session: Session, house: House, evidence_id: int, why: str, *, now: datetime) -> None:
    """Note a failed attempt; the last one makes the file lost, and then as `refused`."""
    opened = _draft_of(session, house, evidence_id, now)
    fetching.failed(session, evidence_id, why, now=now)
    _open_again(session, house, opened, evidence_id, now)


def _draft_of(session: Session, house: House, evidence_id: int, now: datetime) -> Opened | None:
    number = session.exec(select(Evidence.draft_id).where(Evidence.id == evidence_id)).first()
    return drafts.numbered(session, house, number, now) if number else None


def _open_again(
    session: Session, house: House, opened: Opened | None, evidence_id: int, now: datetime
) -> None:
    if opened is None:
        return
    session.flush()
    for field, ids in _answered_by(opened, evidence_id):
        if not _any_good(session, ids):
            draft = engine.retracted(opened.form, opened.draft, field, house.context)
            drafts.keep(session, house, opened, draft, opened.spots, now)
            file = session.get(Evidence, evidence_id)
            if file is not None and draft.at == field.key:
                notices.ask_again(session, file.owner, file.bot, now=now)


def _answered_by(opened: Opened, evidence_id: int) -> list[tuple[Field, list[int]]]:
    """The required field that this file answers in a draft, with all files of that answer."""
    found = []
    for field in opened.form.fields:
        answer = opened.draft.answers.get(field.key)
        if field.kind is Kind.EVIDENCE and field.required and isinstance(answer, tuple):
            found.append((field, [int(one) for one in answer]))
    return [(field, ids) for field, ids in found if evidence_id in ids]


def _any_good(session: Session, ids: list[int]) -> bool:
    """Whether any of these files is kept, or may yet be."""
    query = select(Evidence.id).where(col(Evidence.id).in_(ids), col(Evidence.state).in_(GOOD))
    return session.exec(query).first() is not None
