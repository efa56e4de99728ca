"""How much was erased on which day: the record that stays when what it counts is gone."""

from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.once import insert_once
from storage.tables import Purge


def count(session: Session, day: date, kind: str, number: int) -> None:
    """So many more of a kind were erased on a local day. The caller commits."""
    if number == 0:
        return
    insert_once(session, Purge, day=day, kind=kind, count=0)
    this = (col(Purge.day) == day, col(Purge.kind) == kind)
    session.execute(update(Purge).where(*this).values(count=Purge.count + number))


def history(session: Session, most: int = 60) -> list[Purge]:
    """The latest days first."""
    query = select(Purge).order_by(col(Purge.day).desc(), col(Purge.kind))
    return list(session.exec(query.limit(most)))
