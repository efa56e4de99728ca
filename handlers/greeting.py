"""Start, help and language of the public bot."""

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards.taps import FormChoiceTap, LanguageTap
from desk import conversation, people
from handlers import answering, filling
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

LANGUAGES = {tag for tag, _ in citizen.LANGUAGES}


async def started(message: Message, turn: Turn) -> None:
    """`/start`: what this is and the menu; an unfinished report is brought back."""
    unfinished = await filling.under_way(turn)
    await say(turn, citizen.welcome(turn.house.office, turn.words))
    if unfinished:
        await say(turn, citizen.simple(turn.words, "citizen.unfinished"))
        await filling.show(turn)
    else:
        await answering.show_open(turn)


async def report_asked(message: Message, turn: Turn) -> None:
    """The report key: the first question, or the one an unfinished report is at.

    An office with several forms for citizens lets them choose which one.
    """
    if await filling.show(turn):
        return
    forms = turn.house.forms_for(turn.person)
    if len(forms) > 1:
        await say(turn, citizen.which_form(forms, turn.words))
        return
    await filling.begin(turn, forms[0].key)


async def form_chosen(tap: CallbackQuery, turn: Turn, data: FormChoiceTap) -> None:
    """One of several forms for citizens."""
    try:
        await filling.begin(turn, data.form)
    except conversation.NoSuchForm:
        await toast(tap, turn.words.text("citizen.old_button"))
        return
    await toast(tap)


async def help_asked(message: Message, turn: Turn) -> None:
    """What can be done here."""
    await turn.look(people.whoever)
    await say(turn, citizen.help_(turn.house.office, turn.words))


async def number_asked(message: Message, turn: Turn) -> None:
    """One's own Telegram number, which an administrator needs to enrol somebody."""
    await turn.look(people.whoever)
    number = citizen.simple(turn.words, "citizen.your_number", number=turn.telegram_id)
    await say(turn, number)


async def language_asked(message: Message, turn: Turn) -> None:
    """The choice of languages."""
    await turn.look(people.whoever)
    screen = citizen.languages(turn.words, "citizen.which_language")
    await say(turn, screen)


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
    await say(turn, citizen.help_(turn.house.office, words))
    await filling.show(turn)
