"""Filling in a form, in either bot: each message is an answer."""

from aiogram.types import Message as TelegramMessage

from cards import asked, citizen, sanctions
from desk import conversation, people, replying
from desk.codes import shown
from desk.conversation import DraftGone, Known, Message, Stand
from desk.limits import NotNow
from desk.replying import Answered, Unclear
from desk.rights import PUBLIC, NotAllowed
from forms.given import Danger, Given, Typed
from handlers.reading import read
from handlers.reviewing import page
from handlers.speak import say
from handlers.turn import Repeated, Turn

CLOSED = (DraftGone, NotAllowed)
"""What a button of a form meets when its draft is over, or its owner may report no longer."""


async def answer_received(message: TelegramMessage, turn: Turn) -> None:
    """Whatever is not a command is an answer, and begins a report when there is none."""
    given = read(message, turn)
    if given is not None:
        await _take(message, turn, *given)
    elif message.caption:  # the words below what can not be taken count
        await turn.look(people.whoever)
        await say(turn, citizen.simple(turn.words, "citizen.only_the_words"))
        await _take(message, turn, Typed(message.caption), Message(message.message_id))
    else:
        await something_else_arrived(turn)


async def under_way(turn: Turn) -> bool:
    """Whether this person is filling in a form."""
    return await turn.look(conversation.show, turn.house) is not None


async def danger_pressed(message: TelegramMessage, turn: Turn) -> None:
    """The danger key begins an urgent report, or makes the one at hand urgent."""
    await _take(message, turn, Danger(), Message(message.message_id))


async def begin(turn: Turn, key: str, known: Known | None = None) -> None:
    """Take up a form: its first question, or the one an unfinished draft of it is at.

    Raises NotAllowed, NoSuchForm.
    """
    try:
        stand = await turn.run(conversation.begin, turn.house, key, known)
    except Repeated:
        await show(turn)
        return
    except NotNow as error:
        await not_now(turn, error)
        return
    await _continue(turn, stand)


async def not_now(turn: Turn, error: NotNow) -> None:
    """Until when somebody may not report, and whom to call in danger; a draft stays."""
    await turn.look(people.whoever)
    await say(turn, sanctions.refused(error, turn.house.office, turn.words))


async def show(turn: Turn) -> bool:
    """Ask again where somebody stands; False without a draft, and then nothing is said."""
    stand = await turn.look(conversation.show, turn.house)
    if stand is None:
        return False
    await say(turn, await page(turn, stand))
    return True


async def _take(message: TelegramMessage, turn: Turn, given: Given, came_with: Message) -> None:
    """As an answer to an officer's question, where it is one, or of a form."""
    replied = message.reply_to_message
    reply_to = replied.message_id if replied else None
    try:
        said = await turn.run(replying.take, turn.house, given, came_with, reply_to)
    except Repeated:
        await show(turn)
        return
    except NotNow as error:
        await not_now(turn, error)
        return
    match said:
        case Stand():
            await _continue(turn, said)
        case Unclear(question_id, code, draft):
            which = asked.which(question_id, shown(code), turn.words, draft=draft)
            await say(turn, which, message.message_id)
        case Answered(code, kept=False):
            gone = citizen.simple(turn.words, "asking.taken_back", code=shown(code))
            await say(turn, gone)


async def take_as_report(message: TelegramMessage, turn: Turn) -> None:
    """What somebody said and an officer's question stood beside: it belongs to a report."""
    given = read(message, turn)
    if given is None:
        return
    try:
        stand = await turn.run(replying.other, turn.house, *given)
    except NotNow as error:
        await not_now(turn, error)
        return
    await _continue(turn, stand)


async def _continue(turn: Turn, stand: Stand) -> None:
    """The next question; with a citizen's first one the notice, for parts of an album nothing."""
    if stand.step is None or stand.joined:
        return
    if stand.began and turn.bot == PUBLIC:
        await say(turn, citizen.notice(turn.house.office, turn.words))
    await say(turn, await page(turn, stand))


async def something_else_arrived(turn: Turn) -> None:
    """A sticker, a poll: say what can be read, and ask again where one stood."""
    await turn.look(people.whoever)
    await say(turn, citizen.simple(turn.words, "citizen.cannot_read"))
    await show(turn)


async def answer_edited(message: TelegramMessage, turn: Turn) -> None:
    """An edited message changes the answer it gave, as long as nothing was sent."""
    text = message.text or message.caption
    if text is None:
        return
    try:
        stand = await turn.run(conversation.amend, turn.house, message.message_id, text)
    except Repeated:
        return
    except CLOSED:
        person = await turn.look(people.whoever)
        if person.reporter is None:
            return
        rule, number = replying.amended, message.message_id
        if await turn.run(rule, turn.house, number, text) is None:
            await say(turn, citizen.simple(turn.words, "citizen.edit_too_late"))
        return
    await _continue(turn, stand)
