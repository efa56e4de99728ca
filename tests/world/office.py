"""Everything a test touches: the office that runs, and the people it meets."""

import io
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

import bot.product
import digests
from bot.product import Product
from bot.profile import introduce
from bot.settings import Settings
from desk import enrolment
from desk.rights import Role
from offices.load import load as load_office
from sandbox.client import Group, Person, Sandbox
from storage.pacer import Limits
from storage.tables import Account, Report
from tests.homes import Home
from tests.world.phone import Phone
from tests.world.settling import settled
from tests.world.trace import FakeClock, Trace
from words import Library

T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)


@dataclass
class World:
    """Everything a test touches."""

    sandbox: Sandbox
    clock: FakeClock
    trace: Trace
    settings: Settings
    group: Group
    log: io.StringIO
    limits: Limits
    home: Home
    running: AsyncExitStack
    introduced: bool = True
    """Whether the bots say at the start what they are, which takes two dozen calls."""
    people: dict[str, Person] = field(default_factory=dict)
    product: Product = field(init=False)

    @property
    def place(self) -> str:
        """A village of this office, with its kecamatan, as people write it."""
        return self.home.place

    @property
    def noon(self) -> datetime:
        """When the test began: Saturday, twelve o'clock at the office."""
        return self.home.noon

    @property
    def evidence_folder(self) -> Path:
        return self.settings.data_dir / "evidence"

    @property
    def public(self) -> Any:
        return self.sandbox.bots[0]

    @property
    def private(self) -> Any:
        return self.sandbox.bots[1]

    async def citizen(self, name: str = "Siti", **more: Any) -> Phone:
        """Somebody who never wrote before, with the public bot open."""
        person = await self.sandbox.person(name, **more)
        self.people[name] = person
        phone = Phone(self, person, self.public)
        await person.start(self.public)
        await self.settled()
        return phone

    async def agent(self, name: str = "Darmi", area: str | None = None, **more: Any) -> Phone:
        """An agent at the private bot; the area is that of the office's home unless given."""
        person = await self.sandbox.person(name, **more)
        self.people[name] = person
        area = area or self.home.kecamatan_code
        await self.product.database.run(partial(self._enrol, Role.AGENT, person, area))
        phone = Phone(self, person, self.private)
        await phone.starts()
        return phone

    async def stranger(self, name: str = "Orang") -> Phone:
        """Somebody with the private bot at hand who does not belong to the office."""
        return Phone(self, await self.sandbox.person(name), self.private)

    async def officer(self, name: str, *roles: Role, opens: bool = True) -> Phone:
        """Somebody of the office at the private bot; the sandbox's group is joined too."""
        person = await self.sandbox.person(name)
        self.people[name] = person
        for role in roles:
            await self.product.database.run(partial(self._enrol, role, person, None))
        await person.joins(self.group)
        if opens:
            await person.start(self.private)
        await self.settled()
        return Phone(self, person, self.private)

    def _enrol(self, role: Role, person: Person, area: str | None, session: Session) -> None:
        vault, now, name = self.product.house.vault, self.clock(), person.first_name
        enrolment.enrol(session, vault, role, person.id, name, language="id", now=now, region=area)

    def at_desk(self, phone: Phone) -> Phone:
        """The same person looking at the verification group."""
        return Phone(self, phone.person, self.group)

    def label(self, language: str, key: str, values: dict[str, Any]) -> str:
        words = self.product.library.in_(language)
        known = key in self.product.library.keys(language)
        return words.text(key, **values) if known else key

    async def starts(self) -> None:
        """Start the product, or start it again after `stops`."""
        bot.product.introduce = introduce if self.introduced else _silent  # type: ignore[assignment, attr-defined]
        library = _library(self.home.key)
        library.trace = self.trace
        self.product = Product(
            self.settings, clock=self.clock, limits=self.limits, library=library
        )
        await self.running.enter_async_context(self.product.running())
        if self.product.clock is not None:
            await self.product.clock.ticked.wait()
            self.product.clock.pause()  # from here on it ticks when told to

    async def stops(self) -> None:
        """Stop the product; the sandbox goes on and keeps what people say."""
        await self.running.aclose()

    async def read(self, question: Callable[[Session], T]) -> T:
        return await self.product.database.read(question)

    async def rows(self, table: type[Row]) -> list[Row]:
        """Every row of a table."""
        return await self.read(lambda session: list(session.exec(select(table)).all()))

    async def reports(self) -> list[Report]:
        query = select(Report).order_by(col(Report.id))
        return await self.read(lambda session: list(session.exec(query).all()))

    async def settled(self) -> None:
        """Every update is confirmed, every message that is due is sent, every file fetched."""
        await settled(self.sandbox, self.product, self.log)

    async def tick(self) -> None:
        """Let the clock do what is due."""
        if self.product.clock is None:
            raise AssertionError("this product runs without a clock")
        await self.product.clock.tick()
        await self.settled()

    async def account(self, name: str) -> Account:
        query = select(Account).where(Account.name == name)
        return await self.read(lambda session: session.exec(query).one())


async def _silent(*_: object) -> None:
    """In place of `introduce`."""


@cache
def _library(name: str) -> Library:
    """Compiled once for all tests; each test sets a trace of its own."""
    office = load_office(name)
    return Library(office.zone, office.zone_label, extra=(digests.TEMPLATES,))
