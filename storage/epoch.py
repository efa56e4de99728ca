"""A number that rises when another program takes over: who holds an older one does nothing more.

A lock of the database's server is freed as soon as the server loses sight of its holder, who
may live on and hear of it later. The number is looked at in the same transaction as whatever the
holder does, so there is no moment between.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage.once import insert_once
from storage.tables import Setting


class Overtaken(Exception):
    """Another program has taken over this one's work: start it again, and it stands by."""


@dataclass(frozen=True)
class Epoch:
    """One holder's number for one part of the work."""

    part: str
    number: int

    def holds(self, session: Session) -> None:
        """Raises Overtaken; else nobody takes over before this unit has ended.

        Without a query on SQLite, where a file lock of the machine itself keeps others out.
        """
        if session.get_bind().dialect.name == "sqlite":
            return
        query = select(Setting.value).where(col(Setting.key) == _key(self.part))
        present = session.exec(query.with_for_update(read=True)).one()
        if int(present) != self.number:
            raise Overtaken(Overtaken.__doc__)


def take_over(session: Session, part: str) -> Epoch:
    """Begin the next epoch of a part; waits for units of the last holder. The caller commits."""
    insert_once(session, Setting, key=_key(part), value="0")
    query = select(Setting).where(col(Setting.key) == _key(part)).with_for_update()
    row = session.exec(query).one()
    row.value = str(int(row.value) + 1)
    session.add(row)
    return Epoch(part, int(row.value))


def _key(part: str) -> str:
    return f"epoch_{part}"
