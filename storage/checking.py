"""Reads the whole log and finds what was changed, taken out or cut off."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, select

from storage.chain import Chain
from storage.heads import FETCHED, Gathered, signed
from storage.statements import columns
from storage.tables import LogEntry, LogHead, Report

_log, _report, _head = columns(LogEntry), columns(Report), columns(LogHead)


class Kind(StrEnum):
    """What is wrong with the log."""

    EDITED = "edited"
    """An entry is not what was written."""
    MISSING = "missing"
    """An entry before this place is gone."""
    ADDED = "added"
    """An entry that the program did not write."""
    CUT = "cut"
    """The report stands further than its last entry: the end of its chain is gone."""
    HEAD = "head"
    """What a head signed is not what is there."""
    NO_HEAD = "no_head"
    """A head is gone."""


@dataclass(frozen=True)
class Trouble:
    """One thing found: about a report's entry, or a day's head."""

    kind: Kind
    report_id: int | None = None
    place: int = 0
    number: int = 0
    day: date | None = None
    told: int = 0
    found: int = 0


@dataclass
class Checked:
    """How many entries were read, the newest head, and everything that is wrong."""

    entries: int = 0
    head: LogHead | None = None
    troubles: list[Trouble] = field(default_factory=list)


def check(connection: Connection, chain: Chain) -> Checked:
    """Read every entry twice, in the order of the reports and in that of the heads.

    The connection sees one moment (`Database.snapshot`). A few thousand rows are held at a time.
    """
    done = Checked()
    of_reports = _entries().where(_log.report_id.is_not(None)).order_by(_log.report_id, _log.id)
    of_none = _entries().where(_log.report_id.is_(None)).order_by(_log.id)
    reports = _stream(
        connection, select(_report.id, _report.version, _report.status).order_by(_report.id)
    )
    done.troubles += _told_of_all(chain, _stream(connection, of_reports), reports, done)
    done.troubles += _chained(chain, None, _stream(connection, of_none), done, {})
    done.troubles += _signed(connection, chain, done)
    return done


def _entries() -> Select[Any]:
    return select(
        *(_log.report_id, _log.id, _log.seq, _log.mac),
        *(_log.at, _log.actor, _log.event, _log.before, _log.after, _log.version, _log.details),
    )


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    return iter(connection.execute(query, execution_options={"yield_per": FETCHED}))


def _told_of_all(
    chain: Chain, entries: Iterator[Any], reports: Iterator[Any], done: Checked
) -> Iterator[Trouble]:
    """Each report beside its entries; both come in the order of the reports' ids."""
    report = next(reports, None)
    for report_id, own in groupby(entries, key=itemgetter(0)):
        while report is not None and report[0] < report_id:
            yield Trouble(Kind.CUT, report[0])
            report = next(reports, None)
        last: dict[str, Any] = {}
        yield from _chained(chain, report_id, own, done, last)
        if report is not None and report[0] == report_id:
            if (last["version"], last["after"]) != (report[1], report[2]):
                yield Trouble(Kind.CUT, report_id, last["place"])
            report = next(reports, None)
    while report is not None:
        yield Trouble(Kind.CUT, report[0])
        report = next(reports, None)


def _chained(
    chain: Chain,
    report_id: int | None,
    entries: Iterable[Any],
    done: Checked,
    last: dict[str, Any],
) -> Iterator[Trouble]:
    """The entries of one chain, each against the one before it as it stands there now.

    `last` gets the place, version and state that the end of the chain tells.
    """
    mac, place = chain.begin(report_id), 0
    last |= {"place": 0, "version": None, "after": None}
    for entry in entries:
        done.entries += 1
        _, _, seq, found, *told = entry
        if found is None or seq is None:
            yield Trouble(Kind.ADDED, report_id, place)
            continue
        if seq != place + 1:
            yield Trouble(Kind.MISSING, report_id, place + 1)
        elif chain.bind(mac, seq, (report_id, *told)) != found:
            yield Trouble(Kind.EDITED, report_id, seq)
        mac, place = found, seq
        last |= {"place": place, "version": told[5], "after": told[4] or last["after"]}


def _signed(connection: Connection, chain: Chain, done: Checked) -> Iterator[Trouble]:
    """The heads in their order, each against the entries it signed as they stand there now."""
    query = select(_log.id, _log.mac).order_by(_log.id)
    with closing(connection.execute(query, execution_options={"yield_per": FETCHED})) as entries:
        yield from _each_head(connection, chain, done, iter(entries))


def _each_head(
    connection: Connection, chain: Chain, done: Checked, entries: Iterator[Any]
) -> Iterator[Trouble]:
    entry = next(entries, None)
    before, number = b"", 0
    heads = connection.execute(select(*_head).order_by(_head.number)).mappings().all()
    for row in heads:
        head = LogHead(**row)
        gathered = Gathered()
        while entry is not None and entry[0] <= head.last_id:
            gathered.take(*entry)
            entry = next(entries, None)
        whole = head.number == number + 1
        if not whole:
            yield Trouble(Kind.NO_HEAD, number=number + 1)
        if whole and signed(chain, before, head, gathered) != head.mac:
            yield Trouble(
                Kind.HEAD,
                number=head.number,
                day=head.day,
                told=head.entries,
                found=gathered.entries,
            )
        before, number, done.head = head.mac, head.number, head
