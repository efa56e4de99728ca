"""The private bot's menu: each person sees what the roles allow, a stranger nothing."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiogram.types import CallbackQuery, Message

from cards import agent, citizen, own, staff
from cards import people as drawn_people
from cards import sanctions as drawn_sanctions
from cards.screen import Screen
from cards.taps import LanguageTap, PullTap, StaffTap
from desk import board, enrolment, exchanges, people, reach, reports, sanctioned
from desk.conversation import Known, NoSuchForm
from desk.house import DAILY
from desk.rights import NotAllowed, Person, Right, Role, require
from digests import requests
from digests.periods import Period
from handlers import answering, commands, filling, taking
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

DIGESTS: dict[str, Period | None] = {
    "today": None,
    "yesterday": Period.DAILY,
    "last_week": Period.WEEKLY,
    "last_month": Period.MONTHLY,
}


async def who_writes(turn: Turn) -> Person:
    """Who it is; a message in the private chat shows that the chat is open."""
    return await turn.look(reach.opened)


async def something_written(message: Message, turn: Turn) -> None:
    """The menu; an agent is greeted with the keys below the input line, one of which is the menu.

    Who is something else besides gets both: no message holds two keyboards. A stranger learns
    nothing.
    """
    person = await who_writes(turn)
    if person.account is None:
        await say(turn, citizen.simple(turn.words, "staff.stranger"))
    else:
        await _greet(turn, person)
    if (message.text or "").startswith("/start"):
        await commands.fit_person(turn, person)


async def _greet(turn: Turn, person: Person) -> None:
    if Right.REPORT in person.rights:
        await say(turn, agent.greeting(person.name, turn.house.office, turn.words))
    if Right.REPORT not in person.rights or person.roles != {Role.AGENT}:
        await say(turn, staff.menu(person, turn.house, turn.words))
    if Right.REPORT in person.rights:
        await _unfinished(turn)


async def menu_asked(message: Message, turn: Turn) -> None:
    """The key for everything that has no key of its own."""
    person = await who_writes(turn)
    await say(turn, staff.menu(person, turn.house, turn.words))
    await _unfinished(turn)


async def _unfinished(turn: Turn) -> None:
    """Bring back what an agent has not sent yet, or a question that was not answered."""
    if await filling.under_way(turn):
        await say(turn, citizen.simple(turn.words, "citizen.unfinished"))
        await filling.show(turn)
    else:
        await answering.show_open(turn)


async def menu_tapped(tap: CallbackQuery, turn: Turn, data: StaffTap) -> None:
    """A button of the menu; what the roles do not allow is refused however it was pressed."""
    try:
        if data.action in DIGESTS:
            await _digest(tap, turn, data.action)
            return
        if data.action == "pull":
            await taking.next_tapped(tap, turn, PullTap())
            return
        if data.action == "nihil" or data.action.startswith(staff.FORM):
            await _form(tap, turn, data.action)
            return
        screen = await SCREENS.get(data.action, _menu)(turn)
    except (NotAllowed, NoSuchForm):
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("staff.not_allowed"))
        return
    await toast(tap)
    await say(turn, screen)


async def _form(tap: CallbackQuery, turn: Turn, action: str) -> None:
    """A form of the menu; nihil is the daily one with its first question answered."""
    key = DAILY if action == "nihil" else action.removeprefix(staff.FORM)
    known = Known({"nihil": True}) if action == "nihil" else None
    await filling.begin(turn, key, known)
    await toast(tap)


async def _queue(turn: Turn) -> Screen:
    total, first = await turn.look(reports.waiting)
    asked = await turn.look(exchanges.standings, [one.id or 0 for one in first])
    return staff.queue(total, first, turn.house.office, turn.words, now=turn.now, asked=asked)


async def _board(turn: Turn) -> Screen:
    stands = await turn.look(board.for_officer, turn.house.office.zone)
    return staff.board(stands, turn.words, turn.now)


async def _people(turn: Turn) -> Screen:
    everybody = await turn.look(enrolment.everybody_for)
    return drawn_people.listing(everybody, 0, turn.words)


async def _sanctions(turn: Turn) -> Screen:
    lines = await turn.look(sanctioned.listing)
    return drawn_sanctions.listing(lines, 0, turn.words)


async def _own(turn: Turn) -> Screen:
    mine = await turn.look(reports.own)
    require(turn.person, Right.REPORT)
    return own.listing(mine, turn.house.office, turn.words, of_agent=True)


async def _language(turn: Turn) -> Screen:
    if (await turn.look(people.whoever)).account is None:
        return await _menu(turn)
    return citizen.languages(turn.words, "staff.which_language")


async def _menu(turn: Turn) -> Screen:
    person = await turn.look(people.whoever)
    if person.account is None:
        return citizen.simple(turn.words, "staff.stranger")
    return staff.menu(person, turn.house, turn.words)


SCREENS: dict[str, Callable[[Turn], Awaitable[Screen]]] = {
    "queue": _queue,
    "board": _board,
    "people": _people,
    "sanctions": _sanctions,
    "own": _own,
    "language": _language,
}
"""What the menu's buttons show that begin nothing; any other shows the menu."""
BEGUN = ("pull", "nihil")
"""The buttons that begin something, besides those of forms and digests."""


async def _digest(tap: CallbackQuery, turn: Turn, action: str) -> None:
    """The digest comes through the outbox like every other one."""
    with suppress(Repeated):
        await turn.run(requests.ask, turn.house, DIGESTS[action])
    await toast(tap, turn.words.text("staff.digest_soon"))


async def language_chosen(tap: CallbackQuery, turn: Turn, data: LanguageTap) -> None:
    """From here on in this language."""
    person = await turn.look(people.whoever)
    if person.account is None or data.language not in {tag for tag, _ in citizen.LANGUAGES}:
        await toast(tap, turn.words.text("staff.old_button"))
        return
    try:
        person = await turn.run(people.speak, data.language)
    except Repeated:
        return
    words = turn.library.in_(person.language)
    await toast(tap)
    await replace(turn, tap, citizen.simple(words, "staff.language_set"))
    await say(turn, staff.menu(person, turn.house, words))
    await commands.fit_person(turn, person)
