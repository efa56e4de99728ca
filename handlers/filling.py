"""Filling in a form: each message an answer, each button a choice."""

from aiogram.types import CallbackQuery
from aiogram.types import Message as TelegramMessage

from cards import citizen, labels
from cards.question import question
from cards.taps import BACK, CALM, CANCEL, CHANGE, CONTINUE, DANGER, DROP, SEND, FormTap
from desk import conversation, people
from desk.conversation import DraftGone, Message, Moved, Stand
from forms.given import Back, Calm, Change, Danger, Given, Pressed, Send, Typed
from handlers.reading import read
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

TIP = "tip"
MOVES: dict[str, Given] = {BACK: Back(), SEND: Send(), DANGER: Danger(), CALM: Calm()}


async def answer_received(message: TelegramMessage, turn: Turn) -> None:
    """Whatever is not a command is an answer, and begins a report when there is none."""
    given = read(message, turn.bot)
    if given is not None:
        await _take(message, turn, *given)
    elif message.caption:  # the words below a video count; the video can not be taken
        await turn.look(people.whoever)
        if message.bot is not None:
            await say(turn, message.bot, citizen.simple(turn.words, "citizen.only_the_words"))
        await _take(message, turn, Typed(message.caption), Message(message.message_id))
    else:
        await something_else_arrived(message, turn)


async def under_way(turn: Turn) -> bool:
    """Whether this person is filling in a form."""
    return await turn.look(conversation.show, turn.house, TIP) is not None


async def danger_pressed(message: TelegramMessage, turn: Turn) -> None:
    """The danger key begins an urgent report, or makes the one at hand urgent."""
    await _take(message, turn, Danger(), Message(message.message_id))


async def _take(message: TelegramMessage, turn: Turn, given: Given, came_with: Message) -> None:
    try:
        stand = await turn.run(conversation.answer, turn.house, TIP, given, came_with)
    except Repeated:
        await _show(message, turn)
        return
    await _continue(message, turn, stand)


async def _continue(message: TelegramMessage, turn: Turn, stand: Stand) -> None:
    """The next question; with the first one the notice, for the parts of an album nothing."""
    bot = message.bot
    if bot is None or stand.step is None or stand.joined:
        return
    if stand.began:
        await say(turn, bot, citizen.notice(turn.house.office, turn.words))
    await say(turn, bot, question(stand, turn.house.office, turn.words))


async def something_else_arrived(message: TelegramMessage, turn: Turn) -> None:
    """A sticker, a voice, a video: say what can be read, and ask again where one stood."""
    if message.bot is None:
        return
    stand = await turn.look(conversation.show, turn.house, TIP)
    await say(turn, message.bot, citizen.simple(turn.words, "citizen.cannot_read"))
    if stand is not None:
        await say(turn, message.bot, question(stand, turn.house.office, turn.words))


async def answer_edited(message: TelegramMessage, turn: Turn) -> None:
    """An edited message changes the answer it gave, as long as nothing was sent."""
    text = message.text or message.caption
    if message.bot is None or text is None:
        return
    try:
        stand = await turn.run(conversation.amend, turn.house, TIP, message.message_id, text)
    except Repeated:
        return
    except DraftGone:
        await turn.look(people.whoever)
        await say(turn, message.bot, citizen.simple(turn.words, "citizen.edit_too_late"))
        return
    await _continue(message, turn, stand)


async def form_tapped(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    """A button of a question or of the review."""
    if data.value == CONTINUE:
        await _resume(tap, turn)
        return
    if data.value == CANCEL:
        await _ask_whether_to_drop(tap, turn)
        return
    if data.value == DROP:
        await _drop(tap, turn, data)
        return
    given = _given(data.value)
    try:
        stand = await turn.run(conversation.tap, turn.house, data.draft, data.revision, given)
    except (Moved, Repeated):
        await _passed(tap, turn)
        return
    except DraftGone:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("form.draft_gone"))
        return
    await _tapped(tap, turn, given, stand)


async def _tapped(tap: CallbackQuery, turn: Turn, given: Given, stand: Stand) -> None:
    """The toast and the next question; after sending, the receipt is on its way already."""
    words = turn.words
    if stand.sent is not None:
        await toast(tap, words.text("form.sent_toast"))
        return
    match given:
        case Danger():
            numbers = labels.numbers(turn.house.office)
            noted = words.text("form.danger_noted", numbers=numbers)
            await toast(tap, noted, alert=True)
        case Calm():
            await toast(tap, words.text("form.calm_noted"))
        case _:
            await toast(tap)
    await replace(turn, tap, question(stand, turn.house.office, words))


def _given(value: str) -> Given:
    if value.startswith(CHANGE):
        return Change(value.removeprefix(CHANGE))
    return MOVES.get(value) or Pressed(value)


async def _passed(tap: CallbackQuery, turn: Turn) -> None:
    """The button belongs to an earlier question: show the present one below."""
    stand = await turn.look(conversation.show, turn.house, TIP)
    await toast(tap, turn.words.text("form.question_passed"))
    if stand is not None and tap.bot is not None:
        await say(turn, tap.bot, question(stand, turn.house.office, turn.words))


async def _resume(tap: CallbackQuery, turn: Turn) -> None:
    stand = await turn.look(conversation.show, turn.house, TIP)
    if stand is None:
        await toast(tap, turn.words.text("form.draft_gone"))
        return
    await toast(tap)
    if tap.bot is not None:
        await say(turn, tap.bot, question(stand, turn.house.office, turn.words))


async def _ask_whether_to_drop(tap: CallbackQuery, turn: Turn) -> None:
    """Cancel throws nothing away yet, on whichever message it was pressed."""
    stand = await turn.look(conversation.show, turn.house, TIP)
    if stand is None:
        await toast(tap, turn.words.text("form.draft_gone"))
        return
    await toast(tap)
    screen = citizen.confirm_drop(stand.draft_id, stand.revision, turn.words)
    if tap.bot is not None:
        await say(turn, tap.bot, screen)


async def _drop(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    try:
        await turn.run(conversation.drop, data.draft, data.revision)
    except Moved:
        await _passed(tap, turn)
        return
    except (DraftGone, Repeated):
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("form.draft_gone"))
        return
    await toast(tap, turn.words.text("form.dropped_toast"))
    await replace(turn, tap, citizen.simple(turn.words, "citizen.dropped"))


async def _show(message: TelegramMessage, turn: Turn) -> None:
    """Ask again where somebody stands; without a draft there is nothing to say."""
    stand = await turn.look(conversation.show, turn.house, TIP)
    if stand is not None and message.bot is not None:
        await say(turn, message.bot, question(stand, turn.house.office, turn.words))
