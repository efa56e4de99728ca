"""Random but legal moves of everybody leave nothing unanswered and no report without a card."""

import json
import os
import random
from datetime import timedelta

import pytest

from desk.rights import Role
from storage.daytriggers import astray
from storage.outbox import State
from storage.tables import Card, Outbox
from tests.journeys.monkey import Monkey
from tests.world import World

MOVES = int(os.environ.get("MONKEY_MOVES", "300"))
SEED = int(os.environ.get("MONKEY_SEED", "1"))
UNFINISHED = {State.WAITING, State.SENDING, State.UNSURE}


def complaints(log: str) -> list[str]:
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return [str(one) for one in lines if one.get("level") in ("error", "critical")]


async def everybody(office: World) -> Monkey:
    """Three citizens, two agents, two officers, the administrator, the Bupati and a stranger."""
    officers = [await office.officer(name, Role.VERIFIER) for name in ("Hasan", "Rina")]
    admin = await office.officer("Admin", Role.ADMIN)
    bupati = await office.officer("Bupati", Role.LEADER)
    agents = [await office.agent("Darmi"), await office.agent("Tono")]
    citizens = [await office.citizen(name) for name in ("Siti", "Budi", "Wati")]
    private = [*citizens, *citizens, *agents, *agents, *officers, admin, bupati]
    private.append(await office.stranger())
    desks = [office.at_desk(one) for one in officers]
    return Monkey(office, random.Random(SEED), private, desks, admin)


async def ended(office: World, monkey: Monkey) -> None:
    """Everybody is back, and every second attempt is due."""
    for phone in list(monkey.away):
        await monkey.comes_back(phone)
    for _ in range(3):
        office.clock.at += timedelta(hours=2)
        await office.tick()


@pytest.mark.parametrize("seed", [SEED])
async def test_random_moves_leave_nothing_unanswered_and_no_report_without_a_card(
    office: World, seed: int
) -> None:
    monkey = await everybody(office)
    for _ in range(MOVES):
        await monkey.moves()
    await ended(office, monkey)
    reports = await office.reports()
    cards = {card.report_id for card in await office.rows(Card) if card.message_id is not None}
    assert reports and {report.id for report in reports} <= cards
    assert [row.kind for row in await office.rows(Outbox) if row.state in UNFINISHED] == []
    assert await office.read(lambda session: astray(session.connection())) == 0
    for phone in monkey.private:
        assert await phone.person.unanswered() == []
    assert complaints(office.log.getvalue()) == []
    assert await office.sandbox.breaches() == []
