"""Files that came with a draft or report: entered at once, so that none is lost before it is
fetched (`desk/fetching.py`); what belongs to nothing is let go."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from desk import notices, postings
from desk.rights import Person
from storage.database import announce
from storage.statements import Statement, columns
from storage.tables import Evidence, Report

TOPIC = "evidence"


@dataclass(frozen=True)
class FileRef:
    """A file as it was sent: `file_id` is good for this bot only; `album` joins its parts."""

    bot: str
    file_id: str
    kind: str
    size: int | None
    album: str | None = None


def enter(
    session: Session, by: Person, files: tuple[FileRef, ...], draft_id: int, now: datetime
) -> tuple[str, ...]:
    """Enter files of a draft; returns their ids as a form's answer holds them. Caller commits."""
    rows = [_row(by, one, now, draft_id=draft_id) for one in files]
    session.add_all(rows)
    session.flush()
    announce(session, TOPIC)
    return tuple(str(row.id) for row in rows)


def _row(
    by: Person,
    one: FileRef,
    now: datetime,
    *,
    draft_id: int | None = None,
    report_id: int | None = None,
) -> Evidence:
    return Evidence(
        owner=by.owner,
        draft_id=draft_id,
        report_id=report_id,
        bot=one.bot,
        file_id=one.file_id,
        kind=one.kind,
        album=one.album,
        state="waiting",
        size=one.size,
        not_before=now,
        created_at=now,
    )


def album_home(session: Session, by: Person, album: str) -> Evidence | None:
    """An earlier part of the same album, to learn where this one belongs."""
    query = select(Evidence).where(Evidence.owner == by.owner, Evidence.album == album).limit(1)
    return session.exec(query).first()


def add_late(
    session: Session, by: Person, files: tuple[FileRef, ...], report_id: int, now: datetime
) -> None:
    """Late parts of an album whose report was sent already join that report. Caller commits."""
    report = session.get(Report, report_id)
    if report is None:
        return
    join(session, by, files, report, now)
    notices.tell_evidence_added(session, report, files[0].album or "", now=now)


def join(
    session: Session, by: Person, files: tuple[FileRef, ...], report: Report, now: datetime
) -> None:
    """Files join a report that was sent already; its card shows them. The caller commits."""
    session.add_all([_row(by, one, now, report_id=report.id) for one in files])
    session.flush()
    announce(session, TOPIC)
    postings.redraw_card(session, report, now=now)


def hand_over(session: Session, draft_id: int, report: Report, kept: tuple[str, ...]) -> None:
    """The files of a draft become the report's; those taken out of it are let go."""
    wanted = [int(one) for one in kept]
    mine = col(Evidence.draft_id) == draft_id
    session.execute(
        update(Evidence)
        .where(mine, col(Evidence.id).in_(wanted))
        .values(draft_id=None, report_id=report.id)
    )
    let_go(session, draft_id)


def let_go(session: Session, draft_id: int) -> None:
    """Orphan the files of a draft; the clock removes rows and contents. The caller commits."""
    session.execute(
        update(Evidence).where(col(Evidence.draft_id) == draft_id).values(draft_id=None)
    )


def of_report(session: Session, report_id: int) -> list[Evidence]:
    """The files of a report in the order they came."""
    query = select(Evidence).where(Evidence.report_id == report_id).order_by(col(Evidence.id))
    return list(session.exec(query))


def count_of_draft(session: Session, draft_id: int) -> int:
    """How many files came with a draft, those too many included."""
    query = select(func.count()).where(Evidence.draft_id == draft_id)
    return session.exec(query).one()


_c = columns(Evidence)
_COUNTS = Statement(
    lambda _: (
        core_select(_c.state, func.count())
        .where(_c.report_id == bindparam("report"))
        .group_by(_c.state)
    )
)


def counts(session: Session, report_id: int) -> dict[str, int]:
    """How many files of a report are waiting, kept, refused or lost."""
    return dict(_COUNTS.all(session, report=report_id))


def orphans(session: Session, limit: int = 50) -> tuple[list[int], list[str]]:
    """Rows that belong to nothing, and the files that no other row names.

    The caller removes the files first and the rows after that: killed in between, it does both
    again. Nobody may store files meanwhile.
    """
    query = (
        select(Evidence)
        .where(col(Evidence.draft_id).is_(None), col(Evidence.report_id).is_(None))
        .limit(limit)
    )
    rows = list(session.exec(query))
    ids = [row.id or 0 for row in rows]
    hashes = {row.sha256 for row in rows if row.sha256}
    others = select(Evidence.sha256).where(
        col(Evidence.sha256).in_(hashes), col(Evidence.id).not_in(ids)
    )
    return ids, sorted(hashes - {one for one in session.exec(others) if one})


def forget(session: Session, ids: list[int]) -> int:
    """Delete orphaned rows; one that found a home meanwhile stays. The caller commits."""
    gone = delete(Evidence).where(
        col(Evidence.id).in_(ids),
        col(Evidence.draft_id).is_(None),
        col(Evidence.report_id).is_(None),
    )
    session.execute(gone)
    return len(ids)
