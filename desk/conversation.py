"""A person filling in a form: what each message makes of the draft, and the report at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from desk import drafts, evidence, limits, submitting
from desk.drafts import Opened
from desk.evidence import FileRef
from desk.house import House
from desk.rights import PUBLIC, Person
from forms import engine
from forms.form import Form, Kind
from forms.given import Attached, Calm, Change, Danger, Given, Typed
from forms.quick import read_quick
from forms.steps import Ready, Step
from forms.values import Place, Value
from storage.tables import Evidence

WHAT = "what"  # the field of a report that says what happened


class DraftGone(Exception):
    """This draft was sent, dropped, or ran out."""


class Moved(Exception):
    """The button belongs to an earlier question; the present one should be shown again."""


class NoSuchForm(Exception):
    """This person may not fill in such a form here."""


@dataclass(frozen=True)
class Stand:
    """Where a conversation stands after a message.

    `began`: this message started it. `joined`: one more part of an album, already answered for.
    `sent`: it was sent, and the receipt is on its way. `left`: another draft that is at hand now.
    """

    form: Form
    draft_id: int
    revision: int
    step: Step | None
    urgent: bool = False
    began: bool = False
    joined: bool = False
    sent: bool = False
    left: "Stand | None" = None


@dataclass(frozen=True)
class Message:
    """What came in besides its meaning: files, and the message's id so that an edit finds it."""

    message_id: int | None = None
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a message told before any question: answers, and whether it is urgent."""

    answers: Mapping[str, Value]
    urgent: bool = False


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
    opened = opened or _started(by, house, form, now, known=known)
    opened = _filled(session, by, house, opened, known, Message(), now)
    return replace(_stand(house, by, opened, now), began=began)


def answer(
    session: Session, by: Person, house: House, given: Given, message: Message, *, now: datetime
) -> Stand:
    """Take what somebody said as the next answer of the draft at hand, begun if there is none.

    What an agent just sends begins a brief report, and whatever it tells of place, time and
    category is understood. Late parts of an album join whatever the album belongs to. The caller
    commits. Raises NotAllowed, and Silenced for a new draft.
    """
    album = message.files[0].album if message.files else None
    home = evidence.album_home(session, by, album) if album else None
    first = house.forms_for(by)[0]
    if home is not None and home.report_id is not None:
        evidence.add_late(session, by, message.files, home.report_id, now)
        return Stand(first, 0, 0, None, joined=True)
    opened = _of_album(session, by, house, home, now)
    opened = opened or drafts.at_hand(session, house, by.owner, now)
    began = opened is None
    if began:
        limits.may_begin(session, by, now)
    opened = opened or _started(by, house, first, now, brief=by.bot != PUBLIC)
    if message.files and isinstance(given, Attached):
        if not opened.number:  # files are entered by the number of their draft
            opened = drafts.keep(session, house, opened, opened.draft, {}, now)
        given = replace(given, ids=evidence.enter(session, by, message.files, opened.number, now))
    stand = _understood(session, by, house, opened, given, message, now)
    stand = stand or _walk(session, by, house, opened, given, message, now)
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
    return _walk(session, by, house, opened, given, Message(), now)


def amend(
    session: Session, by: Person, house: House, message_id: int, text: str, *, now: datetime
) -> Stand:
    """An edited message replaces the answer it once gave. The caller commits.

    Raises DraftGone when it gave none to a draft that is still there.
    """
    for opened in drafts.every(session, house, by.owner, now):
        field = next((key for key, spot in opened.spots.items() if spot == message_id), None)
        if field is None:
            continue
        context = house.context_for(by)
        draft, _ = engine.answer(opened.form, opened.draft, Change(field), now, context)
        opened = replace(opened, draft=draft)
        return _walk(session, by, house, opened, Typed(text), Message(message_id), now)
    raise DraftGone(message_id)


def show(session: Session, by: Person, house: House, *, now: datetime) -> Stand | None:
    """The question this person is at, to draw it again; None without a draft."""
    if by.reporter is None:
        return None
    opened = drafts.at_hand(session, house, by.owner, now)
    return _stand(house, by, opened, now) if opened else None


def resume(session: Session, by: Person, house: House, draft_id: int, *, now: datetime) -> Stand:
    """Take up this draft again: it is at hand from now on. The caller commits.

    Raises DraftGone.
    """
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    opened = drafts.keep(session, house, opened, opened.draft, opened.spots, now)
    return _stand(house, by, opened, now)


def show_own(session: Session, by: Person, house: House, draft_id: int, *, now: datetime) -> Stand:
    """Where this draft of `by` stands, at hand or not. Raises DraftGone, NotAllowed."""
    opened = drafts.by_number(session, house, by, draft_id, now)
    if opened is None:
        raise DraftGone(draft_id)
    return _stand(house, by, opened, now)


def show_of(session: Session, house: House, owner: str, now: datetime) -> Stand | None:
    """The question somebody is at, for the courier, which knows only whom to write to."""
    opened = drafts.peek(session, house, owner, now)
    if opened is None:
        return None
    step = engine.step(opened.form, opened.draft, now, house.context)
    draft = opened.draft
    return Stand(opened.form, opened.number, opened.row.revision, step, draft.urgent)


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


def _started(
    by: Person,
    house: House,
    form: Form,
    now: datetime,
    *,
    brief: bool = False,
    known: Known | None = None,
) -> Opened:
    """A new draft, to be kept. What is `known` goes before the own area, which is written down
    at once: who draws the question again later knows only whose draft it is."""
    context = house.context_for(by)
    areas = [field.key for field in form.fields if field.default == "area" and by.area]
    own = {key: Place(by.area or "") for key in areas}
    answers = {**own, **(known.answers if known else {})}
    draft = engine.begin(form, now, context, brief=brief)
    if answers:
        draft = engine.prefilled(form, draft, answers, context)
    return drafts.start(by, form, draft, now)


def _of_album(
    session: Session, by: Person, house: House, home: Evidence | None, now: datetime
) -> Opened | None:
    """The draft that earlier parts of this album went into."""
    if home is None or home.draft_id is None:
        return None
    return drafts.by_number(session, house, by, home.draft_id, now)


def _understood(
    session: Session,
    by: Person,
    house: House,
    opened: Opened,
    given: Given,
    message: Message,
    now: datetime,
) -> Stand | None:
    """An agent's words that say what happened, read for all they tell; None when they do not."""
    form, text = opened.form, _words(given)
    wanted = form.audience == "agent" and form.purpose == "report" and text
    if not wanted or not text or WHAT in opened.draft.answers:
        return None
    quick = read_quick(text, form, house.context_for(by), now)
    filled = _filled(session, by, house, opened, Known(quick.answers, quick.urgent), message, now)
    if WHAT not in filled.draft.answers:
        return None
    if isinstance(given, Attached):
        return _walk(session, by, house, filled, replace(given, caption=None), Message(), now)
    return _stand(house, by, filled, now)


def _words(given: Given) -> str | None:
    match given:
        case Typed(text):
            return text
        case Attached(_, caption):
            return caption
    return None


def _filled(
    session: Session,
    by: Person,
    house: House,
    opened: Opened,
    known: Known,
    message: Message,
    now: datetime,
) -> Opened:
    """The draft with what it lacked and `known` tells, written back."""
    draft = opened.draft
    lacking = {k: v for k, v in known.answers.items() if k not in draft.answers}
    draft = engine.prefilled(opened.form, draft, lacking, house.context_for(by))
    draft = replace(draft, urgent=draft.urgent or known.urgent)
    spots = _spots(opened, draft.answers, message)
    return drafts.keep(session, house, opened, draft, spots, now)


def _walk(
    session: Session,
    by: Person,
    house: House,
    opened: Opened,
    given: Given,
    message: Message,
    now: datetime,
) -> Stand:
    """One step of the engine, and the row brought up to it."""
    draft, step = engine.answer(opened.form, opened.draft, given, now, house.context_for(by))
    if isinstance(step, Ready):
        submitting.submit(session, by, house, opened, step, now)
        session.flush()
        left = show(session, by, house, now=now)
        return Stand(opened.form, opened.number, 0, None, sent=True, left=left)
    answered = isinstance(given, Typed | Attached)
    spots = _spots(opened, draft.answers, message) if answered else opened.spots
    opened = drafts.keep(session, house, opened, draft, spots, now)
    return Stand(opened.form, opened.number, opened.row.revision, step, draft.urgent)


def _spots(opened: Opened, answers: Mapping[str, Value], message: Message) -> dict[str, int]:
    """Which message gave which answer, with those that this one changed."""
    if message.message_id is None:
        return opened.spots
    before = opened.draft.answers
    changed = [
        field.key
        for field in opened.form.fields
        if field.kind is not Kind.EVIDENCE and answers.get(field.key) != before.get(field.key)
    ]
    return {**opened.spots, **dict.fromkeys(changed, message.message_id)}


def _stand(house: House, by: Person, opened: Opened, now: datetime) -> Stand:
    step = engine.step(opened.form, opened.draft, now, house.context_for(by))
    urgent = opened.draft.urgent
    return Stand(opened.form, opened.number, opened.row.revision, step, urgent)


def _first_too_many(session: Session, stand: Stand) -> bool:
    """Whether the file just entered is the first that is one too many."""
    field = stand.form.first(Kind.EVIDENCE)
    if field is None or stand.step is None:
        return False
    return evidence.count_of_draft(session, stand.draft_id) == field.limits.max_files + 1
