"""An administrator sees, invites, pauses and removes people of the office."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiogram.types import CallbackQuery

from cards import people as drawn
from cards.screen import Screen
from cards.taps import PeopleTap
from desk import enrolment, invites
from desk import people as desk_people
from desk.enrolment import LastAdmin, Unenrolled
from desk.rights import NotAllowed, Role
from handlers.speak import replace, toast
from handlers.turn import Repeated, Turn

Action = Callable[[Turn, PeopleTap], Awaitable[Screen]]


class OldButton(Exception):
    """Nothing that could be pressed here."""


async def people_tapped(tap: CallbackQuery, turn: Turn, data: PeopleTap) -> None:
    """A button of the list; what is wrong with it ends in a friendly toast."""
    try:
        screen = await ACTIONS.get(data.action, _unknown)(turn, data)
    except (NotAllowed, LastAdmin, Unenrolled, OldButton) as error:
        await turn.look(desk_people.whoever)
        await toast(tap, turn.words.text(REFUSALS[type(error)]), alert=True)
        return
    await toast(tap)
    await replace(turn, tap, screen)


REFUSALS: dict[type[Exception], str] = {
    NotAllowed: "staff.not_allowed",
    LastAdmin: "people.last_admin",
    Unenrolled: "people.gone",
    OldButton: "staff.old_button",
}


async def _unknown(turn: Turn, data: PeopleTap) -> Screen:
    raise OldButton(data.action)


async def _list(turn: Turn, data: PeopleTap) -> Screen:
    everybody = await turn.look(enrolment.everybody_for)
    return drawn.listing(everybody, data.number, turn.words)


async def _show(turn: Turn, data: PeopleTap) -> Screen:
    one = await turn.look(enrolment.one_of_office, data.number)
    return drawn.person(one, turn.house.office, turn.words)


async def _pause(turn: Turn, data: PeopleTap) -> Screen:
    with suppress(Repeated):
        await turn.run(enrolment.pause, data.number)
    return await _show(turn, data)


async def _resume(turn: Turn, data: PeopleTap) -> Screen:
    with suppress(Repeated):
        await turn.run(enrolment.resume, data.number)
    return await _show(turn, data)


async def _ask(turn: Turn, data: PeopleTap) -> Screen:
    one = await turn.look(enrolment.one_of_office, data.number)
    return drawn.confirm_removal(one, turn.words)


async def _remove(turn: Turn, data: PeopleTap) -> Screen:
    with suppress(Repeated):
        await turn.run(enrolment.dismiss, data.number)
    return await _list(turn, PeopleTap("list", 0, ""))


async def _invite(turn: Turn, data: PeopleTap) -> Screen:
    await turn.look(enrolment.everybody_for)
    return drawn.which_role(turn.words)


async def _role(turn: Turn, data: PeopleTap) -> Screen:
    """An agent may have an area; for the others the link is ready."""
    if _named(data.value) is Role.AGENT:
        return await _areas(turn, PeopleTap("areas", 0, data.value))
    return await _offer(turn, _named(data.value), None)


async def _areas(turn: Turn, data: PeopleTap) -> Screen:
    await turn.look(enrolment.everybody_for)
    role = _named(data.value)
    return drawn.which_area(role, data.number, turn.house.office, turn.words)


async def _area(turn: Turn, data: PeopleTap) -> Screen:
    role, _, code = data.value.partition(":")
    return await _offer(turn, _named(role), None if code == drawn.NOWHERE else code)


async def _offer(turn: Turn, role: Role, region: str | None) -> Screen:
    """The link is said here and now and kept nowhere; lost on the way, a new one is made."""
    try:
        offered = await turn.run(invites.invite, turn.house, role, region)
    except (Repeated, invites.NoSuchRegion) as error:
        raise OldButton(role) from error
    return drawn.invitation(offered, turn.me, turn.house.office, turn.words)


async def _withdraw(turn: Turn, data: PeopleTap) -> Screen:
    with suppress(Repeated):
        await turn.run(invites.withdraw, data.number)
    return await _list(turn, PeopleTap("list", 0, ""))


def _named(value: str) -> Role:
    if value not in drawn.INVITED:
        raise OldButton(value)
    return Role(value)


ACTIONS: dict[str, Action] = {
    "list": _list,
    "show": _show,
    "pause": _pause,
    "resume": _resume,
    "ask": _ask,
    "remove": _remove,
    "invite": _invite,
    "role": _role,
    "areas": _areas,
    "area": _area,
    "withdraw": _withdraw,
}
