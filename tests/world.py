"""A whole office for one test: the sandbox, the product on a database, and people with phones."""

import asyncio
import io
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

import digests
from bot import logs
from bot.product import Product
from bot.settings import Settings
from desk import enrolment
from desk.rights import Role
from offices.load import PROFILES
from offices.load import load as load_office
from sandbox.client import Group, Person, Sandbox, Shown, Toast
from sandbox.running import serve
from storage.outbox import State
from storage.pacer import Limits
from storage.tables import Account, Evidence, Outbox, Report
from tests.homes import INDRAGIRI_HILIR, Home
from words import Library

T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)
VAULT_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
NOON = INDRAGIRI_HILIR.noon
SETTLES_WITHIN = 20.0  # seconds of real time; a failure of a test, never a pause


class Trace:
    """Which wording key a text came from, so that tests speak of keys and not of sentences."""

    def __init__(self) -> None:
        self._texts: dict[str, set[str]] = defaultdict(set)

    def __call__(self, key: str, text: str) -> None:
        self._texts[key].add(text)

    def shows(self, raw: str, key: str) -> bool:
        return any(text and text in raw for text in self._texts[key])

    def keys(self, raw: str) -> list[str]:
        return sorted(key for key in self._texts if self.shows(raw, key))


@dataclass
class FakeClock:
    """Stands still until a test moves it."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Phone:
    """Somebody's phone at one chat. Every act returns when everybody has fallen silent again."""

    world: "World"
    person: Person
    chat: Any

    async def says(self, text: str, reply_to: Shown | None = None) -> Shown:
        return await self._done(self.person.says(self.chat, text, reply_to=reply_to))

    async def starts(self, payload: str | None = None) -> Shown:
        return await self._done(self.person.start(self.chat, payload))

    async def sends_photo(self, photo: int = 1, caption: str | None = None) -> Shown:
        return await self._done(self.person.sends_photo(self.chat, photo, caption))

    async def sends_album(self, count: int, caption: str | None = None, late: Any = ()) -> Any:
        return await self._done(self.person.sends_album(self.chat, count, caption, late=late))

    async def sends_document(self, content: bytes, name: str, **more: Any) -> Shown:
        return await self._done(self.person.sends_document(self.chat, content, name, **more))

    async def sends_sticker(self) -> Shown:
        return await self._done(self.person.sends_sticker(self.chat))

    async def sends_voice(self, content: bytes, **more: Any) -> Shown:
        return await self._done(self.person.sends_voice(self.chat, content, **more))

    async def sends_location(self, lat: float, lon: float) -> Shown:
        return await self._done(self.person.sends_location(self.chat, lat, lon))

    async def shares_contact(self, phone: str, of: Person | None = None) -> Shown:
        return await self._done(self.person.shares_contact(self.chat, phone, of=of))

    async def edits(self, message: Shown, text: str) -> Shown:
        return await self._done(self.person.edits(message, text))

    async def delivers_late(self) -> None:
        await self._done(self.person.delivers_late())

    async def taps(self, key: str, /, *, on: Shown | None = None, **values: Any) -> Toast:
        """Press the button worded by `key` (or with that data) on its newest message."""
        for language in ("id", "en"):
            label = self.world.label(language, key, values)
            message = on or await self._with_button(label)
            if message is not None and any(
                label in (button.text, button.data) for row in message.buttons for button in row
            ):
                return await self._pressed(self.person.presses(message, label))
        raise AssertionError(f"no button {key}; the newest message: {await self.last()}")

    async def presses(self, message: Shown, data: str) -> Toast:
        """Press whatever the message no longer shows, or never did."""
        return await self._pressed(self.person.forges(message, data))

    async def last(self) -> Shown:
        return await self.person.last(self.chat)

    async def keys(self) -> list[str]:
        """The wording keys of the newest message."""
        return self.world.trace.keys((await self.last()).raw)

    async def seen(self, key: str) -> list[Shown]:
        """Every message of the bot that shows `key`, oldest first."""
        messages = await self.person.chat(self.chat)
        return [one for one in messages if one.by_bot and self.world.trace.shows(one.raw, key)]

    async def sees(self, key: str) -> Shown:
        """The newest message that shows `key`."""
        found = await self.seen(key)
        if not found:
            messages = [one.raw for one in await self.person.chat(self.chat) if one.by_bot]
            raise AssertionError(f"{key} was not seen; the bot said {messages[-3:]}")
        return found[-1]

    async def messages(self) -> list[Shown]:
        return await self.person.chat(self.chat)

    async def tail(self, count: int) -> list[Shown]:
        """So many of the bot's newest messages, oldest first."""
        return await self.person.chat(self.chat, by_bot=True, tail=count)

    async def blocks(self) -> None:
        await self._done(self.person.blocks(self.chat))

    async def unblocks(self) -> None:
        await self._done(self.person.unblocks(self.chat))

    async def _with_button(self, label: str) -> Shown | None:
        for message in reversed(await self.person.chat(self.chat)):
            if any(label in (one.text, one.data) for row in message.buttons for one in row):
                return message
        return None

    async def _pressed(self, pressing: Any) -> Toast:
        press = await pressing
        toast: Toast = await press
        await self.world.settled()
        return toast

    async def _done(self, act: Awaitable[T]) -> T:
        result = await act
        await self.world.settled()
        return result


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
        library = _library(self.home.key)
        library.trace = self.trace
        self.product = Product(
            self.settings, clock=self.clock, limits=self.limits, library=library
        )
        await self.running.enter_async_context(self.product.running())

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
        self._wake()
        if self.limits != Limits.none():
            await self._paced()
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + SETTLES_WITHIN
        while True:
            since = await self.sandbox.sequence()
            left = await self._left()
            if not left:
                return
            self._wake()
            if loop.time() > end:
                raise AssertionError(f"still busy with {left}; log: {self.log.getvalue()[-2000:]}")
            await self.sandbox.wait(since, within=0.01)

    def _wake(self) -> None:
        """The clock of a test jumps; who sleeps until some moment can not know."""
        if self.product.courier is not None:
            self.product.courier.wake()
        if self.product.downloader is not None:
            self.product.downloader.wake()

    async def _paced(self) -> None:
        """Every update is confirmed and nothing is being sent; what waits for a limit waits."""
        while True:
            since = await self.sandbox.sequence()
            waiting = await self.sandbox.updates_waiting()
            idle = self.product.courier is None or self.product.courier.idle
            if idle and not any(waiting.values()):
                return
            await self.sandbox.wait(since, within=0.01)

    async def _left(self) -> list[Any]:
        if self.product.failed.done():
            self.product.failed.result()
        waiting = await self.sandbox.updates_waiting()
        updates = [one for several in waiting.values() for one in several]
        return updates or await self.read(self._unfinished)

    def _unfinished(self, session: Session) -> list[Any]:
        """Files first: one that arrives between the two looks becomes a message of the second."""
        now = self.clock()
        files = session.exec(
            select(Evidence.id).where(Evidence.state == "waiting", Evidence.not_before <= now)
        ).all()
        rows = session.exec(
            select(Outbox.kind, Outbox.state, Outbox.last_error).where(
                col(Outbox.state).in_([State.WAITING, State.SENDING, State.UNSURE]),
                col(Outbox.not_before) <= now,
            )
        ).all()
        return [*files, *rows]

    async def tick(self) -> None:
        """Let the clock do what is due."""
        if self.product.clock is None:
            raise AssertionError("this product runs without a clock")
        await self.product.clock.tick()
        await self.settled()

    async def account(self, name: str) -> Account:
        query = select(Account).where(Account.name == name)
        return await self.read(lambda session: session.exec(query).one())


@cache
def _library(name: str) -> Library:
    """Compiled once for all tests; each test sets a trace of its own."""
    office = load_office(name)
    return Library(office.zone, office.zone_label, extra=(digests.TEMPLATES,))


def profile(home: Home, folder: Path, forms: Mapping[str, str]) -> str:
    """The office's profile with these forms of its own, by file name: the shipped one without."""
    if not forms:
        return home.key
    copy = folder / home.key
    shutil.copytree(PROFILES / home.key, copy)
    (copy / "forms").mkdir(exist_ok=True)
    for name, text in forms.items():
        (copy / "forms" / name).write_text(text, encoding="utf-8")
    return str(copy)


@asynccontextmanager
async def world(
    database_url: str,
    folder: Path,
    home: Home = INDRAGIRI_HILIR,
    *,
    limits: Limits | None = None,
    forms: Mapping[str, str] | None = None,
    listen: int | None = None,
) -> AsyncIterator[World]:
    """A running office. The clock stands at a Saturday noon and moves only when told to.

    Updates come by polling, or to a webhook on the port `listen`.
    """
    log = io.StringIO()
    logs.configure("DEBUG", stream=log)
    trace, clock = Trace(), FakeClock(home.noon)
    async with serve() as sandbox:
        group = await sandbox.group("Meja verifikasi", bots=[sandbox.bots[1]])
        settings = Settings(
            public_bot_token=sandbox.bots[0].token,
            private_bot_token=sandbox.bots[1].token,
            verification_chat_id=group.id,
            office=profile(home, folder, forms or {}),
            database_url=database_url,
            data_dir=folder / "data",
            vault_key=VAULT_KEY,
            telegram_api_url=sandbox.url,
            webhook_url=f"http://127.0.0.1:{listen}" if listen else "",
            listen=f"127.0.0.1:{listen or 8080}",
        )
        async with AsyncExitStack() as running:
            limits = limits or Limits.none()
            office = World(sandbox, clock, trace, settings, group, log, limits, home, running)
            await office.starts()
            yield office
