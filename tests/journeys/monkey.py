"""Everybody's hands at once: random but legal moves, and what must hold after each of them."""

import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sandbox.client import Shown
from tests.storage.files.made_files import pdf
from tests.storage.files.made_recordings import voice
from tests.world import Phone, World

SAYINGS = (
    *("Air sungai naik cepat di depan pasar", "ya", "tidak", "kemarin jam 2 siang", "nihil"),
    *("/start", "/lapor", "/harian", "/nihil", "/laporan", "/bahasa", "/bantuan", "/id"),
    *("📝 Lapor", "🚨 Bahaya sekarang", "📋 Laporan saya", "☰ Menu", "lewati", "<b>x", "😀" * 9),
    *("#banjir: air naik", "Siti 0812-3456-7890", "Mohon lapor ke kantor camat", "x" * 4000),
    *("halo", "K7M-4XGF", "3", "/status K7M-4XGF", "/entah", "/start u-tidakada", "-", "  .  "),
)
LINK = re.compile(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{1,64})\b")
REMEMBERED = 200  # buttons and messages; the oldest are forgotten

Deed = Callable[[Phone], Awaitable[None]]


@dataclass
class Monkey:
    """Plays everybody's hands from one seed. Looks at the ends of chats only: they grow long."""

    office: World
    luck: random.Random
    private: list[Phone]
    desks: list[Phone]
    """Officers in the verification group."""
    admin: Phone
    met: list[tuple[Phone, Shown, str]] = field(default_factory=list)
    """Buttons that were on a screen once."""
    said: list[tuple[Phone, Shown]] = field(default_factory=list)
    away: list[Phone] = field(default_factory=list)
    """Who blocked their bot."""
    photos: int = 0

    async def moves(self) -> None:
        """One deed of one person."""
        if self.luck.random() < 0.2:
            await self.at_the_desk(self.luck.choice(self.desks))
            return
        phone = self.luck.choice(self.private)
        if phone in self.away:
            await self.comes_back(phone)
            return
        deeds, weights = zip(*self.deeds.items(), strict=True)
        [deed] = self.luck.choices(deeds, weights)
        await deed(phone)

    @property
    def deeds(self) -> dict[Deed, int]:
        """What somebody may do in private, and how often compared with the rest."""
        return {
            self.says: 8,
            self.gets_on: 6,
            self.presses: 12,
            self.presses_something_old: 3,
            self.goes_deeper: 2,
            self.sends_a_file: 4,
            self.sends_an_album: 1,
            self.points: 2,
            self.shares_a_contact: 1,
            self.edits: 2,
            self.invites: 1,
            self.blocks: 1,
            self.waits: 3,
        }

    async def says(self, phone: Phone) -> None:
        """Whatever comes to mind, a place, or a whole report in one message."""
        home = self.office.home
        quick = (f"#banjir {home.place}: air naik", f"{home.kecamatan}, tanggul jebol tadi malam")
        places = (home.place, home.kecamatan, home.twice, home.one_word, f"nihil {home.place}")
        text = self.luck.choice((*SAYINGS, *SAYINGS, *places, *quick, *quick))
        await self.answered(phone, phone.says(text))

    async def gets_on(self, phone: Phone) -> None:
        """What brings a report nearer to its end: pure chance sends one in a thousand moves."""
        buttons = [one for shown in await phone.tail(1) for row in shown.buttons for one in row]
        send = [one.data for one in buttons if one.data and one.data.endswith("|!send")]
        if send:
            [message] = await phone.tail(1)
            await phone.presses(message, send[0])
        else:
            story = self.luck.choice((SAYINGS[0], self.office.place))
            await self.answered(phone, phone.says(story))

    async def goes_deeper(self, phone: Phone) -> None:
        """A list or a menu, and one button after the other of what it opens."""
        await self.answered(phone, phone.says(self.luck.choice(("/laporan", "/start"))))
        for _ in range(5):
            await self.presses(phone, among=1)

    async def presses(self, phone: Phone, among: int = 6) -> None:
        """One of the buttons at the end of the chat; it is answered, or this times out."""
        shown = [one for one in await phone.tail(among) if one.buttons]
        if not shown:
            return
        message = self.luck.choice(shown)
        button = self.luck.choice([one for row in message.buttons for one in row])
        if button.data is not None:
            self.met = [*self.met, (phone, message, button.data)][-REMEMBERED:]
            await phone.presses(message, button.data)

    async def presses_something_old(self, phone: Phone) -> None:
        old = [one for one in self.met if one[0] is phone]
        if old:
            _, message, data = self.luck.choice(old)
            await phone.presses(message, data)

    async def sends_a_file(self, phone: Phone) -> None:
        """Each photo is another one: the same twice would be one file."""
        self.photos += 1
        caption = self.luck.choice((None, *SAYINGS))
        files: tuple[Callable[[], Awaitable[Shown]], ...] = (
            lambda: phone.sends_photo(self.photos, caption[:900] if caption else None),
            lambda: phone.sends_sticker(),
            lambda: phone.sends_voice(voice()),
            lambda: phone.sends_document(pdf(), "surat.pdf"),
            lambda: phone.sends_document(b"MZ\x90\x00 a program", "surat.pdf"),
        )
        await self.answered(phone, self.luck.choice(files)())

    async def sends_an_album(self, phone: Phone) -> None:
        late = self.luck.choice(((), (1,)))
        await self.answered(phone, phone.sends_album(self.luck.randrange(2, 5), late=late))
        await phone.delivers_late()

    async def points(self, phone: Phone) -> None:
        home = self.office.home
        point = self.luck.choice((home.point, home.point, home.outside))
        await self.answered(phone, phone.sends_location(*point))

    async def shares_a_contact(self, phone: Phone) -> None:
        of = self.luck.choice((None, self.luck.choice(self.private).person))
        await self.answered(phone, phone.shares_contact("+6281234567890", of=of))

    async def edits(self, phone: Phone) -> None:
        own = [message for whose, message in self.said if whose is phone]
        if own:
            await phone.edits(self.luck.choice(own[-3:]), self.luck.choice(SAYINGS).strip())

    async def invites(self, guest: Phone) -> None:
        """The administrator makes a link for some role, and whoever it is opens it."""
        if self.admin in self.away or guest.chat != self.office.private:
            return
        await self.admin.says("/start")
        for part in ("👥", "➕", "", ""):  # an agent's link asks for the area besides
            [shown] = await self.admin.tail(1)
            fitting = [one for row in shown.buttons for one in row if part in one.text]
            if fitting:
                await self.admin.presses(shown, self.luck.choice(fitting).data or "")
        [shown] = await self.admin.tail(1)
        for link in LINK.findall(shown.text):
            await self.answered(guest, guest.starts(link))

    async def blocks(self, phone: Phone) -> None:
        await phone.blocks()
        self.away.append(phone)

    async def comes_back(self, phone: Phone) -> None:
        await phone.unblocks()
        self.away.remove(phone)
        await self.answered(phone, phone.starts())

    async def waits(self, phone: Phone) -> None:
        self.office.clock.at += timedelta(minutes=self.luck.choice((1, 5, 50)))
        if self.luck.random() < 0.2:
            await self.office.tick()

    async def at_the_desk(self, desk: Phone) -> None:
        """A card's button, an old one, or words below a card; other words are between people."""
        if self.luck.random() < 0.7:
            await self.luck.choice((self.presses, self.presses_something_old))(desk)
            return
        cards = [one for one in await desk.tail(12) if one.buttons]
        reply = self.luck.choice((None, *cards[-4:]))
        await desk.says(self.luck.choice(SAYINGS), reply_to=reply)

    async def answered(self, phone: Phone, act: Awaitable[Any]) -> None:
        """What is written in private gets a word back."""
        before = await newest(phone)
        done = await act
        said: Shown = done[0] if isinstance(done, list) else done
        assert await newest(phone) > before, f"no answer to {said.kind} {said.text[:60]!r}"
        if said.text:
            self.said = [*self.said, (phone, said)][-REMEMBERED:]


async def newest(phone: Phone) -> int:
    """The id of the bot's newest message, 0 before the first."""
    return max((one.message_id for one in await phone.tail(1)), default=0)
