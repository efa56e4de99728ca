"""One conversation during which the program dies, and the accounting afterwards."""

from dataclasses import dataclass

from storage.dying import Point
from tests.journeys.accounts import Office
from tests.journeys.ending import KILLED
from tests.journeys.lives import Lives

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


async def dies(desk: Office, lives: Lives, death: Death, number: int) -> None:
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
