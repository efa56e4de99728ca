"""What the people of the office do in a busy hour."""

from itertools import pairwise
from typing import Any

from sandbox.client import Shown
from tests.journeys.hour import Story
from tests.world import Phone, World

Steps = tuple[tuple[str, dict[str, Any]], ...]


async def officer(office: World, desk: Phone, share: int) -> Story:
    """Decides every second card: at once, by a grade, for a reason, in words of one's own."""
    for turn in range(70):
        yield 30
        card = await _undecided(office, desk, share)
        if card is None:
            continue
        if turn % 4 == 0:
            await desk.taps("desk.approve_default", on=card)
            continue
        steps = [office.label("id", key, values) for key, values in PANELS[turn % 4]]
        for step, following in pairwise(steps):
            await desk.taps(step, on=card)
            for _ in range(9):  # the card is drawn anew when the group's limit allows it
                yield 6
                card = await _again(desk, card)
                if following in card.labels:
                    break
            if following not in card.labels:
                break
        if turn % 8 == 3:
            await desk.says("Mohon hubungi kantor camat", reply_to=card)
        elif steps[-1] in card.labels:
            await desk.taps(steps[-1], on=card)
        yield 20
        for one in (await _again(desk, card)).buttons[:1]:
            if "|undo|" not in (one[0].data or ""):
                await desk.presses(card, one[0].data or "")


def _grading(letter: str, figure: str) -> Steps:
    return (
        ("desk.approve_graded", {}),
        ("desk.source_key", {"letter": letter}),
        ("desk.grade", {"grade": letter + figure}),
    )


PANELS = {
    1: _grading("B", "2"),
    2: _grading("C", "3"),
    3: (("desk.reject", {}), ("desk.reason_label", {"key": "unclear"})),
}


async def _undecided(office: World, desk: Phone, share: int) -> Shown | None:
    label = office.label("id", "desk.approve_default", {})
    waiting = [one for one in await desk.tail(60) if label in one.labels]
    return next((one for one in waiting if one.message_id % 2 == share), None)


async def _again(desk: Phone, card: Shown) -> Shown:
    return (await desk.person.chat(desk.chat, after=card.message_id - 1))[0]


async def leader(office: World, bupati: Phone) -> Story:
    """Asks for the running day and the weeks, at different hours of reading."""
    for key in ("today", "yesterday", "today", "last_week", "last_month"):
        yield 600
        await bupati.taps(f"staff.key_{key}")


async def admin(office: World, phone: Phone) -> Story:
    """Invites an officer by a link, who opens it later."""
    yield 200
    for label in ("staff.key_people", "people.invite", "verifikator"):
        await phone.taps(label)
        yield 4
    link = (await phone.last()).text.partition("?start=")[2].split()[0]
    newcomer = await office.stranger("Yusuf")
    yield 120
    await newcomer.starts(link)


async def ticking(office: World) -> Story:
    """The office's clock; it looks every half minute, of which every second one is left out."""
    for _ in range(60):
        yield 60
        await office.tick()
