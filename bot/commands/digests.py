"""`cakra digest`: previews and sends."""

import json
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from bot.commands.speaking import Json, Refused, say, show
from bot.commands.speaking import desk as opened

app = typer.Typer(help="Preview digests or send them.")


class PeriodName(StrEnum):
    """The periods of digests."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


Period = Annotated[PeriodName, typer.Option(help="Which digest.")]
Day = Annotated[
    str | None, typer.Option("--date", help="A day inside the period; without: up to now.")
]


@app.command("send")
def digest_send(period: Period, day: Day = None, as_json: Json = False) -> None:
    """Send a digest to every enrolled leader who has not had it."""
    from digests import editions, periods

    with opened() as desk:
        prepared = desk.do(
            lambda session: editions.prepare(
                session,
                desk.house.office,
                periods.Period(period.value),
                _day(day),
                desk.now,
                send=True,
            )
        )
    if as_json:
        show(json.dumps({"edition": prepared.edition.key, "recipients": prepared.recipients}))
        return
    say("cli.digest_put", period=period.value, count=prepared.recipients)


@app.command("preview")
def digest_preview(period: Period, day: Day = None, as_json: Json = False) -> None:
    """Print a digest as leaders would read it; nothing is sent."""
    from sqlmodel import Session

    from digests import editions, message, periods
    from words import Html

    with opened() as desk:
        office = desk.house.office
        words = desk.library.in_(office.language)

        def unit(session: Session) -> tuple[Html, ...]:
            wanted = periods.Period(period.value)
            prepared = editions.prepare(session, office, wanted, _day(day), desk.now, send=False)
            return message.draw(session, prepared.edition, words, office)

        parts = desk.look(unit)
    if as_json:
        show(json.dumps(list(parts), ensure_ascii=False))
        return
    show("\n\n".join(_without_tags(part) for part in parts))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"--date {text} is no date; write it as 2026-11-21") from error


def _without_tags(text: str) -> str:
    import re
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", text))
