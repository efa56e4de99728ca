"""A reporter answers an officer's question, in either bot."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, Message

from cards import asked, citizen
from cards.taps import AnswerTap
from desk import meaning, people, replying
from desk.reports import ReportGone
from desk.rights import NotAllowed
from handlers import filling
from handlers.reading import read
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn


async def answer_tapped(tap: CallbackQuery, turn: Turn, data: AnswerTap) -> None:
    """Answer was pressed below a question; or what a message was meant as."""
    try:
        await ACTIONS.get(data.action, _unknown)(tap, turn, data)
    except (ReportGone, NotAllowed):
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("asking.not_open"), alert=True)
    except Repeated:
        await toast(tap)


async def _unknown(tap: CallbackQuery, turn: Turn, data: AnswerTap) -> None:
    raise ReportGone(data.action)


async def _begin(tap: CallbackQuery, turn: Turn, data: AnswerTap) -> None:
    question, report = await turn.run(replying.get_ready, data.question)
    await toast(tap)
    await say(turn, asked.ready(question, report, turn.words))


async def _meant(tap: CallbackQuery, turn: Turn, data: AnswerTap) -> None:
    """The message it is about is the one our question replies to."""
    if (await turn.look(people.whoever)).reporter is None:
        raise NotAllowed("only who may report was asked")
    said = tap.message.reply_to_message if isinstance(tap.message, Message) else None
    given = read(said, turn) if said is not None else None
    if said is None or given is None:
        await turn.look(people.whoever)
        await toast(tap)
        await replace(turn, tap, citizen.simple(turn.words, "asking.send_again"))
        return
    answer = data.action == "answer"
    if answer:
        await turn.run(replying.answer, turn.house, data.question, *given)
        await toast(tap, turn.words.text("asking.taken_toast"))
    else:
        await toast(tap)
    await replace(turn, tap, citizen.simple(turn.words, "asking.meant", as_answer=answer))
    if not answer:
        await filling.take_as_report(said, turn)


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, AnswerTap], Awaitable[None]]] = {
    "begin": _begin,
    "answer": _meant,
    "other": _meant,
}


async def expected(message: Message, turn: Turn) -> bool:
    """Whether even a greeting is an answer here."""
    replied = message.reply_to_message
    reply_to = replied.message_id if replied else None
    if not (turn.person.asked or reply_to):
        return False
    return await turn.look(meaning.expected, turn.house, reply_to)


async def show_open(turn: Turn) -> None:
    """Show again what an officer asked and still waits for."""
    if not turn.person.asked:
        return
    found = await turn.look(replying.newest_open)
    if found is not None:
        await say(turn, asked.question(*found, turn.words))
