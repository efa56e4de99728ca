"""An office seen from outside only: what people were told, and what the database holds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from bot.opening import open_house
from bot.settings import Settings
from desk import enrolment
from desk.rights import Role
from sandbox.client import BotAccount, Call, Group, Person, Sandbox, Shown
from sandbox.running import serve
from storage.database import Database
from storage.outbox import State
from storage.tables import Evidence, LogEntry, Outbox, Report
from tests.world import NOON, VAULT_KEY

PATIENCE = 30.0  # seconds of real time; a failure of a test, never a pause
UNFINISHED = (State.WAITING, State.SENDING, State.UNSURE)
SIMILAR = "mirip:"  # the line of a card that names other reports
MARKS = ("dikirim ulang", "dipasang ulang")
KINDS = {"receipt": "Kode laporan", "outcome": "diteruskan kepada pimpinan"}
WEDNESDAY = 2


def to_a_calm_day(now: datetime) -> timedelta:
    """How far it is from `now` to a working day's noon on which nothing falls due by itself.

    A journey of several programs runs in real time; moved ahead so far it is the same one on
    whatever day and at whatever hour its tests are run: no digest and no weekend comes into it.
    """
    calm = now.replace(hour=NOON.hour, minute=NOON.minute, second=0, microsecond=0)
    while calm <= now or calm.weekday() != WEDNESDAY or not 8 <= calm.day <= 21:
        calm += timedelta(days=1)
    return calm - now


@dataclass
class Told:
    """How often each kind of message went out about one report: not marked, and marked."""

    times: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def doubled(self) -> list[str]:
        """What went out more than once, rightly marked or not."""
        return [kind for kind, (first, again) in self.times.items() if first + again > 1]

    @property
    def breaches(self) -> list[str]:
        """What never went out, or more than once without a word."""
        return [
            f"{kind}: {first} and {again} marked"
            for kind, (first, again) in self.times.items()
            if first > 1 or first + again == 0
        ]


@dataclass
class Office:
    """A sandbox that lives on, and the program's database read from beside it."""

    sandbox: Sandbox
    group: Group
    hasan: Person
    settings: Settings
    database: Database
    ahead: timedelta
    """Of the machine's clock; the sandbox is ahead just as far."""

    def now(self) -> datetime:
        """What time it is in this office."""
        return datetime.now(UTC) + self.ahead

    async def tip(self, name: str, text: str, photo: int = 0) -> tuple[Person, str]:
        """Somebody sends a tip to its thanks; returns the person and the report's code."""
        siti = await self.sandbox.person(name)
        await siti.start(self.public)
        await siti.waits_for(self.public, within=PATIENCE)
        review = await self.filled_in(siti, text, photo)
        return siti, await self.sent(siti, review)

    async def filled_in(self, siti: Person, text: str, photo: int = 0) -> Shown:
        """From the first words to the review."""
        seen = await siti.last(self.public)
        if photo:
            await siti.sends_photo(self.public, photo, text)
        else:
            await siti.says(self.public, text)
        buttons = await siti.waits_for(
            self.public, lambda one: bool(one.buttons), after=seen, within=PATIENCE
        )
        await siti.says(self.public, "Desa Pengalihan, Keritang")
        return await siti.waits_for(self.public, _has("Kirim"), after=buttons, within=PATIENCE)

    async def sent(self, siti: Person, review: Shown) -> str:
        """Press Send and wait for the thanks."""
        await siti.presses(review, _label(review, "Kirim"))
        receipt = await siti.waits_for(self.public, "Kode laporan", after=review, within=PATIENCE)
        return receipt.text.split("Kode laporan:")[1].split()[0]

    async def decided(self, siti: Person, code: str) -> None:
        """The officer approves on the newest card, and the reporter hears of it."""
        await self.hasan.waits_for(self.group, lambda one: about(one.text, code), within=PATIENCE)
        shown = await self.hasan.chat(self.group, by_bot=True, tail=100)
        card = [one for one in shown if about(one.text, code) and _has("Setujui")(one)][-1]
        await self.hasan.presses(card, _label(card, "Setujui"))
        await siti.waits_for(self.public, lambda one: _is_outcome(one.text, code), within=PATIENCE)

    async def settled(self) -> None:
        """Every update is confirmed and every message that is owed has an end.

        Raises TimeoutError when that takes too long.
        """
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            since = await self.sandbox.sequence()
            waiting = await self.sandbox.updates_waiting()
            left: list[object] = [one for several in waiting.values() for one in several]
            left = left or list(await self.database.read(_unfinished))
            if not left:
                return
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"still busy with {left}")
            await self.sandbox.wait(since, within=0.05)

    async def told(self, siti: Person, code: str, calls: list[Call] | None = None) -> Told:
        """What went out about a report, as the sandbox wrote the calls down."""
        calls = calls or await self.sandbox.calls(method="sendMessage")
        texts = [
            (int(call.parameters["chat_id"]), str(call.parameters["text"]))
            for call in calls
            if isinstance(call.result, dict) and about(str(call.parameters["text"]), code)
        ]
        told = Told()
        for kind, words in KINDS.items():
            told.times[kind] = _counted([t for to, t in texts if to == siti.id and words in t])
        told.times["card"] = _counted([text for to, text in texts if to == self.group.id])
        return told

    async def events(self, code: str) -> list[str]:
        """What the log says of the only report with this code."""
        return await self.database.read(lambda session: _events(session, code))

    @property
    def public(self) -> BotAccount:
        return self.sandbox.bots[0]


@asynccontextmanager
async def office(
    url: str, folder: Path, *, listen: int | None = None, kind: str = "supergroup"
) -> AsyncIterator[Office]:
    """An office with one officer on a calm day; no program runs yet.

    Updates are polled for, or posted to the port `listen`.
    """
    async with serve() as sandbox:
        ahead = to_a_calm_day(datetime.now(UTC))
        await sandbox.advance(ahead.total_seconds())
        group = await sandbox.group("Meja verifikasi", bots=[sandbox.bots[1]], kind=kind)
        settings = Settings(
            public_bot_token=sandbox.bots[0].token,
            private_bot_token=sandbox.bots[1].token,
            verification_chat_id=group.id,
            database_url=url,
            data_dir=folder / "data",
            vault_key=VAULT_KEY,
            telegram_api_url=sandbox.url,
            webhook_url=f"http://127.0.0.1:{listen}" if listen else "",
            listen=f"127.0.0.1:{listen or 8080}",
        )
        hasan = await sandbox.person("Hasan")
        database = Database(url)
        desk = Office(sandbox, group, hasan, settings, database, ahead)
        try:
            house, _ = open_house(settings, database, NOON)
            database.submit(
                lambda session: enrolment.enrol(
                    session,
                    house.vault,
                    Role.VERIFIER,
                    hasan.id,
                    "Hasan",
                    language="id",
                    now=desk.now(),
                )
            ).result()
            await hasan.joins(group)
            yield desk
        finally:
            database.close()


def _has(label: str) -> Callable[[Shown], bool]:
    return lambda shown: any(label in button.text for row in shown.buttons for button in row)


def _label(shown: Shown, part: str) -> str:
    return next(one.text for row in shown.buttons for one in row if part in one.text)


def about(text: str, code: str) -> bool:
    """Whether a message is about this report: a card names similar ones besides."""
    return any(code in line for line in text.splitlines() if SIMILAR not in line)


def _is_outcome(text: str, code: str) -> bool:
    return code in text and KINDS["outcome"] in text


def _counted(texts: list[str]) -> tuple[int, int]:
    marked = sum(any(mark in text for mark in MARKS) for text in texts)
    return len(texts) - marked, marked


def _unfinished(session: Session) -> list[str]:
    files = session.exec(select(Evidence.state).where(Evidence.state == "waiting")).all()
    rows = session.exec(select(Outbox.kind).where(col(Outbox.state).in_(UNFINISHED))).all()
    return [*files, *rows]


def _events(session: Session, code: str) -> list[str]:
    [report] = session.exec(select(Report).where(Report.code == code.replace("-", ""))).all()
    query = select(LogEntry.event).where(LogEntry.report_id == report.id)
    return list(session.exec(query.order_by(col(LogEntry.id))).all())
