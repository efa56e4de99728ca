"""Durable steps of a form through the real intake, from raw JSON."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import GetMe
from aiogram.types import Message, User
from sqlalchemy import event
from sqlmodel import Session, func, select

from bot.intake import Intake
from bot.listening import Listener
from bot.opening import open_house
from bot.product import utc_now
from bot.settings import TELEGRAM, Settings
from desk.house import House
from desk.rights import PUBLIC
from forms.regions import Regions
from handlers import public
from storage.database import Database
from storage.plainjson import parsed
from storage.tables import Draft, Source
from storage.vault import Identity
from tests.world import VAULT_KEY

AT_ONCE = 64  # people whose updates are in flight; also the most units that share one COMMIT
SAID_BACK = 3  # messages of the bot in a dialogue: notice, question, summary
TOKEN = "700000001:bench-public-bot"
WORDS = (
    "Air sungai naik cepat, jalan desa sudah terendam",
    "Harga beras di pasar naik dua kali lipat sejak Senin",
    "Ada kapal menurunkan barang tanpa lampu di dermaga lama tadi malam",
    "Warga berkumpul di depan kantor desa karena sengketa lahan kebun kelapa",
)
Take = Callable[[str], Awaitable[object]]
Dialogue = tuple[str, str]


class Silent(BaseSession):
    """Answers every call at once, as a Telegram without a network would."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0
        chat = {"id": 1, "type": "private"}
        self._said = Message.model_validate({"message_id": 1, "date": 1, "chat": chat})

    async def make_request(self, bot: Bot, method: Any, timeout: Any = None) -> Any:  # noqa: ASYNC109, the library's name
        if isinstance(method, GetMe):
            return User(id=1, is_bot=True, first_name="Bench", username="bench_bot")
        self.calls += 1
        return self._said

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


class Chatter:
    """Writes updates as Telegram would; no id and no person comes twice."""

    def __init__(self, regions: Regions) -> None:
        self._ids = itertools.count(500_000_000)
        self._people = itertools.count(7_000_000_000)
        self._luck = random.Random(14)
        self._places = [
            f"{village.name}, {district.name}"
            for district in regions.kecamatan()
            for village in regions.children(district.code)
        ]

    def dialogues(self, number: int) -> dict[int, Dialogue]:
        """For so many people the two messages each of them writes."""
        people = [next(self._people) for _ in range(number)]
        return {
            who: (
                self._update(who, self._luck.choice(WORDS)),
                self._update(who, self._luck.choice(self._places)),
            )
            for who in people
        }

    def _update(self, who: int, text: str) -> str:
        number = next(self._ids)
        chat = {"id": who, "type": "private", "first_name": "Siti", "username": f"siti{who}"}
        person = {"id": who, "is_bot": False, "first_name": "Siti", "language_code": "id"}
        message = {"message_id": number, "from": person, "chat": chat, "date": int(time.time())}
        return json.dumps({"update_id": number, "message": {**message, "text": text}})


@dataclass
class Steps:
    """The public bot without network: its intake, its database, and what they cost."""

    intake: Intake
    session: Silent
    database: Database
    house: House
    commits: int = 0

    async def take(self, text: str) -> None:
        await self.intake.deliver(parsed(text))

    async def meet(self, people: Iterator[int]) -> None:
        """Everybody pressed Start before: Telegram lets nobody write otherwise."""

        def unit(session: Session) -> None:
            for who in people:
                source = Source(
                    id=f"{who:x}",
                    codename=f"Elang {who}",
                    bot=PUBLIC,
                    language="id",
                    created_at=utc_now(),
                )
                session.add(source)
                self.house.vault.file(session, f"source:{source.id}", PUBLIC, Identity(who))

        await self.database.run(unit)

    async def spent(self) -> tuple[float, float]:
        """Processor seconds so far of the event loop's thread and of the writer's."""
        writer = await self.database.run(lambda _: time.thread_time())
        return time.thread_time(), writer

    async def drafts(self) -> int:
        query = select(func.count()).select_from(Draft)
        return await self.database.read(lambda session: session.exec(query).one())

    def committed(self, _: object) -> None:
        self.commits += 1


@asynccontextmanager
async def steps(folder: Path) -> AsyncIterator[Steps]:
    """The real intake of the public bot on SQLite; only the calls to Telegram are left out."""
    settings = Settings(
        public_bot_token=TOKEN,
        private_bot_token="700000002:bench-private-bot",
        verification_chat_id=-1,
        database_url=f"sqlite:///{folder / 'steps.db'}",
        data_dir=folder,
        vault_key=VAULT_KEY,
    )
    database = Database(settings.database_url)
    house, library = open_house(settings, database, utc_now())
    session = Silent()
    intake = Intake(
        PUBLIC,
        bot=Bot(TOKEN, session=session),
        listener=Listener(public.attend, nameless=True),
        house=house,
        library=library,
        database=database,
        api_url=TELEGRAM,
        group=(settings.verification_chat_id, None),
        clock=utc_now,
    )
    found = Steps(intake, session, database, house)
    event.listen(database.engine, "commit", found.committed)
    await intake.subscribe("https://bench.invalid", "secret")  # else it does not know its name
    session.calls = 0
    try:
        yield found
    finally:
        database.close()


async def played(take: Take, dialogues: list[Dialogue], at_once: int) -> float:
    """Seconds until everything is taken; of each person the second message follows the first."""

    async def person(queue: Iterator[Dialogue]) -> None:
        for dialogue in queue:
            for text in dialogue:
                await take(text)

    queue = iter(dialogues)
    begun = time.perf_counter()
    await asyncio.gather(*(person(queue) for _ in range(at_once)))
    return time.perf_counter() - begun
