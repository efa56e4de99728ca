"""The private bot's menu: each person sees what the roles allow, a stranger nothing."""

from contextlib import suppress

from aiogram.types import CallbackQuery, Message

from cards import citizen, staff
from cards.screen import Screen
from cards.taps import LanguageTap, StaffTap
from desk import people, reports
from desk.people import NotAllowed
from digests import requests
from digests.periods import Period
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

DIGESTS: dict[str, Period | None] = {
    "today": None,
    "yesterday": Period.DAILY,
    "last_week": Period.WEEKLY,
    "last_month": Period.MONTHLY,
}


async def something_written(message: Message, turn: Turn) -> None:
    """Any message in the private chat is answered with the menu; a stranger learns nothing."""
    person = await turn.look(people.opened)
    if message.bot is None:
        return
    if person.account is None:
        await say(turn, message.bot, citizen.simple(turn.words, "staff.stranger"))
        return
    await say(turn, message.bot, staff.menu(person, turn.house.office, turn.words))


async def menu_tapped(tap: CallbackQuery, turn: Turn, data: StaffTap) -> None:
    """A button of the menu; what the roles do not allow is refused however it was pressed."""
    try:
        if data.action in DIGESTS:
            await _digest(tap, turn, data.action)
            return
        screen = await _screen(turn, data.action)
    except NotAllowed:
        await toast(tap, turn.words.text("staff.not_allowed"))
        return
    await toast(tap)
    if tap.bot is not None:
        await say(turn, tap.bot, screen)


async def _screen(turn: Turn, action: str) -> Screen:
    office, words = turn.house.office, turn.words
    match action:
        case "queue":
            total, first = await turn.look(reports.waiting)
            return staff.queue(total, first, office, turn.words, now=turn.now)
        case "people":
            everybody = await turn.look(people.everybody_for)
            return staff.people(everybody, turn.words)
        case "language":
            await turn.look(people.whoever)
            return citizen.languages(turn.words, "staff.which_language")
        case _:
            person = await turn.look(people.whoever)
            if person.account is None:
                return citizen.simple(words, "staff.stranger")
            return staff.menu(person, office, turn.words)


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
        await say(turn, tap.bot, staff.menu(person, turn.house.office, words))
