"""The private bot's menu: each person sees what the roles allow, a stranger nothing."""

from contextlib import suppress

from aiogram import Bot
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
    if message.bot is None:
        return
    if person.account is None:
        await say(turn, message.bot, citizen.simple(turn.words, "staff.stranger"))
    else:
        await _greet(message, message.bot, turn, person)
    if (message.text or "").startswith("/start"):
        await commands.fit_person(message.bot, turn, person)


async def _greet(message: Message, bot: Bot, turn: Turn, person: Person) -> None:
    if Right.REPORT in person.rights:
        await say(turn, bot, agent.greeting(person.name, turn.house.office, turn.words))
    if Right.REPORT not in person.rights or person.roles != {Role.AGENT}:
        await say(turn, bot, staff.menu(person, turn.house, turn.words))
    if Right.REPORT in person.rights:
        await _unfinished(message, turn)


async def menu_asked(message: Message, turn: Turn) -> None:
    """The key for everything that has no key of its own."""
    person = await who_writes(turn)
    if message.bot is not None:
        await say(turn, message.bot, staff.menu(person, turn.house, turn.words))
        await _unfinished(message, turn)


async def _unfinished(message: Message, turn: Turn) -> None:
    """Bring back what an agent has not sent yet, or a question that was not answered."""
    if message.bot is not None and await filling.under_way(turn):
        await say(turn, message.bot, citizen.simple(turn.words, "citizen.unfinished"))
        await filling.show(message.bot, turn)
    else:
        await answering.show_open(message, turn)


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
        screen = await _screen(turn, data.action)
    except (NotAllowed, NoSuchForm):
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("staff.not_allowed"))
        return
    await toast(tap)
    if tap.bot is not None:
        await say(turn, tap.bot, screen)


async def _form(tap: CallbackQuery, turn: Turn, action: str) -> None:
    """A form of the menu; nihil is the daily one with its first question answered."""
    key = DAILY if action == "nihil" else action.removeprefix(staff.FORM)
    known = Known({"nihil": True}) if action == "nihil" else None
    await filling.begin(tap.bot, turn, key, known)
    await toast(tap)


async def _screen(turn: Turn, action: str) -> Screen:
    office, words = turn.house.office, turn.words
    match action:
        case "queue":
            total, first = await turn.look(reports.waiting)
            asked = await turn.look(exchanges.standings, [one.id or 0 for one in first])
            return staff.queue(total, first, office, turn.words, now=turn.now, asked=asked)
        case "board":
            stands = await turn.look(board.for_officer, office.zone)
            return staff.board(stands, turn.words, turn.now)
        case "people":
            everybody = await turn.look(enrolment.everybody_for)
            return drawn_people.listing(everybody, 0, turn.words)
        case "sanctions":
            lines = await turn.look(sanctioned.listing)
            return drawn_sanctions.listing(lines, 0, turn.words)
        case "own":
            mine = await turn.look(reports.own)
            require(turn.person, Right.REPORT)
            return own.listing(mine, office, turn.words, of_agent=True)
        case "language":
            await turn.look(people.whoever)
            return citizen.languages(turn.words, "staff.which_language")
        case _:
            person = await turn.look(people.whoever)
            if person.account is None:
                return citizen.simple(words, "staff.stranger")
            return staff.menu(person, turn.house, turn.words)


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
    if tap.bot is not None:
        await say(turn, tap.bot, staff.menu(person, turn.house, words))
        await commands.fit_person(tap.bot, turn, person)
