"""What the doctor says of the log: whole and how it was last signed, or where it is not."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.doctor.finding import Finding, good, note, wrong
from desk.codes import shown
from storage import heads
from storage.chain import Chain
from storage.checking import Checked, Trouble, check
from storage.database import Database
from storage.statements import columns
from storage.tables import Report

MOST = 12  # lines; the rest is counted

_report = columns(Report)


def log_findings(database: Database, chain: Chain) -> Iterator[Finding]:
    """Read the whole log, and name each entry and day that is not as it was written."""
    with database.snapshot() as connection:
        done = check(connection, chain)
        told = done.troubles[:MOST]
        ids = {one.report_id for one in told if one.report_id is not None}
        rows = connection.execute(select(_report.id, _report.code).where(_report.id.in_(ids)))
        codes = {number: shown(code) for number, code in rows}
    if not done.troubles:
        yield _whole(done)
        return
    for one in told:
        yield _trouble(one, codes)
    if len(done.troubles) > MOST:
        yield wrong("log", "doctor.log_more", count=len(done.troubles) - MOST)


def _whole(done: Checked) -> Finding:
    head = done.head
    if head is None:
        return note("log", "doctor.log_unsigned", entries=done.entries)
    code = heads.code(head.mac)
    entries, number = done.entries, head.number
    return good("log", "doctor.log_good", entries=entries, number=number, day=head.day, seal=code)


def _trouble(one: Trouble, codes: dict[int, str]) -> Finding:
    kind = str(one.kind)
    if one.report_id is not None or one.number == 0:
        code = codes.get(one.report_id or 0, f"#{one.report_id}" if one.report_id else "")
        return wrong("log", "doctor.log_entry", kind=kind, code=code, place=one.place)
    return wrong(
        "log",
        "doctor.log_signed",
        number=one.number,
        day=one.day,
        told=one.told,
        found=one.found,
    )
