"""A clean public summary beside a reporter's own words: what leaders read."""

import re
from datetime import datetime

from sqlmodel import Session

from desk import hanging, postings
from desk.correcting import WITHIN, Corrected, Unfit, Why
from desk.decisions import find_for_decision
from desk.house import House
from desk.lifecycle import record
from desk.rights import Person
from forms.kinds.text import clean, units
from storage.tables import Report

LENGTH = (10, 500)  # UTF-16 units: what a digest and an alert can show
SHORTEST_NUMBER = 9  # digits of the shortest telephone number, such as 0768-21234

_DATE = re.compile(r"(?<!\d)(?<!\d[-/.])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d|[-/.]\d)")
_CLOCK = re.compile(r"(?<!\d)(?<!\d[-.:])\d{1,2}[.:]\d{2}(?!\d|[.:]\d)")
_AMOUNT = re.compile(r"\brp\.?\s*\d[\d.,]*|\d[\d.,]*\s*(?:ribu|juta|mili?ar|rupiah)\b", re.I)
_RUN = re.compile(r"\d(?:[\s.()/+\-–]{0,3}\d)*")


def set_summary(
    session: Session, by: Person, house: House, report: Report, text: str, *, now: datetime
) -> Corrected:
    """Set what leaders read instead of the reporter's words. The caller commits.

    Raises as `find_for_decision` does, Unfit for its length and for a number of a person in it.
    """
    find_for_decision(session, by, report.id or 0, report.version, within=WITHIN)
    summary = clean(text)
    if not LENGTH[0] <= units(summary) <= LENGTH[1]:
        raise Unfit(Why.SUMMARY_LENGTH)
    if names_somebody(summary):
        raise Unfit(Why.SUMMARY_NUMBER)
    return _put(session, by, report, summary, now)


def drop_summary(
    session: Session, by: Person, report_id: int, version: int, *, now: datetime
) -> Corrected:
    """Leaders read the reporter's own words again. The caller commits.

    Raises as `find_for_decision` does.
    """
    report = find_for_decision(session, by, report_id, version, within=WITHIN)
    return _put(session, by, report, None, now)


def names_somebody(text: str) -> bool:
    """Whether a telephone number or the number of an identity card may stand in `text`.

    Dates, times of day and amounts of money are none, however many digits they have.
    """
    for harmless in (_AMOUNT, _DATE, _CLOCK):
        text = harmless.sub(" x ", text)
    runs = (re.sub(r"\D", "", run[0]) for run in _RUN.finditer(text))
    return any(len(run) >= SHORTEST_NUMBER for run in runs)


def _put(
    session: Session, by: Person, report: Report, summary: str | None, now: datetime
) -> Corrected:
    """The log holds no words: only whether one stands there from now on."""
    done = report.summary != summary
    if done:
        report.summary = summary
        session.add(report)
        details = {"field": "summary", "set": summary is not None}
        record(session, report, actor=by.actor, event="corrected", now=now, details=details)
    hanging.close_panels(session, report, of=by)
    postings.redraw_card(session, report, now=now)
    return Corrected(report.code, done)
