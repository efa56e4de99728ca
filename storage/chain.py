"""The log's chain: every entry is bound to the one before it of the same report by an HMAC."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, event, insert, select, update
from sqlmodel import Session

from storage.locks import one_at_a_time
from storage.statements import Statement, columns
from storage.tables import LogEntry, LogHead, Report

INFO = "chain"
CHUNK = 100  # entries older than the chain that one unit binds: well under 20 ms

_log, _report, _head = columns(LogEntry), columns(Report), columns(LogHead)
_TOLD = (
    *(_log.report_id, _log.at, _log.actor, _log.event),
    *(_log.before, _log.after, _log.version, _log.details),
)


class NoKey(Exception):
    """Whoever opens a database to write the log gives it its vault: `Database.chained`."""


class Unchained(Exception):
    """The log is written with `storage.chain.append` alone, which binds each entry."""


@dataclass(frozen=True)
class Chain:
    """Binds entries and signs heads; knows the log's subkey and holds no connection."""

    key: bytes

    def begin(self, report_id: int | None) -> bytes:
        """What the first entry of a report is bound to."""
        return self.sign(f"begin:{report_id or ''}".encode())

    def bind(self, before: bytes, seq: int, told: tuple[Any, ...]) -> bytes:
        """The mac of an entry: of the mac `before`, its place, and everything it tells.

        `told` are the columns from `report_id` to `details`.
        """
        return self.sign(before + canonical(seq, *told))

    def sign(self, data: bytes) -> bytes:
        """The HMAC of `data`, 32 bytes."""
        return hmac.digest(self.key, data, "sha256")


def canonical(
    seq: int,
    report_id: int | None,
    at: datetime,
    actor: str,
    event: str,
    before: str | None,
    after: str | None,
    version: int | None,
    details: Mapping[str, Any],
) -> bytes:
    """An entry as bytes that are the same on every engine and after every copy."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [seq, report_id, moment, actor, event, before, after, version, details]
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _tail(of_none: bool, chained: bool) -> Statement:
    """The newest entry of a report, or of no report; with `chained` the newest that is bound."""
    report_id = bindparam("report_id", type_=_log.report_id.type)
    where = [_log.report_id.is_(None) if of_none else _log.report_id == report_id]
    where += [_log.mac.is_not(None)] if chained else []
    newest = select(_log.seq, _log.mac).where(*where).order_by(_log.id.desc()).limit(1)
    return Statement(lambda _: newest)


_NEW = (*(one.name for one in _TOLD), "seq", "mac")
_APPEND = Statement(
    lambda _: (
        insert(LogEntry)
        .values({name: bindparam(name, type_=_log[name].type) for name in _NEW})
        .returning(_log.id)
    )
)
_OLD = Statement(
    lambda _: (
        select(_log.id, *_TOLD)
        .where(_log.mac.is_(None))
        .order_by(_log.id)
        .limit(bindparam("most"))
    )
)
_BIND = Statement(
    lambda _: (
        update(LogEntry)
        .where(_log.id == bindparam("entry"), _log.mac.is_(None))
        .values(
            seq=bindparam("place", type_=_log.seq.type),
            mac=bindparam("bound", type_=_log.mac.type),
        )
    )
)
_HOLD = Statement(
    lambda _: select(_report.id).where(_report.id == bindparam("report_id")).with_for_update()
)
_SIGNED = Statement(lambda _: select(_head.number).limit(1))


def append(
    session: Session,
    *,
    at: datetime,
    actor: str,
    event: str,
    report_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
    version: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Append to the log, bound to the entry before it, and return the entry's id.

    Holds the report's row to the end of the caller's unit, so that a chain has one end; what is
    not yet written of the session is flushed first. The caller commits. Raises NoKey.
    """
    chain = of(session)
    plain = json.loads(json.dumps(details or {}))  # as it will come back
    told = (report_id, at, actor, event, before, after, version, plain)
    _hold(session, report_id)
    seq, mac = _end(session, chain, report_id)
    values = dict(zip(_NEW, (*told, seq + 1, chain.bind(mac, seq + 1, told)), strict=True))
    row = _APPEND.first(session, **values)
    if row is None:
        raise AssertionError("an inserted row has its id")
    return int(row[0])


def of(session: Session) -> Chain:
    """The chain of the database this session belongs to. Raises NoKey."""
    chain = session.info.get(INFO)
    if not isinstance(chain, Chain):
        raise NoKey(NoKey.__doc__)
    return chain


def bind_old(session: Session) -> int:
    """Bind the next entries that are older than the chain; how many. The caller commits.

    Only before the first head: afterwards an entry without a mac was put there by somebody else.
    """
    if _SIGNED.first(session) is not None:
        return 0
    old = _OLD.all(session, most=CHUNK)
    _bind(session, of(session), old)
    return len(old)


def _bind(session: Session, chain: Chain, old: list[tuple[Any, ...]]) -> None:
    for entry, *told in old:
        report_id = told[0]
        _hold(session, report_id)
        seq, mac = _newest(session, report_id, chained=True) or (0, chain.begin(report_id))
        bound = chain.bind(mac, seq + 1, tuple(told))
        _BIND.run(session, entry=entry, place=seq + 1, bound=bound)


def _end(session: Session, chain: Chain, report_id: int | None) -> tuple[int, bytes]:
    """The place and mac of the last entry; those older than the chain are bound on the way."""
    newest = _newest(session, report_id, chained=False)
    if newest is None:
        return 0, chain.begin(report_id)
    if newest[1] is None:
        if _SIGNED.first(session) is None:
            same = [_log.report_id.is_(None) if report_id is None else _log.report_id == report_id]
            own = select(_log.id, *_TOLD).where(*same, _log.mac.is_(None)).order_by(_log.id)
            _bind(session, chain, [tuple(row) for row in session.execute(own)])
        newest = _newest(session, report_id, chained=True) or (0, chain.begin(report_id))
    return newest


def _newest(session: Session, report_id: int | None, *, chained: bool) -> tuple[int, bytes] | None:
    row = _tail(report_id is None, chained).first(session, report_id=report_id)
    return (row[0], row[1]) if row else None


def _hold(session: Session, report_id: int | None) -> None:
    """On PostgreSQL, wait for whoever writes to the same chain; SQLite has one writer."""
    if session.get_bind().dialect.name != "postgresql":
        return
    if report_id is None:
        one_at_a_time(session, of(session).begin(None).hex())
    else:
        _HOLD.first(session, report_id=report_id)


@event.listens_for(LogEntry, "before_insert")
def _refuse(*_: object) -> None:
    raise Unchained(Unchained.__doc__)
