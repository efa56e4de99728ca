"""Many people with phones at a sandbox in another process; who is asked answers at once."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sandbox.client import BotAccount, Call, Person, Sandbox, Shown
from tests.bench.rounds import AT_ONCE

LOOK = 0.04  # seconds between two looks at what the bots said
PATIENCE = 240.0  # seconds; a failure of a bench, never a pause
PLACE = "Kotabaru Reteh, Keritang"
NUMBER = re.compile(r"nomor (\d+) ")
SEND, DANGER = "!send", "!danger"
SAYS = ("sendMessage", "editMessageText")


@dataclass
class Draft:
    """Somebody with a report of this number at the review page."""

    number: int
    person: Person
    review: Shown


class Crowd:
    """Everybody at the public bot. Enter `listening` first: it hears what the bots say.

    64 phones act at the same time; more wait for their turn, as on any line.
    """

    def __init__(self, sandbox: Sandbox, place: str = PLACE) -> None:
        self.sandbox, self._place = sandbox, place
        self.said: list[Call] = []
        """Everything either bot said since, in the order in which the Bot API took it."""
        self._heard: dict[int, asyncio.Queue[Call]] = defaultdict(asyncio.Queue)
        self._acting = asyncio.Semaphore(AT_ONCE)

    @property
    def public(self) -> BotAccount:
        return self.sandbox.bots[0]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Crowd"]:
        """Hear the bots until the context is left."""
        task = asyncio.create_task(self._listen(await self.sandbox.sequence()))
        try:
            yield self
        finally:
            task.cancel()

    async def _listen(self, since: int) -> None:
        while True:
            for call in await self.sandbox.calls(since):
                since = call.sequence
                if call.ok and call.method in SAYS:
                    self.said.append(call)
                    self._heard[int(call.parameters["chat_id"])].put_nowait(call)
            await asyncio.sleep(LOOK)

    async def hears(self, person: Person, fits: Callable[[Call], bool]) -> Call:
        """The first message to somebody, since the last one heard, that fits."""
        async with asyncio.timeout(PATIENCE):
            while True:
                call = await self._heard[person.id].get()
                if fits(call):
                    return call

    async def meets(self, name: str) -> Person:
        """Somebody new who has pressed Start and was greeted."""
        async with self._acting:
            person = await self.sandbox.person(name)
            await person.start(self.public)
        await self.hears(person, lambda call: True)
        return person

    async def begins(self, person: Person, number: int) -> None:
        """Write what happened, and be asked where."""
        text = f"Air sungai naik cepat di titik nomor {number} sejak subuh"
        async with self._acting:
            await person.says(self.public, text)
        await self.hears(person, lambda call: bool(buttons(call)))

    async def fills_in(self, person: Person, number: int, *, urgent: bool = False) -> Draft:
        """From the first words to the review page; marked as dangerous there, or not."""
        await self.begins(person, number)
        async with self._acting:
            await person.says(self.public, self._place)
        await self.hears(person, is_review)
        async with self._acting:
            review = await person.last(self.public)
            if urgent:
                await person.forges(review, _data(review, DANGER))
        if urgent:
            await self.hears(person, is_review)
            async with self._acting:
                review = await person.last(self.public)
        return Draft(number, person, review)

    async def drafts(self, numbers: Iterable[int], urgent: Iterable[int] = ()) -> list[Draft]:
        """As many people, each at the review page."""
        grave = {*urgent}

        async def one(number: int) -> Draft:
            person = await self.meets(f"Warga {number}")
            return await self.fills_in(person, number, urgent=number in grave)

        return list(await asyncio.gather(*(one(number) for number in numbers)))

    async def sends(self, draft: Draft) -> float:
        """Tap Send; the moment of the tap."""
        async with self._acting:
            at = time.time()
            await draft.person.forges(draft.review, _data(draft.review, SEND))
        return at


def is_review(call: Call) -> bool:
    """Whether it is a page from which a report can be sent."""
    return any(one["callback_data"].endswith(SEND) for one in buttons(call))


def is_receipt(call: Call) -> bool:
    """Whether it thanks for a report."""
    return "Kode laporan" in call.parameters["text"]


def buttons(call: Call) -> list[dict[str, str]]:
    """The inline buttons of a message that give data."""
    markup = call.parameters.get("reply_markup") or {}
    rows = markup.get("inline_keyboard") or ()
    return [one for row in rows for one in row if "callback_data" in one]


def number_in(call: Call) -> int | None:
    """Of which report a message tells in the reporter's words."""
    found = NUMBER.search(call.parameters["text"])
    return int(found[1]) if found else None


def _data(shown: Shown, end: str) -> str:
    """The data of the button that ends so."""
    several = [one.data or "" for row in shown.buttons for one in row]
    return next(data for data in several if data.endswith(end))
