"""What drawing a parcel needs."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from desk.house import House
from desk.whereabouts import Desk
from storage.outbox import Parcel
from storage.tables import Account, Source
from words import Library, Words


@dataclass(frozen=True)
class Easel:
    """What drawing needs: a session to read, the office, the words, the desk, the moment."""

    session: Session
    house: House
    library: Library
    desk: Desk
    now: datetime

    def words_for(self, recipient: str) -> Words:
        """The words of whoever reads it; the office's for the group."""
        kind, _, key = recipient.partition(":")
        row: Source | Account | None = None
        if kind == "source":
            row = self.session.get(Source, key)
        elif kind == "account":
            row = self.session.get(Account, int(key))
        return self.library.in_(row.language if row else self.house.office.language)


def subject_of(parcel: Parcel) -> int:
    """The number in what a parcel is about; 0 for none."""
    return int((parcel.subject or "x:0").partition(":")[2])
