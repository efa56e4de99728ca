"""A day without an hour: typed freely, or today and yesterday as buttons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from forms.buttons import TODAY, YESTERDAY
from forms.form import Field, Option
from forms.given import Answering, Pressed, Typed
from forms.moments import read_moment
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value

DAY = "day:"


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    day = _meant(asked, given)
    if day is None:
        return refused(asked, Wrong(WrongKey.DAY_UNCLEAR))
    return within(asked, day)


def within(asked: Asked, day: date) -> Taken | Halfway:
    """The day when it has come and is not too long ago."""
    today, days = _today(asked), asked.field.limits.past_days
    if day > today:
        return refused(asked, Wrong(WrongKey.DAY_IN_FUTURE, {"day": day}))
    if day < today - timedelta(days=days):
        return refused(asked, Wrong(WrongKey.DAY_TOO_OLD, {"day": day, "days": days}))
    return Taken(day)


def offer(asked: Asked) -> Offer:
    """Buttons carry their day, so that one pressed tomorrow still means today."""
    today = _today(asked)
    yesterday = today - timedelta(days=1)
    return Offer(
        (
            Option(f"{DAY}{today.isoformat()}", TODAY),
            Option(f"{DAY}{yesterday.isoformat()}", YESTERDAY),
        )
    )


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _today(asked: Asked) -> date:
    return asked.now.astimezone(asked.context.zone).date()


def _meant(asked: Asked, given: Answering) -> date | None:
    match given:
        case Typed(text):
            moment = read_moment(text, asked.now, asked.context.zone)
            return moment.date() if moment else None
        case Pressed(value) if value.startswith(DAY):
            try:
                return date.fromisoformat(value.removeprefix(DAY))
            except ValueError:
                return None
    return None
