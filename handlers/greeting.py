"""Start, help and language of the public bot."""

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards.question import question
from cards.taps import LanguageTap
from desk import conversation, people
from forms.given import Calm
from handlers.filling import TIP
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

LANGUAGES = {tag for tag, _ in citizen.LANGUAGES}


async def started(message: Message, turn: Turn) -> None:
    """`/start`: what this is and the menu; an unfinished report is brought back."""
    stand = await turn.look(conversation.show, turn.house, TIP)
    if message.bot is None:
        return
    await say(turn, message.bot, citizen.welcome(turn.house.office, turn.words))
    if stand is not None:
        await say(turn, message.bot, citizen.simple(turn.words, "citizen.unfinished"))
        await say(turn, message.bot, question(stand, turn.house.office, turn.words))


async def report_asked(message: Message, turn: Turn) -> None:
    """The report key: the first question, or the one an unfinished report is at."""
    stand = await turn.look(conversation.show, turn.house, TIP)
    if stand is None:
        try:
            came_with = conversation.Message(message.message_id)
            stand = await turn.run(conversation.answer, turn.house, TIP, Calm(), came_with)
        except Repeated:
            return
    if message.bot is None or stand is None:
        return
    if stand.began:
        await say(turn, message.bot, citizen.notice(turn.house.office, turn.words))
    await say(turn, message.bot, question(stand, turn.house.office, turn.words))


async def help_asked(message: Message, turn: Turn) -> None:
    """What can be done here."""
    await turn.look(people.whoever)
    if message.bot is not None:
        await say(turn, message.bot, citizen.help_(turn.house.office, turn.words))


async def number_asked(message: Message, turn: Turn) -> None:
    """One's own Telegram number, which an administrator needs to enrol somebody."""
    await turn.look(people.whoever)
    if message.bot is not None:
        number = citizen.simple(turn.words, "citizen.your_number", number=turn.telegram_id)
        await say(turn, message.bot, number)


async def language_asked(message: Message, turn: Turn) -> None:
    """The choice of languages."""
    await turn.look(people.whoever)
    if message.bot is not None:
        screen = citizen.languages(turn.words, "citizen.which_language")
        await say(turn, message.bot, screen)


async def language_chosen(tap: CallbackQuery, turn: Turn, data: LanguageTap) -> None:
    """From here on in this language, the menu's keys included."""
    if data.language not in LANGUAGES:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("citizen.old_button"))
        return
    try:
        person = await turn.run(people.speak, data.language)
    except Repeated:
        person = turn.person
    words = turn.library.in_(person.language)
    await toast(tap)
    await replace(turn, tap, citizen.simple(words, "citizen.language_set"))
    stand = await turn.look(conversation.show, turn.house, TIP)
    if tap.bot is not None:
        await say(turn, tap.bot, citizen.help_(turn.house.office, words))
        if stand is not None:
            await say(turn, tap.bot, question(stand, turn.house.office, words))
