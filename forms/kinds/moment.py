"""When it happened: typed freely, or one of four buttons."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from forms.buttons import LAST_NIGHT, NOW, THIS_MORNING, YESTERDAY
from forms.form import Field, Option
from forms.given import Answering, Pressed, Typed
from forms.moments import SLACK, read_moment
from forms.reading import Asked, Halfway, Offer, Taken, refused
from forms.steps import Context, Wrong, WrongKey
from forms.values import Value


def read(asked: Asked, given: Answering) -> Taken | Halfway:
    moment = _meant(asked, given)
    if moment is None:
        return refused(asked, Wrong(WrongKey.MOMENT_UNCLEAR))
    return within(asked, moment)


def within(asked: Asked, moment: datetime) -> Taken | Halfway:
    """The moment when it has come and is not too long ago."""
    moment = moment.replace(microsecond=0)
    days = asked.field.limits.past_days
    if moment > asked.now + SLACK:
        return refused(asked, Wrong(WrongKey.MOMENT_IN_FUTURE, {"moment": moment}))
    if moment < asked.now - timedelta(days=days):
        return refused(asked, Wrong(WrongKey.MOMENT_TOO_OLD, {"moment": moment, "days": days}))
    return Taken(moment)


def offer(asked: Asked) -> Offer:
    """Buttons carry their moment, so that one pressed tomorrow still means today's morning."""
    zone = asked.context.zone
    today = asked.now.astimezone(zone).date()
    yesterday = today - timedelta(days=1)
    buttons = (
        (THIS_MORNING, datetime.combine(today, time(7), zone)),
        (LAST_NIGHT, datetime.combine(yesterday, time(21), zone)),
        (YESTERDAY, datetime.combine(yesterday, time(12), zone)),
    )
    earliest = asked.now - timedelta(days=asked.field.limits.past_days)
    past = [
        Option(f"at:{int(moment.timestamp()) // 60}", label)
        for label, moment in buttons
        if earliest <= moment <= asked.now
    ]
    return Offer((NOW, *past))


def holds(field: Field, value: Value, context: Context) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _meant(asked: Asked, given: Answering) -> datetime | None:
    zone = asked.context.zone
    match given:
        case Typed(text):
            return read_moment(text, asked.now, zone)
        case Pressed(NOW.value):
            return asked.now.astimezone(zone)
        case Pressed(value) if value.startswith("at:"):
            minutes = value.removeprefix("at:")
            if minutes.isascii() and minutes.isdigit() and len(minutes) < 10:
                return datetime.fromtimestamp(int(minutes) * 60, UTC).astimezone(zone)
    return None
