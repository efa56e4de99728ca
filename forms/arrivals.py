"""Positions, contacts and files, which are taken at any question."""

from __future__ import annotations

from msgspec.structs import replace

from forms import filled
from forms.asking import Asking, Told
from forms.draft import Draft
from forms.form import Field, Kind
from forms.given import Attached, Contacted, Shared, Typed
from forms.kinds import evidence
from forms.steps import Wrong, WrongKey


def shared(asking: Asking, draft: Draft, given: Shared) -> Told:
    """A position belongs to the field on the screen, else to the form's region or location."""
    field = asking.taker(draft, (Kind.REGION, Kind.LOCATION))
    if field is None:
        return draft, Wrong(WrongKey.NOT_ASKED_FOR)
    after, wrong = asking.read(draft, field, given)
    if wrong:
        return draft, wrong
    complete = asking.next_open(draft) is None
    return replace(after, returning=after.at is not None and complete), None


def contacted(asking: Asking, draft: Draft, given: Contacted) -> Told:
    """A contact belongs to the form's field for one; the question on the screen stays."""
    field = asking.taker(draft, (Kind.CONTACT,))
    if field is None:
        return draft, Wrong(WrongKey.NOT_ASKED_FOR)
    if field.key == draft.at:
        return asking.read(draft, field, given)
    return asking.read_aside(draft, field, given)


def attached(asking: Asking, draft: Draft, given: Attached) -> Told:
    """Files go to the evidence, their caption to the question it fits.

    A caption that fits nowhere is left with the file; whoever keeps the evidence has it.
    """
    field = _evidence(asking, draft)
    wrong: Wrong | None = Wrong(WrongKey.NOT_ASKED_FOR)
    if field:
        draft, wrong = _joined(asking, draft, field, given.ids)
    if given.caption and given.caption.strip():
        draft, no = _captioned(asking, draft, Typed(given.caption))
        wrong = wrong or no
    return draft, wrong


def _evidence(asking: Asking, draft: Draft) -> Field | None:
    """The evidence on the screen, else the form's first that may yet apply."""
    fields = filled.possible(asking.form, draft, asking.context)
    fitting = [field for field in fields if field.kind is Kind.EVIDENCE]
    here = [field for field in fitting if field.key == draft.at]
    return next(iter((*here, *fitting)), None)


def _joined(asking: Asking, draft: Draft, field: Field, ids: tuple[str, ...]) -> Told:
    """At its own question one stays for more files, until "done" or until it is full."""
    kept, too_many = evidence.joined(field, draft.answers.get(field.key), ids)
    most = field.limits.max_files
    draft = draft.with_answer(field, kept) if kept else draft
    if field.key == draft.at and len(kept) >= most:
        draft = asking.advanced(draft)
    return draft, Wrong(WrongKey.TOO_MANY_FILES, {"max": most}) if too_many else None


def _captioned(asking: Asking, draft: Draft, caption: Typed) -> Told:
    here, empty = asking.form.field(draft.at), asking.empty_text(draft)
    target = empty or here
    if target is None or target.kind is Kind.EVIDENCE:
        return draft, None
    if target is here:
        after, wrong = asking.read(draft, target, caption)
        return (after, wrong) if wrong is None or target.kind is Kind.TEXT else (draft, None)
    return asking.read_aside(draft, target, caption)[0], None
