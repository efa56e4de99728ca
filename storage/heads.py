"""The log signed day by day: each head binds everything since the head before it."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from storage.chain import Chain
from storage.once import insert_once
from storage.tables import LogEntry, LogHead

FETCHED = 2000  # rows held in memory while the log is read


@dataclass
class Gathered:
    """The entries between two heads: how many, and a digest of their ids and macs in order."""

    entries: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def take(self, entry_id: int, mac: bytes | None) -> None:
        """The next entry."""
        self.entries += 1
        self._digest.update(struct.pack(">q", entry_id) + (mac or b""))

    @property
    def digest(self) -> bytes:
        """Of everything taken so far."""
        return self._digest.digest()


def latest(session: Session) -> LogHead | None:
    """The newest head."""
    return session.execute(
        select(LogHead).order_by(col(LogHead.number).desc()).limit(1)
    ).scalar_one_or_none()


def end_of_log(session: Session) -> int:
    """The id up to which nothing can be appended any more; 0 for an empty log.

    On PostgreSQL it waits for every unit that is writing to the log: an id is given out before it
    is committed, and a smaller one could still turn up.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE log IN SHARE MODE"))
    return session.execute(select(func.max(LogEntry.id))).scalar_one() or 0


def gather(session: Session, after: int, through: int) -> Gathered:
    """What lies behind the entry `after` up to the entry `through`."""
    found = Gathered()
    between = (col(LogEntry.id) > after, col(LogEntry.id) <= through)
    rows = select(col(LogEntry.id), col(LogEntry.mac)).where(*between).order_by(col(LogEntry.id))
    for row in session.execute(rows, execution_options={"yield_per": FETCHED}):
        found.take(*row)
    return found


def signed(chain: Chain, before: bytes, head: LogHead, gathered: Gathered) -> bytes:
    """The mac of `head` over what was gathered, after the head with the mac `before`."""
    told = [head.number, head.day.isoformat(), head.entries, head.total, head.last_id]
    return chain.sign(b"head:" + before + gathered.digest + json.dumps(told).encode())


def enter(
    session: Session,
    chain: Chain,
    before: LogHead | None,
    gathered: Gathered,
    last_id: int,
    *,
    day: date,
    now: datetime,
) -> LogHead | None:
    """Sign `day` after the head `before`; None when another was first. The caller commits."""
    head = LogHead(
        number=before.number + 1 if before else 1,
        day=day,
        at=now,
        entries=gathered.entries,
        total=(before.total if before else 0) + gathered.entries,
        last_id=last_id,
        mac=b"",
    )
    head.mac = signed(chain, before.mac if before else b"", head, gathered)
    return head if insert_once(session, LogHead, **head.model_dump()) else None


def code(mac: bytes) -> str:
    """A mac as two people compare it: `A1B2-C3D4-E5F6-0718`."""
    digits = mac[:8].hex().upper()
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))
