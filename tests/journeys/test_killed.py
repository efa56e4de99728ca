"""The program dies with SIGKILL at every point where it matters, and no report suffers."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.dying import Point
from tests.conftest import fresh
from tests.journeys.accounts import Office, office
from tests.journeys.lives import Lives

KILLED = -signal.SIGKILL
TIP = "Air sungai naik cepat"
BROKEN = {"first_name": "Siti", "is_bot": False}


@dataclass(frozen=True)
class Death:
    """A point, at which passing of it, and what may then be there twice, the second marked."""

    point: Point
    passing: int = 1
    may_double: tuple[str, ...] = ()
    at_birth: bool = False
    photo: bool = False
    refused: bool = False
    poison: bool = False

    def __str__(self) -> str:
        return f"{self.point}:{self.passing}"


ALL = ("receipt", "card", "outcome")
# Of one conversation the first words, Send, Approve.
CONVERSATION = tuple(
    Death(point, passing)
    for point in (Point.FETCHED, Point.RULED, Point.KEPT)
    for passing in (1, 3, 4)
)
COMMITS = tuple(
    Death(point, passing, ALL)
    for point in (Point.COMMITTING, Point.COMMITTED)
    for passing in (1, 3, 6, 10)
)
# The receipt, the card, the outcome, the card drawn anew. Two are under way side by side: the
# other one may have arrived unmarked.
MESSAGES = (
    *(Death(Point.CLAIMED, passing) for passing in (1, 2, 3, 4)),
    *(Death(Point.DRAWN, passing, ALL) for passing in (2, 3)),
    *(Death(Point.SENT, passing, ALL) for passing in (1, 2, 3, 4)),
    *(Death(Point.MARKING, passing, ALL) for passing in (1, 2, 3, 4)),
    *(Death(Point.MARKED, passing, ALL) for passing in (1, 3)),
)
OTHERS = (
    *(Death(Point.ANSWERED, passing, ALL) for passing in (3, 4)),
    Death(Point.JUDGED, 1, ALL, refused=True),
    Death(Point.BURIED, poison=True),
    Death(Point.DOWNLOADED, photo=True),
    Death(Point.WRITING, photo=True),
    Death(Point.STORED, photo=True),
    Death(Point.NOTED, photo=True),
    Death(Point.RECOVERED, at_birth=True),
    Death(Point.DUTY_DONE, 1, at_birth=True),
    Death(Point.DUTY_DONE, 4, at_birth=True),
    Death(Point.SWEPT, at_birth=True),
)
ON_POSTGRESQL = tuple(
    death
    for death in (*CONVERSATION, *COMMITS, *MESSAGES)
    if death.passing in (3, 4) and death.point is not Point.DRAWN
)


def test_every_point_at_which_the_program_can_be_told_to_die_is_walked():
    walked = (*CONVERSATION, *COMMITS, *MESSAGES, *OTHERS)
    assert {death.point for death in walked} == set(Point)


WALKS = [
    pytest.param("sqlite", CONVERSATION, id="sqlite-the conversation"),
    pytest.param("sqlite", (*COMMITS, *OTHERS), id="sqlite-commits, files and the clock"),
    pytest.param("sqlite", MESSAGES, id="sqlite-messages"),
    pytest.param("postgresql", ON_POSTGRESQL, id="postgresql-commits and messages"),
]


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh(request.param, request, tmp_path) as url:
        yield url


@pytest.mark.parametrize(("address", "deaths"), WALKS, indirect=["address"])
async def test_whatever_dies_the_thanked_report_is_there_once_and_is_told_once(
    address: str, deaths: tuple[Death, ...], tmp_path: Path
) -> None:
    async with office(address, tmp_path) as desk, Lives(desk.settings) as lives:
        for number, death in enumerate(deaths, start=1):
            await _dies(desk, lives, death, number)


async def _dies(desk: Office, lives: Lives, death: Death, number: int) -> None:
    """One conversation in which the program dies once, and the accounting."""
    siti = await desk.sandbox.person(f"Siti {number}")
    await siti.start(desk.public)
    await siti.waits_for(desk.public, within=30)
    await desk.settled()
    before = len(lives.ended)
    await _ordered(desk, lives, death)
    if death.poison:
        broken = {"message": {"from": {**BROKEN, "id": siti.id}, "chat": "broken"}}
        await desk.sandbox.push_raw(desk.public, broken)
    review = await desk.filled_in(siti, TIP, number if death.photo else 0)
    if death.refused:
        await desk.sandbox.fail_next("sendMessage", bot=desk.sandbox.bots[1], code=502)
    code = await desk.sent(siti, review)
    await desk.settled()
    await desk.decided(siti, code)
    killed = [KILLED] * (2 if death.at_birth else 1)
    await lives.have_ended(before + len(killed))
    await desk.settled()
    assert lives.ended[before:] == killed, f"{death} was not reached, or more than one died"
    told = await desk.told(siti, code)
    assert told.breaches == [], death
    assert set(told.doubled) <= set(death.may_double), death
    assert await desk.events(code) == ["submitted", "approved"], death
    photos = [call for call in await desk.sandbox.calls(method="sendPhoto") if call.ok]
    assert len([one for one in photos if code in str(one.parameters)]) == death.photo, death


async def _ordered(desk: Office, lives: Lives, death: Death) -> None:
    """Tell the life that runs where to die, or the one that follows it at its birth."""
    if not death.at_birth:
        await lives.dies_at(str(death))
        return
    lives.next_order = str(death)
    lives.kill()
