"""Files that came with a draft or report: entered at once, fetched later, never lost between."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from desk import notices, postings
from desk.rights import Person
from storage.database import announce
from storage.locks import locked
from storage.statements import Statement, columns
from storage.tables import Evidence, Report

TOPIC = "evidence"
ALBUM = 10  # files that Telegram takes in one album
PARCEL = 20 * 1024 * 1024  # bytes in one album of several files: all of it is in memory at once
BESIDE = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/webp", "video/mp4"), "seen"),
    **dict.fromkeys(("audio/mpeg", "audio/mp4"), "heard"),
    "audio/ogg": "voice",
}
"""What Telegram shows side by side; everything else is a document. A voice goes alone."""
PAUSES = (5, 15, 60, 300, 900, 3600, 7200)  # seconds between tries; about three hours in all


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


def not_shown(session: Session, report_id: int) -> None:
    """No file of this report hangs in the group any more. The caller commits."""
    mine = update(Evidence).where(col(Evidence.report_id) == report_id)
    session.execute(mine.values(shown_at=None))


def count_of_draft(session: Session, draft_id: int) -> int:
    """How many files came with a draft, those too many included."""
    query = select(func.count()).where(Evidence.draft_id == draft_id)
    return session.exec(query).one()


def still_to_show(
    session: Session, report_id: int, done: list[int], *, to_desk: bool
) -> list[tuple[int, Evidence]]:
    """The kept files with their numbers, less those in `done`; for the group, less those shown."""
    kept = [row for row in of_report(session, report_id) if row.state == "kept"]
    return [
        (number, row)
        for number, row in enumerate(kept, start=1)
        if row.id not in done and not (to_desk and row.shown_at is not None)
    ]


def together(left: list[tuple[int, Evidence]]) -> list[tuple[int, Evidence]]:
    """The first of `left` and the others that go out with it, in one album."""
    album: list[tuple[int, Evidence]] = []
    for number, row in left:
        if not _beside(album, row):
            continue
        album.append((number, row))
    return album[:ALBUM]


def _beside(album: list[tuple[int, Evidence]], row: Evidence) -> bool:
    """Whether `row` may join `album`: of the same sort, and as long as all of it is not heavy."""
    if not album:
        return True
    sort = BESIDE.get(row.media_type or "")
    weight = sum(one.size or 0 for _, one in album) + (row.size or 0)
    first = BESIDE.get(album[0][1].media_type or "")
    return sort == first and sort != "voice" and weight <= PARCEL


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


def to_fetch(session: Session, now: datetime, limit: int = 8) -> list[Evidence]:
    """The files to fetch now, oldest first."""
    query = (
        select(Evidence)
        .where(Evidence.state == "waiting", Evidence.not_before <= now)
        .order_by(col(Evidence.id))
        .limit(limit)
    )
    return list(session.exec(query))


@dataclass(frozen=True)
class Fetched:
    """A file in the store."""

    sha256: str
    size: int
    media_type: str
    extension: str


def fetched(session: Session, evidence_id: int, file: Fetched, *, now: datetime) -> None:
    """Note a fetched file, and complete the card that was posted without it. Caller commits."""
    row = locked(session, Evidence, evidence_id)
    if row is None or row.state != "waiting":
        return
    row.state, row.sha256, row.size = "kept", file.sha256, file.size
    row.media_type, row.extension = file.media_type, file.extension
    session.add(row)
    _complete_card(session, row, now)


def refused(session: Session, evidence_id: int, reason: str, *, now: datetime) -> None:
    """Note a file that may not be kept, tell its sender, mend the card. The caller commits."""
    row = locked(session, Evidence, evidence_id)
    if row is None or row.state != "waiting":
        return
    row.state, row.reason = "refused", reason
    session.add(row)
    notices.tell_refused(session, row, now=now)
    _complete_card(session, row, now)


def failed(session: Session, evidence_id: int, why: str, *, now: datetime) -> None:
    """Note a failed attempt and when to try again; lost after the last one. Caller commits."""
    row = locked(session, Evidence, evidence_id)
    if row is None or row.state != "waiting":
        return
    row.reason = why[:24]
    if row.attempts >= len(PAUSES):
        row.state = "lost"
        notices.tell_refused(session, row, now=now)
        _complete_card(session, row, now)
    else:
        row.not_before = now + timedelta(seconds=PAUSES[row.attempts])
        row.attempts += 1
    session.add(row)


def _complete_card(session: Session, row: Evidence, now: datetime) -> None:
    if row.report_id is None:
        return
    report = session.get(Report, row.report_id)
    if report is not None:
        session.flush()
        postings.redraw_card(session, report, now=now)
        if row.state == "kept":
            postings.show_evidence(session, report, now=now)


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
