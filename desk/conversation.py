"""A person filling in a form: the draft between two messages, and the report at its end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from desk import evidence, notices
from desk.codes import new as new_code
from desk.evidence import FileRef
from desk.house import House
from desk.lifecycle import Status, Urgency, record
from desk.people import Person
from forms import engine
from forms.draft import Draft as FormDraft
from forms.form import Form, Kind
from forms.given import Attached, Calm, Change, Danger, Given, Typed
from forms.steps import Ready, Step
from forms.values import Place
from storage.tables import Card, Draft, Report

REMINDED_AFTER = timedelta(hours=1)
GONE_AFTER = timedelta(hours=24)


class DraftGone(Exception):
    """This draft was sent, dropped, or ran out."""


class Moved(Exception):
    """The button belongs to an earlier question; the present one should be shown again."""


@dataclass(frozen=True)
class Stand:
    """Where a conversation stands after a message.

    `began`: this message started it. `joined`: one more part of an album, already answered for.
    `sent`: the code of the report it became; the receipt is on its way.
    """

    form: Form
    draft_id: int
    revision: int
    step: Step | None
    urgent: bool = False
    began: bool = False
    joined: bool = False
    sent: str | None = None


@dataclass(frozen=True)
class Message:
    """What came in besides its meaning: files, and the message's id so that an edit finds it."""

    message_id: int | None = None
    files: tuple[FileRef, ...] = ()


def answer(
    session: Session,
    by: Person,
    house: House,
    key: str,
    given: Given,
    message: Message,
    *,
    now: datetime,
) -> Stand:
    """Take what somebody said as the next answer of their draft, begun if there is none.

    The caller commits. Late parts of an album join whatever the album belongs to.
    """
    form = house.forms[key]
    album = message.files[0].album if message.files else None
    home = evidence.album_home(session, by, album) if album else None
    if home is not None and home.report_id is not None:
        evidence.add_late(session, by, message.files, home.report_id, now)
        return Stand(form, 0, 0, None, joined=True)
    row, draft, spots = _open(session, by, house, form, now)
    began = row is None
    row = row or _start(session, by, house, form, draft, now)
    if message.files and isinstance(given, Attached):
        given = replace(given, ids=evidence.enter(session, by, message.files, row.id or 0, now))
    stand = _walk(session, by, house, row, draft, given, spots, message, now)
    joined = home is not None and home.draft_id == row.id
    if joined and _first_too_many(session, form, stand):
        joined = False  # said once, not once a part
    return replace(stand, began=began, joined=joined)


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

    Raises DraftGone for a draft that is no longer this person's, Moved for an older question;
    danger counts from any button, however old.
    """
    row = session.get(Draft, draft_id, with_for_update=True)
    if row is None or row.owner != by.owner or _over(row, now):
        raise DraftGone(draft_id)
    if row.revision != revision and not isinstance(given, Danger | Calm):
        raise Moved(draft_id)
    draft, spots = _unseal(house, row)
    return _walk(session, by, house, row, draft, given, spots, Message(), now)


def amend(
    session: Session,
    by: Person,
    house: House,
    key: str,
    message_id: int,
    text: str,
    *,
    now: datetime,
) -> Stand:
    """An edited message replaces the answer it once gave. The caller commits.

    Raises DraftGone when it gave none to the present draft.
    """
    form = house.forms[key]
    row, draft, spots = _open(session, by, house, form, now)
    field = next((field for field, spot in spots.items() if spot == message_id), None)
    if row is None or field is None:
        raise DraftGone(message_id)
    context = house.office.context()
    draft, _ = engine.answer(form, draft, Change(field), now, context)
    return _walk(session, by, house, row, draft, Typed(text), spots, Message(message_id), now)


def show(session: Session, by: Person, house: House, key: str, *, now: datetime) -> Stand | None:
    """The question this person's draft is at, to draw it again; None without a draft."""
    form = house.forms[key]
    row, draft, _ = _open(session, by, house, form, now)
    if row is None:
        return None
    step = engine.step(form, draft, now, house.office.context())
    return Stand(form, row.id or 0, row.revision, step, draft.urgent)


def show_of(session: Session, house: House, owner: str, now: datetime) -> Stand | None:
    """The same for the courier, which knows only whom to write to."""
    row = session.exec(select(Draft).where(Draft.owner == owner)).first()
    if row is None or _over(row, now):
        return None
    draft, _ = _unseal(house, row)
    step = engine.step(house.forms[row.form], draft, now, house.office.context())
    return Stand(house.forms[row.form], row.id or 0, row.revision, step, draft.urgent)


def drop(session: Session, by: Person, draft_id: int, revision: int, *, now: datetime) -> None:
    """Throw a draft and its files away. The caller commits.

    Raises DraftGone, and Moved when it has gone on since it was asked whether to.
    """
    row = session.get(Draft, draft_id, with_for_update=True)
    if row is None or row.owner != by.owner or _over(row, now):
        raise DraftGone(draft_id)
    if row.revision != revision:
        raise Moved(draft_id)
    _forget(session, row)


def remind(session: Session, now: datetime, limit: int = 50) -> int:
    """Remind those whose draft has lain for an hour, once. The caller commits."""
    query = (
        select(Draft)
        .where(Draft.touched_at <= now - REMINDED_AFTER, col(Draft.reminded_at).is_(None))
        .limit(limit)
    )
    rows = list(session.exec(query))
    for row in rows:
        row.reminded_at = now
        session.add(row)
        notices.remind_draft(session, row.owner, row.id or 0, now=now)
    return len(rows)


def expire(session: Session, now: datetime, limit: int = 50) -> int:
    """Drop drafts untouched for 24 hours; returns how many. The caller commits."""
    query = select(Draft).where(Draft.touched_at <= now - GONE_AFTER).limit(limit)
    rows = list(session.exec(query))
    for row in rows:
        _forget(session, row)
    return len(rows)


def _walk(
    session: Session,
    by: Person,
    house: House,
    row: Draft,
    draft: FormDraft,
    given: Given,
    spots: dict[str, int],
    message: Message,
    now: datetime,
) -> Stand:
    """One step of the engine, and the row brought up to it."""
    form = house.forms[row.form]
    before, asked = draft.answers, (draft.at, draft.pending, draft.returning)
    draft, step = engine.answer(form, draft, given, now, house.office.context())
    if isinstance(step, Ready):
        report = _submit(session, by, house, row, form, step, now)
        return Stand(form, row.id or 0, row.revision, None, sent=report.code)
    if message.message_id is not None and isinstance(given, Typed | Attached):
        changed = [
            field.key
            for field in form.fields
            if field.kind is not Kind.EVIDENCE
            and draft.answers.get(field.key) != before.get(field.key)
        ]
        spots = {**spots, **dict.fromkeys(changed, message.message_id)}
    if asked != (draft.at, draft.pending, draft.returning):
        row.revision += 1  # a photo more leaves the buttons of the question good
    row.touched_at = now
    row.sealed = _sealed(house, row.owner, form.key, draft, spots)
    session.add(row)
    return Stand(form, row.id or 0, row.revision, step, draft.urgent)


def _first_too_many(session: Session, form: Form, stand: Stand) -> bool:
    """Whether the file just entered is the first that is one too many."""
    field = form.first(Kind.EVIDENCE)
    if field is None or stand.step is None:
        return False
    return evidence.count_of_draft(session, stand.draft_id) == field.limits.max_files + 1


def _open(
    session: Session, by: Person, house: House, form: Form, now: datetime
) -> tuple[Draft | None, FormDraft, dict[str, int]]:
    """This person's draft of `form`, or a fresh one without a row."""
    query = select(Draft).where(Draft.owner == by.owner, Draft.form == form.key).with_for_update()
    row = session.exec(query).first()
    if row is not None and _over(row, now):
        _forget(session, row)
        session.flush()
        row = None
    if row is None:
        return None, engine.begin(form, now, house.office.context()), {}
    draft, spots = _unseal(house, row)
    return row, draft, spots


def _over(row: Draft, now: datetime) -> bool:
    return row.touched_at <= now - GONE_AFTER


def _start(
    session: Session, by: Person, house: House, form: Form, draft: FormDraft, now: datetime
) -> Draft:
    row = Draft(
        owner=by.owner,
        form=form.key,
        sealed=_sealed(house, by.owner, form.key, draft, {}),
        started_at=now,
        touched_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _about(owner: str, form: str) -> str:
    return f"draft|{owner}|{form}"


def _sealed(house: House, owner: str, form: str, draft: FormDraft, spots: dict[str, int]) -> bytes:
    content = {"draft": draft.to_json(), "spots": spots}
    return house.vault.seal(content, _about(owner, form))


def _unseal(house: House, row: Draft) -> tuple[FormDraft, dict[str, int]]:
    content: dict[str, Any] = house.vault.open(row.sealed, _about(row.owner, row.form))
    return FormDraft.from_json(content["draft"], house.forms[row.form]), content["spots"]


def _forget(session: Session, row: Draft) -> None:
    evidence.let_go(session, row.id or 0)
    session.delete(row)


def _submit(
    session: Session,
    by: Person,
    house: House,
    row: Draft,
    form: Form,
    ready: Ready,
    now: datetime,
) -> Report:
    """Make the report, its first log entry, its card and its receipt; the draft is gone."""
    given = ready.answers
    place = given["where"]
    when = given["when"]
    if not isinstance(place, Place) or not isinstance(when, datetime) or by.source is None:
        raise TypeError(f"form {form.key} gave unfit answers")
    report = Report(
        code=_free_code(session),
        draft_id=row.id or 0,
        source_id=by.source,
        form=form.key,
        form_version=form.version,
        text=str(given["what"]),
        category=str(given["category"]),
        region=place.code,
        lat=place.lat,
        lon=place.lon,
        happened_at=when,
        urgency=Urgency.URGENT if ready.urgent else Urgency.NORMAL,
        contact=bool(given["contact"]),
        status=Status.WAITING,
        version=1,
        submitted_at=now,
        consent_version=str(house.office.consent_version),
    )
    session.add(report)
    session.flush()
    session.add(Card(report_id=report.id or 0))
    entry = record(
        session,
        report,
        actor="source",
        event="submitted",
        now=now,
        after=Status.WAITING,
        details={"consent": report.consent_version, "urgency": report.urgency},
    )
    files = given.get("evidence", ())
    evidence.hand_over(session, row.id or 0, report, files if isinstance(files, tuple) else ())
    session.delete(row)
    notices.tell_receipt(session, report, because=entry, now=now)
    notices.redraw_card(session, report, now=now)
    if evidence.counts(session, report.id or 0).get("kept"):
        notices.show_evidence(session, report, now=now)
    return report


def _free_code(session: Session) -> str:
    while True:
        code = new_code()
        if session.exec(select(Report.id).where(Report.code == code)).first() is None:
            return code
