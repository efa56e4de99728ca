"""The command line `cakra`. Imports the heavy parts only in the commands that use them."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from click.exceptions import Abort, ClickException, NoArgsIsHelpError

if TYPE_CHECKING:
    from bot.desktop import Desktop

app = typer.Typer(
    name="cakra",
    help="Chat-bot intake, verification desk and digests of an early-warning office.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
people_app = typer.Typer(help="Enrol, list and remove people of the office.", no_args_is_help=True)
digest_app = typer.Typer(help="Preview digests or send them.", no_args_is_help=True)
app.add_typer(people_app, name="people")
app.add_typer(digest_app, name="digest")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


class RoleName(StrEnum):
    """The roles the command line can give."""

    AGENT = "agent"
    HANDLER = "handler"
    VERIFIER = "verifier"
    UNIT = "unit"
    READER = "reader"
    LEADER = "leader"
    ADMIN = "admin"


class PeriodName(StrEnum):
    """The periods of digests."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Refused(Exception):
    """What was asked for can not be done, in one sentence."""


@app.command()
def run(
    only: Annotated[
        str, typer.Option(help="Only these parts, comma separated: intake,courier,clock.")
    ] = "intake,courier,clock",
) -> None:
    """Run the program: against Telegram with tokens, against a sandbox without any."""
    from bot.running import run_program

    parts = tuple(part.strip() for part in only.split(",") if part.strip())
    unknown = [part for part in parts if part not in ("intake", "courier", "clock")]
    if unknown or not parts:
        raise Refused(
            f"--only knows intake, courier and clock, not {', '.join(unknown) or only!r}"
        )
    run_program(parts, _language())


@app.command()
def sandbox() -> None:
    """Run only the sandbox: a local Telegram to try the program with."""
    from bot.running import run_sandbox

    run_sandbox(_language())


@app.command()
def init() -> None:
    """Make a VAULT_KEY and write it into .env, readable by its owner only."""
    from bot.initialising import ensure_key

    made, path = ensure_key(Path(".env"))
    _say("cli.key_made" if made else "cli.key_kept", path=str(path))


@app.command()
def migrate() -> None:
    """Bring the database to the present tables; `run` does this by itself."""
    from bot.settings import load
    from storage.database import Database
    from storage.migrate import upgrade

    settings = load()
    database = Database(settings.database_url)
    try:
        before, after = upgrade(database.engine)
    finally:
        database.close()
    with _desk():  # refuses a key that did not seal this database
        _say("cli.migrated", before=before, after=after)


@people_app.command("add")
def people_add(
    role: RoleName,
    telegram_id: Annotated[int, typer.Argument(min=1)],
    name: str,
    region: Annotated[str | None, typer.Option(help="Official code of the area.")] = None,
    handler: Annotated[
        int | None, typer.Option(help="Telegram id of the handler who looks after an agent.")
    ] = None,
) -> None:
    """Give somebody a role, by Telegram id."""
    from desk import enrolment
    from desk.people import Role

    with _desk() as desk:
        _known_region(desk, region)
        desk.do(
            lambda session: enrolment.enrol(
                session,
                desk.house.vault,
                Role(role.value),
                telegram_id,
                name,
                language=desk.house.office.language,
                now=desk.now,
                region=region,
                handler=handler,
            )
        )
    _say("cli.person_added", name=name, role=role.value)


@people_app.command("invite")
def people_invite(
    role: RoleName,
    region: Annotated[str | None, typer.Option(help="Official code of an agent's area.")] = None,
    as_json: Json = False,
) -> None:
    """Print a one-time link that gives somebody a role; it is good for three days."""
    from cards.people import start_link
    from desk import invites
    from desk.people import Role

    with _desk() as desk:
        _known_region(desk, region)
        bot = desk.private_username()
        offered = desk.do(
            lambda session: invites.invite(
                session, None, desk.house, Role(role.value), region, now=desk.now
            )
        )
        zone, label = desk.house.office.zone, desk.house.office.zone_label
    link = start_link(bot, offered.payload)
    if as_json:
        _print(json.dumps({"link": link, "expires_at": offered.expires_at.isoformat()}))
        return
    _say("cli.invited", (zone, label), link=link, role=role.value, until=offered.expires_at)


@people_app.command("list")
def people_list(as_json: Json = False) -> None:
    """Everybody enrolled, with roles."""
    from desk import enrolment

    with _desk() as desk:
        everybody = desk.look(lambda session: enrolment.directory(session, desk.house.vault))
    if as_json:
        rows = [
            {
                "telegram_id": number,
                "name": one.name,
                "roles": list(one.roles),
                "reachable": one.reachable,
            }
            for number, one in everybody
        ]
        _print(json.dumps(rows, ensure_ascii=False))
        return
    for number, one in everybody:
        line = {"name": one.name, "roles": list(one.roles), "reachable": one.reachable}
        _say("cli.person_line", number=number, **line)
    if not everybody:
        _say("cli.nobody")


@people_app.command("remove")
def people_remove(telegram_id: Annotated[int, typer.Argument(min=1)]) -> None:
    """Take every role from somebody, at once."""
    from desk import enrolment

    with _desk() as desk:
        vault = desk.house.vault
        name = desk.do(lambda session: enrolment.remove(session, vault, telegram_id, desk.now))
    _say("cli.person_removed", name=name)


Period = Annotated[PeriodName, typer.Option(help="Which digest.")]
Day = Annotated[
    str | None, typer.Option("--date", help="A day inside the period; without: up to now.")
]


@digest_app.command("send")
def digest_send(period: Period, day: Day = None, as_json: Json = False) -> None:
    """Send a digest to every enrolled leader who has not had it."""
    from digests import editions, periods

    with _desk() as desk:
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
        _print(json.dumps({"edition": prepared.edition.key, "recipients": prepared.recipients}))
        return
    _say("cli.digest_put", period=period.value, count=prepared.recipients)


@digest_app.command("preview")
def digest_preview(period: Period, day: Day = None, as_json: Json = False) -> None:
    """Print a digest as leaders would read it; nothing is sent."""
    from sqlmodel import Session

    from digests import editions, message, periods
    from words import Html

    with _desk() as desk:
        office = desk.house.office
        words = desk.library.in_(office.language)

        def unit(session: Session) -> tuple[Html, ...]:
            wanted = periods.Period(period.value)
            prepared = editions.prepare(session, office, wanted, _day(day), desk.now, send=False)
            return message.draw(session, prepared.edition, words, office)

        parts = desk.look(unit)
    if as_json:
        _print(json.dumps(list(parts), ensure_ascii=False))
        return
    _print("\n\n".join(_without_tags(part) for part in parts))


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


@contextmanager
def _desk() -> "Iterator[Desktop]":
    """The office opened for one command."""
    from bot.desktop import Desktop
    from bot.settings import load

    desk = Desktop(load())
    try:
        yield desk
    finally:
        desk.close()


def _known_region(desk: "Desktop", region: str | None) -> None:
    if region is not None and desk.house.office.regions.region(region) is None:
        raise Refused(f"--region {region} is no code of {desk.house.office.name}")


def _language() -> str:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "id" if (spoken or "").startswith("id") else "en"


def _say(key: str, zone: "tuple[tzinfo, str] | None" = None, /, **values: Any) -> None:
    """One line in the language of the shell; moments in the office's `zone`."""
    from zoneinfo import ZoneInfo

    from words import Library

    where, label = zone or (ZoneInfo("UTC"), "UTC")
    _print(Library(where, label).in_(_language()).text(key, **values))


def _print(text: str) -> None:
    typer.echo(text)


def main() -> None:
    """Run a command; whatever goes wrong is one line on stderr and exit 1."""
    os.umask(0o077)  # what the program writes is for its own account only
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
            raise
        from bot.complaints import sentence

        print(f"cakra: {sentence(error)}", file=sys.stderr)
        sys.exit(1)


def _run() -> int:
    """The exit code of the command typed; a command typed wrongly is one line, too."""
    try:
        return int(app(standalone_mode=False) or 0)
    except NoArgsIsHelpError as error:
        _print(error.format_message())
        return 0
    except ClickException as error:
        print(f"cakra: {' '.join(error.format_message().split())}", file=sys.stderr)
        return 1
    except Abort:
        return 130
