"""A person filling in a form: what each message makes of the draft, and the report at its end."""

from datetime import datetime

from msgspec.structs import replace
from sqlmodel import Session

from desk import drafts, evidence, limits
from desk.answering import Known, Message, at_question, filled, gone_on, started, understood, walk
from desk.drafts import Opened
from desk.house import House
from desk.longtext import Part, begun
from desk.rights import PUBLIC, Person
from desk.stands import DraftGone, Stand, show, show_of, show_own, stand_at
from forms.form import Form, Kind
from forms.given import Attached, Calm, Danger, Given, Typed
from storage.tables import Evidence

__all__ = [
    "DraftGone",
    "Known",
    "Message",
    "Moved",
    "NoSuchForm",
    "Stand",
    "amend",
    "answer",
    "begin",
    "drop",
    "resume",
    "show",
    "show_of",
    "show_own",
    "tap",
]


class Moved(Exception):
    """The button belongs to an earlier question; the present one should be shown again."""


class NoSuchForm(Exception):
    """This person may not fill in such a form here."""


def begin(
    session: Session,
    by: Person,
    house: House,
    key: str,
    known: Known | None = None,
    *,
    now: datetime,
) -> Stand:
    """Take up the form `key`, or the draft of it that lies there; it is at hand from now on.

    `known` fills in what the draft lacks. The caller commits. Raises NoSuchForm, NotAllowed, and
    Silenced for a new draft.
    """
    form = _form(house, by, key)
    opened = drafts.of_form(session, house, by.owner, form, now)
    began = opened is None
    if began:
        limits.may_begin(session, by, now)
    known = known or Known({})
    opened = opened or started(by, house, form, now, known=known)
    opened = filled(session, by, house, opened, known, Message(), now)
    return replace(stand_at(house, by, opened, now), began=began)


def answer(
    session: Session, by: Person, house: House, given: Given, message: Message, *, now: datetime
) -> Stand:
    """Take what somebody said as the next answer of the draft at hand, begun if there is none.

    What an agent just sends begins a brief report, and whatever it tells of place, time and
    category is understood. Late parts of an album join whatever the album belongs to, and the
    further parts of a text that a phone cut join the first. The caller commits. Raises NotAllowed,
    and Silenced for a new draft.
    """
    album = message.files[0].album if message.files else None
    home = evidence.album_home(session, by, album) if album else None
    first = house.forms_for(by)[0]
    if home is not None and home.report_id is not None:
        evidence.add_late(session, by, message.files, home.report_id, now)
        return Stand(first, 0, 0, None, joined=True)
    opened, several = _of_album(session, by, house, home, now), True
    if opened is None:
        opened, several = drafts.look(session, house, by.owner, now)
    began = opened is None
    if began:
        limits.may_begin(session, by, now)
    opened = opened or started(by, house, first, now, brief=by.bot != PUBLIC, only=not several)
    if isinstance(given, Typed):
        part = Part(message.message_id, given.text, message.sent_at)
        if opened.long is not None and opened.long.goes_on(part):
            return gone_on(session, by, house, opened, opened.long, part, now)
        opened = replace(opened, long=begun(part))
    if message.files and isinstance(given, Attached):
        if not opened.number:  # files are entered by the number of their draft
            opened = drafts.keep(session, house, opened, opened.draft, {}, now)
        given = replace(given, ids=evidence.enter(session, by, message.files, opened.number, now))
    stand = understood(session, by, house, opened, given, message, now)
    stand = stand or walk(session, by, house, opened, given, message, now)
    joined = home is not None and home.draft_id == opened.number
    if joined and _first_too_many(session, stand):
        joined = False  # said once, not once a part
    return replace(stand, began=began, joined=joined) if began or joined else stand


def tap(
    session: Session,
    by: Person,
    house: House,
    draft_id: int,
    revision: int,
    given: Given,
    *,
    now: datetime,
) -> Stand:
    """Take a button of a question as its answer. The caller commits.

    Raises DraftGone for a draft that is no longer this person's, Moved for an older question,
    NotNow when it may not be sent now: it stays. Danger counts from any button, however old.
    """
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    if opened.row.revision != revision and not isinstance(given, Danger | Calm):
        raise Moved(draft_id)
    return walk(session, by, house, opened, given, Message(), now)


def amend(
    session: Session, by: Person, house: House, message_id: int, text: str, *, now: datetime
) -> Stand:
    """An edited message replaces the answer it once gave. The caller commits.

    Raises DraftGone when it gave none to a draft that is still there.
    """
    for opened in drafts.every(session, house, by.owner, now):
        spot = message_id
        if opened.long is not None and message_id in opened.long.parts:
            long = opened.long.added(Part(message_id, text, opened.long.sent_at))
            opened, spot, text = replace(opened, long=long), long.first, long.text
        field = next((key for key, one in opened.spots.items() if one == spot), None)
        if field is None:
            continue
        opened = at_question(by, house, opened, field, now)
        return walk(session, by, house, opened, Typed(text), Message(spot), now)
    raise DraftGone(message_id)


def resume(session: Session, by: Person, house: House, draft_id: int, *, now: datetime) -> Stand:
    """Take up this draft again: it is at hand from now on. The caller commits.

    Raises DraftGone.
    """
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    opened = drafts.keep(session, house, opened, opened.draft, opened.spots, now)
    return stand_at(house, by, opened, now)


def drop(
    session: Session, by: Person, house: House, draft_id: int, revision: int, *, now: datetime
) -> Stand | None:
    """Throw a draft and its files away; returns the one at hand after it. The caller commits.

    Raises DraftGone, and Moved when it has gone on since it was asked whether to.
    """
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    if opened.row.revision != revision:
        raise Moved(draft_id)
    drafts.forget(session, opened.number)
    return show(session, by, house, now=now)


def _form(house: House, by: Person, key: str) -> Form:
    form = next((one for one in house.forms_for(by) if one.key == key), None)
    if form is None:
        raise NoSuchForm(key)
    return form


def _of_album(
    session: Session, by: Person, house: House, home: Evidence | None, now: datetime
) -> Opened | None:
    """The draft that earlier parts of this album went into."""
    if home is None or home.draft_id is None:
        return None
    return drafts.by_number(session, house, by, home.draft_id, now)


def _first_too_many(session: Session, stand: Stand) -> bool:
    """Whether the file just entered is the first that is one too many."""
    field = stand.form.first(Kind.EVIDENCE)
    if field is None or stand.step is None:
        return False
    return evidence.count_of_draft(session, stand.draft_id) == field.limits.max_files + 1
