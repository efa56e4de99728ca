"""The rows of the table: one person each, with a phone, at the private bot and perhaps at the
desk."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import httpx
from sqlmodel import Session, select

from cards.taps import Tap
from desk import enrolment
from desk.people import account_of, recognise
from desk.rights import PRIVATE, Role
from desk.rights import Person as Known
from sandbox.client import Person, Press, Shown
from storage.tables import Account
from tests.world import World


class Row(StrEnum):
    """Who acts, as the table calls them."""

    STRANGER = "stranger"
    CITIZEN = "citizen"
    AGENT = "agent"
    HANDLER = "handler"
    VERIFIER = "verifier"
    UNIT = "unit"
    READER = "reader"
    LEADER = "leader"
    ADMIN = "admin"
    PAUSED = "paused verifier"
    AWAY = "verifier away"
    REMOVED = "removed verifier"
    OWN = "reporter"
    STEPPED = "stepped back"
    MEMBER = "group admin"


NAMES = (
    *("Wakil", "Orin", "Siti", "Darmi", "Wati", "Hasan", "Lukman", "Yusuf", "Bahrun", "Rahma"),
    *("Jamal", "Pergi", "Keluar", "Murni", "Teguh", "Usman"),
)
"""What people are called: the helper, then those of the table in its order."""

ROLES: dict[Row, Role] = {
    Row.AGENT: Role.AGENT,
    Row.HANDLER: Role.HANDLER,
    Row.VERIFIER: Role.VERIFIER,
    Row.UNIT: Role.UNIT,
    Row.READER: Role.READER,
    Row.LEADER: Role.LEADER,
    Row.ADMIN: Role.ADMIN,
    Row.PAUSED: Role.VERIFIER,
    Row.AWAY: Role.VERIFIER,
    Row.REMOVED: Role.VERIFIER,
    Row.OWN: Role.VERIFIER,
    Row.STEPPED: Role.VERIFIER,
}
OUTSIDE = {Row.STRANGER, Row.CITIZEN, Row.AWAY}
"""Who is no member of the verification group."""


@dataclass
class Who:
    """Somebody of the table."""

    row: Row | None
    person: Person
    account: int
    """0 for who never had one."""
    inside: bool
    anchors: dict[str, Shown]
    """By bot, a message of it in the own chat: a forged button hangs somewhere."""

    async def presses(self, bot: str, tap: Tap | str, at: Shown | None = None) -> Press:
        """Press a button, forged if need be, at a card in the group or in the own chat."""
        data = tap if isinstance(tap, str) else tap.pack()
        return await self.person.forges(at or self.anchors[bot], data)

    async def says(self, chat: Any, text: str, reply_to: Shown | None = None) -> None:
        await self.person.says(chat, text, reply_to=reply_to)


async def everybody(office: World, *bots: str) -> dict[Row | None, Who]:
    """All of them, each with these bots open; the helper stands under None."""
    found = {}
    for row, name in zip((None, *Row), NAMES, strict=True):
        person = await office.sandbox.person(name)
        roles = [ROLES[row]] if row in ROLES else [] if row else [*_HELPS]
        for role in roles:
            await office.product.database.run(partial(_enrolled, office, role, person))
        if row not in OUTSIDE or row is Row.AWAY:
            await person.joins(office.group)
        for bot in bots:
            await person.start(_bot(office, bot))
        found[row] = Who(row, person, 0, row not in OUTSIDE, {})
    await office.settled()
    await office.group.promotes(found[Row.MEMBER].person)
    await found[Row.AWAY].person.leaves(office.group)
    await office.settled()
    for who in found.values():
        who.anchors = {bot: await _anchor(office, who.person, _bot(office, bot)) for bot in bots}
        who.account = await office.read(partial(_account, office, who.person.id))
    await office.product.database.run(partial(_suspended, office, found))
    return found


async def _anchor(office: World, person: Person, bot: Any) -> Shown:
    """A message of the bot that answers one of this person's, as the question which report it
    belongs to does: a button may hang below any."""
    first = next(one for one in await person.chat(bot) if not one.by_bot)
    said = {
        "chat_id": person.id,
        "text": "?",
        "reply_parameters": {"message_id": first.message_id},
    }
    async with httpx.AsyncClient() as client:
        await client.post(f"{office.sandbox.url}/bot{bot.token}/sendMessage", json=said)
    return await person.last(bot)


def _enrolled(office: World, role: Role, person: Person, session: Session) -> None:
    area = office.home.kecamatan_code if role is Role.AGENT else None
    vault, now, name = office.product.house.vault, office.clock(), person.first_name
    enrolment.enrol(session, vault, role, person.id, name, language="id", now=now, region=area)


_HELPS = (Role.AGENT, Role.VERIFIER, Role.LEADER, Role.ADMIN)


def _bot(office: World, bot: str) -> Any:
    return office.private if bot == PRIVATE else office.public


def _account(office: World, telegram_id: int, session: Session) -> int:
    account = account_of(session, office.product.house.vault, telegram_id)
    return (account.id or 0) if account else 0


def _suspended(office: World, people: dict[Row | None, Who], session: Session) -> None:
    paused = session.exec(select(Account).where(Account.id == people[Row.PAUSED].account)).one()
    paused.paused_at = office.clock()
    session.add(paused)
    vault, gone = office.product.house.vault, people[Row.REMOVED].person.id
    enrolment.remove(session, vault, gone, office.clock())


def known(office: World, session: Session, who: Who, bot: str = PRIVATE) -> Known:
    """Somebody as the rules see them."""
    vault = office.product.house.vault
    return recognise(session, vault, bot, who.person.id, "id", office.clock())
