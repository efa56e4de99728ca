"""Makes each period's digest once and puts it out to each leader once.

The outbox says what went out: digest rows are kept for ever, and their keys name the period. Every
function runs inside a unit of its caller, who commits: a crash leaves a digest entered for all its
leaders or for none, and the next call goes on from there.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from desk.leaders import Leader, leaders
from digests.figures import count
from digests.periods import Due, Period, Span, containing, due, running
from offices.office import Office
from storage import outbox
from storage.once import insert_once
from storage.outbox import Priority
from storage.tables import Edition, Outbox

KIND = "digest"
EVER = datetime(2000, 1, 1, tzinfo=UTC)  # the catch-up limits and the enrolments bound it


class NotBegun(Exception):
    """This period has not begun yet: there is nothing to report."""


class Prepared(NamedTuple):
    """An edition, and to how many leaders it was newly put out."""

    edition: Edition
    recipients: int


def prepare_due(session: Session, office: Office, now: datetime) -> int:
    """Put out the oldest period that is due and has not gone to a leader yet; how many messages
    entered, 0 when nothing is left to put out.

    One period a call, for a month alone takes long to count. Two quick queries when nothing is
    due. Two processes at once add nothing twice. A leader gets what falls due from the moment of
    being enrolled.
    """
    present = leaders(session)
    dues = due(office.digest_hours, office.zone, now, EVER) if present else []
    for span, recipients in _missing(session, dues, present).items():
        return _put_out(session, kept(session, span, now, office), recipients, now)
    return 0


def prepare(
    session: Session,
    office: Office,
    period: Period,
    day: date | None,
    now: datetime,
    *,
    send: bool,
) -> Prepared:
    """The edition of the period that holds `day`, or of the running one, at a person's request.

    A period that is over has one edition, shared with the schedule: whoever had it does not get
    it again. A running one is an edition of its own for each second it is asked for. It goes to
    every present leader, whenever enrolled. Without `send` nothing is written, so a preview may
    run on a read-only connection and its edition may have no id. Raises NotBegun.
    """
    span = running(period, now, office.zone)
    if day is not None:
        whole = containing(period, day, office.zone)
        if whole.start > now:
            raise NotBegun(NotBegun.__doc__)
        span = whole if whole.end <= now else span
    if not send:
        found = _find(session, span.key)
        return Prepared(found or Edition(**_counted(session, span, now, office)), 0)
    edition = kept(session, span, now, office)
    recipients = [leader.recipient for leader in leaders(session)]
    return Prepared(edition, _put_out(session, edition, recipients, now))


def next_part(
    session: Session, edition_id: int, recipient: str, part: int, now: datetime, copy: str = ""
) -> bool:
    """After `part` was sent: enter the row for `part + 1`, in the unit that notes the sending.

    Parts follow one another so that they arrive in order. False when it stands there already or
    the edition is gone.
    """
    edition = session.get(Edition, edition_id)
    return edition is not None and enter(session, edition, recipient, part + 1, now, copy)


def kept(session: Session, span: Span, now: datetime, office: Office) -> Edition:
    """The edition row of `span`: counted once, afterwards as it was counted."""
    edition = _find(session, span.key)
    if edition is None:
        insert_once(session, Edition, **_counted(session, span, now, office))
        edition = _find(session, span.key)  # ours, or of the process that was quicker
    if edition is None:
        raise AssertionError("an edition is never deleted")
    return edition


def enter(
    session: Session, edition: Edition, recipient: str, part: int, now: datetime, copy: str = ""
) -> bool:
    """Put one part out to one reader; False when it stands there already.

    `copy` names a copy that the reader asked for again; without it, it is the one of the schedule.
    """
    return outbox.put(
        session,
        KIND,
        subject=f"edition:{edition.id}",
        bot="private",
        recipient=recipient,
        key=_row_key(edition.key, part) + (f":{copy}" if copy else ""),
        payload={"part": part, "copy": copy} if copy else {"part": part},
        priority=Priority.DIGEST,
        now=now,
    )


def _missing(
    session: Session, dues: Iterable[Due], present: list[Leader]
) -> dict[Span, list[str]]:
    """Whom each due period still owes its first part, the oldest period first."""
    wanted = {
        # Composed as `outbox.put` does; if that ever differs, this is slower but still right.
        f"{_row_key(one.span.key, 1)}>{leader.recipient}": (one.span, leader.recipient)
        for one in dues
        for leader in present
        if leader.since <= one.at
    }
    if wanted:
        entered = select(col(Outbox.dedupe_key)).where(col(Outbox.dedupe_key).in_(list(wanted)))
        for key in session.execute(entered).scalars():
            del wanted[key]
    owed: dict[Span, list[str]] = {}
    for span, recipient in wanted.values():
        owed.setdefault(span, []).append(recipient)
    return owed


def _find(session: Session, key: str) -> Edition | None:
    return session.execute(select(Edition).where(col(Edition.key) == key)).scalars().first()


def _counted(session: Session, span: Span, now: datetime, office: Office) -> dict[str, Any]:
    return {
        "key": span.key,
        "period": span.period.value,
        "starts_at": span.start,
        "ends_at": span.end,
        "complete": span.complete,
        "figures": count(session, span, now, office).to_json(),
        "created_at": now,
    }


def _put_out(session: Session, edition: Edition, recipients: list[str], now: datetime) -> int:
    return sum(enter(session, edition, recipient, 1, now) for recipient in recipients)


def _row_key(edition_key: str, part: int) -> str:
    return f"digest:{edition_key}:{part}"
