"""(d): a thousand people at once, to the sandbox and back, and what became of every one."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from sqlmodel import Session, select

from sandbox.client import Person, Sandbox
from storage.database import Database
from storage.outbox import State
from storage.tables import Outbox, Report
from tests.bench.crowd import Crowd, Draft, buttons, is_receipt
from tests.bench.newsroom import Group
from tests.bench.processes import process, sandbox, settings_of
from tests.bench.rounds import Row, percentiles

PEOPLE = 1000
MINUTE = 60.0  # seconds within which everybody taps Send, or begins
URGENT = 20  # of the thousand
WRITERS = 200  # people who begin a report meanwhile, and are asked where
AFTERWARDS = 45.0  # seconds the group is watched for news of what is urgent
LUCK = 14


@dataclass
class Sent:
    """What became of everybody who tapped Send; seconds, and counts."""

    receipts: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    questions: list[float] = field(default_factory=list)
    news: list[float] = field(default_factory=list)
    """From the tap on an urgent report to news of it in the group, in order of the taps."""
    in_a_minute: int = 0
    lost: int = 0


@dataclass
class Told:
    """Whole dialogues; seconds, and counts."""

    took: list[float] = field(default_factory=list)
    messages: int = 0
    altogether: float = 0.0
    lost: int = 0


async def rows(folder: Path) -> list[Row]:
    """Both surges, as rows of the table."""
    sent, told = await sending(folder / "sending"), await telling(folder / "telling")
    first, second = f"(d) {PEOPLE:,} tap Send in a minute", f"(d) {PEOPLE:,} dialogues in a minute"
    return [
        Row(f"{first}: reports lost", (sent.lost,), "", PEOPLE),
        *percentiles(f"{first}: receipt", sent.receipts, "s"),
        *percentiles(f"{first}: … the floor of 30 a second", sent.floor, "s"),
        *percentiles(f"{first}: … a question meanwhile", sent.questions, "s"),
        Row(f"{first}: first urgent report → news in the group", (sent.news[0],), "s"),
        *percentiles(f"{first}: … every urgent report", sent.news, "s", of=(50, 95)),
        Row(f"{first}: most messages in the group in any minute", (sent.in_a_minute,), ""),
        Row(f"{second}: reports lost", (told.lost,), "", PEOPLE),
        *percentiles(f"{second}: from Start to the receipt", told.took, "s"),
        Row(f"{second}: until the last receipt", (told.altogether,), "s"),
        Row(f"{second}: … what 30 messages a second would take", (told.messages / 30,), "s"),
    ]


async def sending(folder: Path) -> Sent:
    """Surge A: a thousand at the review page tap Send within a minute, Telegram's limits on."""
    luck = random.Random(LUCK)
    urgent = {*luck.sample(range(PEOPLE), URGENT)}
    async with _played(folder, "bot", "run") as (crowd, group):
        ready = await crowd.drafts(range(PEOPLE), urgent)
        writers = await asyncio.gather(*(crowd.meets(f"Penulis {n}") for n in range(WRITERS)))
        await crowd.sandbox.limits(True)
        since = len(crowd.said)
        asking = [asyncio.create_task(_writes(crowd, one, luck)) for one in writers]
        tapped = await _tapped(crowd, ready, luck)
        thanked = dict(await asyncio.gather(*(_thanked(crowd, one) for one in ready)))
        asked = await asyncio.gather(*asking)
        news = await _news(crowd, group, since, {n: tapped[n] for n in urgent})
    found = Sent(questions=list(asked), news=news, lost=PEOPLE - _kept(folder))
    found.receipts = [thanked[number] - at for number, at in tapped.items()]
    found.floor = floor(sorted(tapped.values()))
    found.in_a_minute = Group(crowd.said[since:], group).most_in_a_minute()
    return found


async def telling(folder: Path) -> Told:
    """Surge B: a thousand whole dialogues begun within a minute, nobody's limits on."""
    luck = random.Random(LUCK)
    async with _played(folder, "tests.bench.unlimited") as (crowd, _):
        begun = time.time()

        async def one(number: int) -> float:
            await asyncio.sleep(luck.uniform(0, MINUTE))
            started = time.time()
            person = await crowd.meets(f"Warga {number}")
            draft = await crowd.fills_in(person, number)
            await crowd.sends(draft)
            return (await crowd.hears(person, is_receipt)).at - started

        took = await asyncio.gather(*(one(number) for number in range(PEOPLE)))
        altogether = time.time() - begun
        public = [one for one in crowd.said if one.bot == crowd.public.username]
    return Told(list(took), len(public), altogether, PEOPLE - _kept(folder))


def floor(arrivals: list[float], places: int = 30, span: float = 1.0) -> list[float]:
    """How long each has to wait when so many may be answered in any span, in order of arrival."""
    answered: list[float] = []
    for number, at in enumerate(arrivals):
        free = answered[number - places] + span if number >= places else at
        answered.append(max(at, free))
    return [late - at for late, at in zip(answered, arrivals, strict=True)]


@asynccontextmanager
async def _played(folder: Path, *program: str) -> AsyncIterator[tuple[Crowd, int]]:
    """A crowd before a running program, and the number of the verification group."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(sandbox(folder))
        play = await stack.enter_async_context(Sandbox(url))
        group = await play.group("Meja verifikasi", bots=[play.bots[1]])
        settings = settings_of(url, folder, group.id)
        await stack.enter_async_context(process(*program, folder=folder, settings=settings))
        yield await stack.enter_async_context(Crowd(play).listening()), group.id


async def _tapped(crowd: Crowd, ready: list[Draft], luck: random.Random) -> dict[int, float]:
    """Everybody taps Send at some moment of the minute; when each did."""

    async def one(draft: Draft, after: float) -> tuple[int, float]:
        await asyncio.sleep(after)
        return draft.number, await crowd.sends(draft)

    times = [luck.uniform(0, MINUTE) for _ in ready]
    return dict(await asyncio.gather(*map(one, ready, times)))


async def _thanked(crowd: Crowd, draft: Draft) -> tuple[int, float]:
    return draft.number, (await crowd.hears(draft.person, is_receipt)).at


async def _writes(crowd: Crowd, person: Person, luck: random.Random) -> float:
    """Begin a report at some moment of the minute; seconds until the question came."""
    await asyncio.sleep(luck.uniform(0, MINUTE))
    at = time.time()
    await person.says(crowd.public, "Pohon tumbang menutup jalan di depan masjid")
    return (await crowd.hears(person, lambda call: bool(buttons(call)))).at - at


async def _news(crowd: Crowd, group: int, since: int, urgent: dict[int, float]) -> list[float]:
    """Seconds from each urgent tap, in order, to news of it; inf when none came in time."""
    end = time.monotonic() + AFTERWARDS
    while True:
        seen = Group(crowd.said[since:], group)
        in_order = sorted(urgent.items(), key=itemgetter(1))
        news = [seen.news_of(number, at) - at for number, at in in_order]
        if max(news) < float("inf") or time.monotonic() > end:
            return news
        await asyncio.sleep(0.5)


def _kept(folder: Path) -> int:
    """Reports that exist, each with its receipt sent."""
    database = Database(f"sqlite:///{folder / 'cakra.db'}")
    try:
        return database.look(_accounted)
    finally:
        database.close()


def _accounted(session: Session) -> int:
    sent = select(Outbox.subject).where(Outbox.kind == "receipt", Outbox.state == State.SENT)
    thanked = {*session.exec(sent).all()}
    return sum(f"report:{one}" in thanked for one in session.exec(select(Report.id)).all())
