"""Which files of a report go out together, and which are still to be shown."""

from sqlalchemy import update
from sqlmodel import Session, col

from desk.evidence import of_report
from storage.tables import Evidence

ALBUM = 10  # files that Telegram takes in one album
PARCEL = 20 * 1024 * 1024  # bytes in one album of several files: all of it is in memory at once
BESIDE = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/webp", "video/mp4"), "seen"),
    **dict.fromkeys(("audio/mpeg", "audio/mp4"), "heard"),
    "audio/ogg": "voice",
}
"""What Telegram shows side by side; everything else is a document. A voice goes alone."""


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


def not_shown(session: Session, report_id: int) -> None:
    """No file of this report hangs in the group any more. The caller commits."""
    mine = update(Evidence).where(col(Evidence.report_id) == report_id)
    session.execute(mine.values(shown_at=None))
