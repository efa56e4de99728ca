"""What a message makes of a draft: one step of the engine, and the row brought up to it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlmodel import Session

from desk import drafts, mending, submitting
from desk.drafts import Opened
from desk.evidence import FileRef
from desk.house import House
from desk.longtext import LongText, Part
from desk.rights import Person
from desk.stands import Stand, show, stand_at
from forms import engine
from forms.form import Form, Kind
from forms.given import Attached, Change, Given, Typed
from forms.quick import read_quick
from forms.steps import Ask, Ready
from forms.values import Place, Value

WHAT = "what"  # the field of a report that says what happened


class Message(Struct, frozen=True):
    """What came in besides its meaning: files, and the message's id so that an edit finds it, and
    when it was sent."""

    message_id: int | None = None
    files: tuple[FileRef, ...] = ()
    sent_at: datetime | None = None


class Known(Struct, frozen=True):
    """What a message told before any question: answers, and whether it is urgent."""

    answers: Mapping[str, Value]
    urgent: bool = False


def started(
    by: Person,
    house: House,
    form: Form,
    now: datetime,
    *,
    brief: bool = False,
    known: Known | None = None,
    only: bool = False,
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
    return drafts.start(by, form, draft, now, only=only)


def understood(
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
    told = filled(session, by, house, opened, Known(quick.answers, quick.urgent), message, now)
    if WHAT not in told.draft.answers:
        return None
    if isinstance(given, Attached):
        return walk(session, by, house, told, replace(given, caption=None), Message(), now)
    return stand_at(house, by, told, now)


def _words(given: Given) -> str | None:
    match given:
        case Typed(text):
            return text
        case Attached(_, caption):
            return caption
    return None


def filled(
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


def walk(
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
        overtaken = None
        if opened.mends is None:
            submitting.submit(session, by, house, opened, step, now)
        else:
            overtaken = mending.resend(session, by, house, opened, step, now)
        session.flush()
        left, sent = show(session, by, house, now=now), overtaken is None
        number = opened.number
        return Stand(opened.form, number, 0, None, sent=sent, overtaken=overtaken, left=left)
    answered = isinstance(given, Typed | Attached)
    spots = _spots(opened, draft.answers, message) if answered else opened.spots
    return Stand.of(drafts.keep(session, house, opened, draft, spots, now), step)


def at_question(by: Person, house: House, opened: Opened, field: str, now: datetime) -> Opened:
    """The draft with this question on the screen, to be answered anew."""
    context = house.context_for(by)
    draft, _ = engine.answer(opened.form, opened.draft, Change(field), now, context)
    return replace(opened, draft=draft)


def gone_on(
    session: Session,
    by: Person,
    house: House,
    opened: Opened,
    long: LongText,
    part: Part,
    now: datetime,
) -> Stand:
    """One more part of a text: it joins the answer that the first part gave.

    Said once, when all of it is too long; without a word, when the first part was no answer.
    """
    key = next((key for key, one in opened.spots.items() if one == long.first), None)
    field = opened.form.field(key)
    answer = opened.draft.answers.get(key or "")
    opened = replace(opened, long=long.added(part))
    if field is None or not isinstance(answer, str):
        opened = drafts.keep(session, house, opened, opened.draft, opened.spots, now)
        return replace(stand_at(house, by, opened, now), joined=True)
    whole = Typed(long.joined_to(answer, part.text))
    opened = replace(opened, draft=opened.draft.without(field))
    opened = at_question(by, house, opened, field.key, now)
    stand = walk(session, by, house, opened, whole, Message(long.first), now)
    return replace(stand, joined=isinstance(stand.step, Ask) and stand.step.wrong is None)


def _spots(opened: Opened, answers: Mapping[str, Value], message: Message) -> dict[str, int]:
    """Which message gave which answer, with those that this one changed."""
    if message.message_id is None:
        return opened.spots
    before = opened.draft.answers
    touched = {key for key in {**before, **answers} if answers.get(key) != before.get(key)}
    if len(touched) == 1:  # as with nearly every message
        fields = [opened.form.by_key[key] for key in touched]
    else:
        fields = [field for field in opened.form.fields if field.key in touched]
    changed = [field.key for field in fields if field.kind is not Kind.EVIDENCE]
    return {**opened.spots, **dict.fromkeys(changed, message.message_id)}
