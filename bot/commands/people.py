"""`cakra people`: who belongs to the office."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.speaking import Json, Refused, say, show
from bot.commands.speaking import desk as opened

if TYPE_CHECKING:
    from bot.desktop import Desktop

app = typer.Typer(help="Enrol, list and remove people of the office.")


class RoleName(StrEnum):
    """The roles the command line can give."""

    AGENT = "agent"
    HANDLER = "handler"
    VERIFIER = "verifier"
    UNIT = "unit"
    READER = "reader"
    LEADER = "leader"
    ADMIN = "admin"


@app.command("add")
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
    from desk.rights import Role

    with opened() as desk:
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
    say("cli.person_added", name=name, role=role.value)


@app.command("invite")
def people_invite(
    role: RoleName,
    region: Annotated[str | None, typer.Option(help="Official code of an agent's area.")] = None,
    as_json: Json = False,
) -> None:
    """Print a one-time link that gives somebody a role; it is good for three days."""
    from cards.people import start_link
    from desk import invites
    from desk.rights import Role

    with opened() as desk:
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
        show(json.dumps({"link": link, "expires_at": offered.expires_at.isoformat()}))
        return
    say("cli.invited", (zone, label), link=link, role=role.value, until=offered.expires_at)


@app.command("list")
def people_list(as_json: Json = False) -> None:
    """Everybody enrolled, with roles."""
    from desk import enrolment

    with opened() as desk:
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
        show(json.dumps(rows, ensure_ascii=False))
        return
    for number, one in everybody:
        line = {"name": one.name, "roles": list(one.roles), "reachable": one.reachable}
        say("cli.person_line", number=number, **line)
    if not everybody:
        say("cli.nobody")


@app.command("remove")
def people_remove(telegram_id: Annotated[int, typer.Argument(min=1)]) -> None:
    """Take every role from somebody, at once."""
    from desk import enrolment

    with opened() as desk:
        vault = desk.house.vault
        name = desk.do(lambda session: enrolment.remove(session, vault, telegram_id, desk.now))
    say("cli.person_removed", name=name)


def _known_region(desk: "Desktop", region: str | None) -> None:
    if region is not None and desk.house.office.regions.region(region) is None:
        raise Refused(f"--region {region} is no code of {desk.house.office.name}")
