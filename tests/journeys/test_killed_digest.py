"""The program dies while it sends a digest of several parts."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlmodel import Session

from bot.opening import open_house
from desk import enrolment
from desk.rights import Role
from digests import editions
from digests.periods import Period
from sandbox.client import Person
from storage.dying import Point
from storage.tables import Edition
from tests.digests.world import keep, report
from tests.journeys.accounts import MARKS, PATIENCE, Office, office
from tests.journeys.ending import KILLED
from tests.journeys.lives import Lives

# Part 1 or 2, and what may then have gone out twice, the second marked.
DEATHS = [
    (Point.CLAIMED, 1, ()),
    (Point.SENT, 1, ("1",)),
    (Point.MARKING, 1, ("1",)),
    (Point.MARKED, 1, ()),
    (Point.CLAIMED, 2, ()),
    (Point.SENT, 2, ("2",)),
    (Point.MARKED, 2, ()),
]


async def busy_month(desk: Office, leader: Person) -> tuple[Edition, str]:
    """Two messages' worth of reports in the month before, and who reads of them."""
    now = desk.now()
    house, _ = open_house(desk.settings, desk.database, now)
    before = now.replace(day=1) - timedelta(days=9)
    rows = [
        report(number, before, text="🚨<&>" * 200, decided="approved", followed_at=before)
        for number in range(1, 16)
    ]

    def unit(session: Session) -> tuple[Edition, str]:
        keep(session, rows)
        made = editions.prepare(
            session, house.office, Period.MONTHLY, before.date(), now, send=True
        )
        account = enrolment.enrol(
            session, house.vault, Role.LEADER, leader.id, "Ibu", language="id", now=now
        )
        return made.edition, f"account:{account.id}"

    return await desk.database.run(unit)


async def parts(desk: Office, leader: Person, number: int) -> dict[str, list[bool]]:
    """Which parts arrived since so many messages, in order, and whether marked as repeated."""
    found: dict[str, list[bool]] = {}
    for shown in (await leader.chat(desk.sandbox.bots[1], by_bot=True))[number:]:
        part = "2" if "(2/2)" in shown.text else "1" if "(1/2)" in shown.text else shown.text
        found.setdefault(part, []).append(any(mark in shown.text for mark in MARKS))
    return found


async def test_each_part_arrives_once_or_the_second_says_so(
    sqlite_template, tmp_path: Path
) -> None:
    url = sqlite_template.copy_to(tmp_path / "cakra.db")
    async with office(url, tmp_path) as desk:
        leader, bot = await desk.sandbox.person("Ibu"), desk.sandbox.bots[1]
        edition, recipient = await busy_month(desk, leader)
        async with Lives(desk) as lives:
            await leader.start(bot)
            await leader.waits_for(bot, within=PATIENCE)
            await desk.settled()
            for number, (point, passing, doubled) in enumerate(DEATHS, start=1):
                before = len(await leader.chat(bot, by_bot=True))
                await lives.dies_at(f"{point}:{passing}")
                now, copy = desk.now(), str(number)
                await desk.database.run(
                    partial(
                        editions.enter,
                        edition=edition,
                        recipient=recipient,
                        part=1,
                        now=now,
                        copy=copy,
                    )
                )
                await lives.have_ended(number)
                await desk.settled()
                assert lives.ended == [KILLED] * number
                arrived = await parts(desk, leader, before)
                assert list(arrived) == ["1", "2"], (point, passing)
                for part, marks in arrived.items():
                    once = len(marks) == 1
                    assert once or (part in doubled and marks == [False, True]), (point, part)
