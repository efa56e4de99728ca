"""What is older than the office keeps it: found, and erased a little at a time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, exists, select

from desk import erasing
from desk.erasing import Why
from desk.house import House
from offices.office import Office
from storage import purges
from storage.locks import locked, locking
from storage.tables import Daily, Draft, Evidence, Report, Setting, Source, VaultEntry

LAST = "retention_day"
MOST = 200  # found in one go
KINDS = ("reports", "evidence", "identities")
"""What runs out. The log is kept: it holds keys and numbers only, and nothing may change it."""


@dataclass(frozen=True)
class Due:
    """The next things to go: ids of reports, of reports with old files, of silent sources."""

    reports: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    identities: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reports or self.evidence or self.identities)


def cutoffs(office: Office, now: datetime) -> dict[str, datetime]:
    """Before when each kind is too old."""
    days = office.retention
    return {
        "reports": now - timedelta(days=days.reports),
        "evidence": now - timedelta(days=days.evidence),
        "identities": now - timedelta(days=days.identities),
    }


def done_for(session: Session, office: Office, now: datetime) -> bool:
    """Whether this local day's round is over."""
    row = session.get(Setting, LAST)
    return row is not None and row.value == _today(office, now)


def finish(session: Session, office: Office, now: datetime) -> None:
    """Note that this local day's round is over. The caller commits."""
    row = session.get(Setting, LAST) or Setting(key=LAST, value="")
    row.value = _today(office, now)
    session.add(row)


def due(session: Session, office: Office, now: datetime) -> Due:
    """What goes next; only reads."""
    before = cutoffs(office, now)
    reports = select(Report.id).where(*_old_reports(before["reports"])).limit(MOST)
    found = tuple(one or 0 for one in session.exec(reports))
    files = (
        select(Evidence.report_id).where(*_old_files(before["evidence"])).distinct().limit(MOST)
    )
    silent = select(Source.id).where(*_silent(before["identities"])).limit(MOST)
    with_files = tuple(one for one in session.exec(files) if one is not None)
    return Due(found, with_files, tuple(session.exec(silent)))


def counts(session: Session, office: Office, now: datetime) -> dict[str, int]:
    """How much would go now; nothing is changed."""
    before = cutoffs(office, now)
    asked = {
        "reports": (Report, _old_reports(before["reports"])),
        "evidence": (Evidence, _old_files(before["evidence"])),
        "identities": (Source, _silent(before["identities"])),
    }
    return {
        kind: session.exec(select(func.count()).select_from(table).where(*which)).one()
        for kind, (table, which) in asked.items()
    }


def erase_report(session: Session, house: House, report_id: int, now: datetime) -> None:
    """Leave of an old report what is counted. The caller commits."""
    report = locked(session, Report, report_id)
    old = cutoffs(house.office, now)["reports"]
    if report is not None and report.erased_at is None and report.submitted_at < old:
        erasing.blank(session, house, report, Why.AGED, now)


def drop_files(session: Session, house: House, report_id: int, now: datetime) -> None:
    """Let go of the old files of a report. The caller commits."""
    report = session.get(Report, report_id)
    if report is not None:
        before = cutoffs(house.office, now)["evidence"]
        files = erasing.drop_files(session, report, before, now)
        purges.count(session, _day(house.office, now), "evidence_aged", files)


def forget_silent(session: Session, house: House, source_id: str, now: datetime) -> None:
    """Erase who a long silent source was, and whom it named to be called. The caller commits."""
    before = cutoffs(house.office, now)["identities"]
    still = locking(select(Source).where(Source.id == source_id, *_silent(before)))
    source = session.exec(still).first()
    if source is None:
        return
    erasing.forget_source(session, house, source, now)
    for number in session.exec(select(Report.id).where(Report.source_id == source_id)).all():
        house.vault.forget_contacts(session, number or 0)
    purges.count(session, _day(house.office, now), "identities_aged", 1)


def _old_reports(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(Report.erased_at).is_(None), col(Report.submitted_at) < before)


def _old_files(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(Evidence.report_id).is_not(None), col(Evidence.created_at) < before)


def _silent(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Sources still known to the vault that began before then and sent nothing since."""
    address = "source:" + col(Source.id)
    return (
        col(Source.created_at) < before,
        col(Source.erased_at).is_(None),
        exists().where(col(VaultEntry.subject) == address),
        ~exists().where(
            col(Report.source_id) == col(Source.id), col(Report.submitted_at) >= before
        ),
        ~exists().where(col(Daily.source_id) == col(Source.id), col(Daily.sent_at) >= before),
        ~exists().where(col(Draft.owner) == address),
    )


def _day(office: Office, now: datetime) -> date:
    return now.astimezone(office.zone).date()


def _today(office: Office, now: datetime) -> str:
    return _day(office, now).isoformat()
