"""Random but legal moves of everybody leave nothing unanswered and no report without a card."""

import json
import os
import random
from dataclasses import dataclass
from datetime import timedelta

import pytest

from desk.people import Role
from sandbox.client import Shown
from storage.tables import Card
from tests.world import Phone, World

MOVES = int(os.environ.get("MONKEY_MOVES", "400"))
SAYINGS = (
    *("Air sungai naik cepat di depan pasar", "ya", "tidak", "kemarin jam 2 siang", "nihil"),
    *("/start", "/lapor", "/harian", "/nihil", "/laporan", "/bahasa", "halo", "K7M-4XGF", "3"),
    *("📝 Lapor", "🚨 Bahaya sekarang", "📋 Laporan saya", "☰ Menu", "lewati", "<b>x", "😀" * 9),
    *("#banjir: air naik", "Siti 0812-3456-7890", "Mohon lapor ke kantor camat", "x" * 4000),
)


@dataclass
class Monkey:
    """Plays everybody's hands from one seed."""

    office: World
    luck: random.Random
    private: list[Phone]
    desks: list[Phone]

    async def moves(self) -> None:
        phone = self.luck.choice([*self.private, *self.private, *self.desks])
        deed = self.luck.choice([self.says, self.presses, self.presses, self.shows, self.waits])
        await deed(phone)

    async def says(self, phone: Phone) -> None:
        places = (self.office.place, self.office.home.kecamatan, self.office.home.twice)
        text = self.luck.choice((*SAYINGS, *places))
        if phone in self.desks:
            cards = [one for one in await phone.messages() if one.by_bot and one.buttons]
            if cards:
                await phone.says(text, reply_to=self.luck.choice(cards[-5:]))
            return
        await self.answered(phone, phone.says(text))

    async def shows(self, phone: Phone) -> None:
        if phone in self.desks:
            return
        point = self.luck.choice((self.office.home.point, self.office.home.outside))
        deed = self.luck.randrange(3)
        if deed == 0:
            await self.answered(phone, phone.sends_location(*point))
        elif deed == 1:
            await self.answered(phone, phone.sends_photo(caption=self.luck.choice(SAYINGS)[:900]))
        else:
            await self.answered(phone, phone.sends_photo())

    async def presses(self, phone: Phone) -> None:
        shown = [one for one in await phone.messages() if one.by_bot and one.buttons]
        if not shown:
            return
        message = self.luck.choice(shown[-4:])
        button = self.luck.choice([one for row in message.buttons for one in row])
        if button.data is not None:  # every press is answered, or this times out
            await phone.presses(message, button.data)

    async def waits(self, phone: Phone) -> None:
        self.office.clock.at += timedelta(minutes=self.luck.choice((1, 5, 50)))
        if self.luck.random() < 0.2:
            await self.office.tick()

    async def answered(self, phone: Phone, act: object) -> None:
        """What is written in private gets a word back."""
        before = await newest(phone)
        said: Shown = await act  # type: ignore[misc]
        assert await newest(phone) > before, f"no answer to {said.text[:60]!r}"


async def newest(phone: Phone) -> int:
    return max((one.message_id for one in await phone.messages() if one.by_bot), default=0)


def complaints(log: str) -> list[str]:
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return [str(one) for one in lines if one.get("level") in ("error", "critical")]


@pytest.mark.parametrize("seed", [1])
async def test_random_moves_leave_nothing_unanswered_and_no_report_without_a_card(
    office: World, seed: int
) -> None:
    officers = [await office.officer(name, Role.VERIFIER) for name in ("Hasan", "Rina")]
    admin = await office.officer("Admin", Role.ADMIN)
    bupati = await office.officer("Bupati", Role.LEADER)
    agents = [await office.agent("Darmi"), await office.agent("Tono")]
    citizens = [await office.citizen(name) for name in ("Siti", "Budi")]
    desks = [office.at_desk(one) for one in officers]
    everybody = [*citizens, *agents, *officers, admin, bupati]
    monkey = Monkey(office, random.Random(seed), everybody, desks)
    for _ in range(MOVES):
        await monkey.moves()
    await office.tick()
    reports = await office.reports()
    assert reports
    cards = {card.report_id for card in await office.rows(Card) if card.message_id is not None}
    assert {report.id for report in reports} <= cards
    assert complaints(office.log.getvalue()) == []
    assert await office.sandbox.breaches() == []
