"""A form on the way: what was answered, where the person stands. Plain JSON in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from forms.form import Field, Form, Kind
from forms.steps import Stage
from forms.values import Place, Value, from_plain, to_plain


class Pending(Struct, frozen=True):
    """Half an answer of the present field: which list is open, what waits for a yes, or (of
    several choices) what is ticked so far."""

    stage: Stage
    codes: tuple[str, ...] = ()
    page: int = 0
    place: Place | None = None


class Draft(Struct, frozen=True, dict=True):
    """`at` is the field being asked, None the review; `kinds` says what each answer was given to.

    `answers` holds only what the person gave, also to fields whose condition does not hold at
    present; what a field falls back to is worked out by `engine.answers`, with `begun` as the
    moment of a default "now". `skipped` are optional questions not to be asked again; a `brief`
    draft asks none of them.
    """

    form: str
    version: int
    begun: datetime
    answers: Mapping[str, Value] = field(default_factory=dict)
    at: str | None = None
    pending: Pending | None = None
    urgent: bool = False
    returning: bool = False
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    brief: bool = False

    def with_answer(self, field: Field, value: Value) -> Draft:
        """The draft with this one answer replaced."""
        answers = {**self.answers, field.key: value}
        kinds = {**self.kinds, field.key: field.kind}
        skipped = self.skipped - {field.key} if self.skipped else self.skipped
        return replace(self, answers=answers, kinds=kinds, skipped=skipped)

    def without(self, field: Field) -> Draft:
        """The draft with this answer taken back."""
        return replace(
            self,
            answers={key: one for key, one in self.answers.items() if key != field.key},
            kinds={key: one for key, one in self.kinds.items() if key != field.key},
        )

    def moved(self, at: str | None, pending: Pending | None = None) -> Draft:
        """The same answers, with the person at another question; what is known of them stays."""
        if (self.at, self.pending, self.returning) == (at, pending, False):
            return self
        draft = replace(self, at=at, pending=pending, returning=False)
        draft.known.update(self.known)
        return draft

    def without_asking(self, field: Field) -> Draft:
        """The draft with this question skipped; an answer to it stays."""
        return replace(self, skipped=self.skipped | {field.key})

    @property
    def known(self) -> dict[str, Any]:
        """What was worked out of these answers already, by `forms/filled.py`; no part of what the
        draft is, so a copy begins without."""
        return self.__dict__

    def to_json(self) -> dict[str, object]:
        """Plain JSON types only."""
        return {
            "form": self.form,
            "version": self.version,
            "begun": self.begun.isoformat(),
            "answers": {
                key: {"kind": str(self.kinds.get(key, "")), "value": to_plain(value)}
                for key, value in self.answers.items()
            },
            "at": self.at,
            "pending": _pending_to_json(self.pending),
            "urgent": self.urgent,
            "returning": self.returning,
            "skipped": sorted(self.skipped),
            "brief": self.brief,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object], form: Form) -> Draft:
        """The draft again, fitted to the form as it is now.

        Unknown keys are passed over; answers of fields that are gone or of another kind now are
        dropped and will be asked again. Raises ValueError when `begun` cannot be read.
        """
        begun = datetime.fromisoformat(str(data.get("begun")))
        if begun.tzinfo is None:
            raise ValueError("begun has no offset")
        at = form.field(_text(data.get("at")))
        answers, kinds = _answers(data.get("answers"), form)
        return cls(
            form=form.key,
            version=form.version,
            begun=begun,
            answers=answers,
            kinds=kinds,
            at=at.key if at else None,
            pending=_pending_from_json(data.get("pending")) if at else None,
            urgent=data.get("urgent") is True,
            returning=data.get("returning") is True,
            skipped=_skipped(data.get("skipped"), form).difference(answers),
            brief=data.get("brief") is True,
        )


def _skipped(plain: object, form: Form) -> frozenset[str]:
    """Those of the keys that are fields still; a draft of an older program has none."""
    keys = plain if isinstance(plain, list) else []
    return frozenset(str(key) for key in keys if form.field(str(key)))


def _answers(kept: object, form: Form) -> tuple[dict[str, Value], dict[str, Kind]]:
    """The answers whose fields are still there and of the same kind, and these kinds."""
    answers: dict[str, Value] = {}
    kinds: dict[str, Kind] = {}
    for key, entry in kept.items() if isinstance(kept, dict) else ():
        field, value = form.field(key), _answer(entry)
        if field and value is not None and entry["kind"] == field.kind:
            answers[key], kinds[key] = value, field.kind
    return answers, kinds


def _answer(entry: object) -> Value | None:
    match entry:
        case {"kind": str(), "value": value}:
            return from_plain(value)
    return None


def _pending_to_json(pending: Pending | None) -> dict[str, object] | None:
    if pending is None:
        return None
    return {
        "stage": str(pending.stage),
        "codes": list(pending.codes),
        "page": pending.page,
        "place": to_plain(pending.place) if pending.place else None,
    }


def _pending_from_json(plain: object) -> Pending | None:
    """None also for a stage this version does not know: the question is asked plainly then."""
    match plain:
        case {"stage": str(stage), "codes": list(codes), "page": int(page), **rest} if (
            stage in set(Stage)
        ):
            place = from_plain(rest.get("place"))
            return Pending(
                Stage(stage),
                tuple(str(code) for code in codes),
                page,
                place if isinstance(place, Place) else None,
            )
    return None


def _text(plain: object) -> str | None:
    return plain if isinstance(plain, str) else None
