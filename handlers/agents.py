"""An agent writes to the private bot: a report, a nihil, a question about an own report."""

from collections.abc import Awaitable, Callable
from functools import lru_cache

from aiogram.types import Message

from desk.conversation import Known, NoSuchForm
from desk.house import DAILY, FIRST
from desk.rights import PRIVATE
from forms.quick import Nihil, read_nihil
from forms.values import Place, Value
from handlers import answering, filling, own_reports, staff
from handlers.sayings import is_code, is_greeting
from handlers.turn import Turn
from words import Library

Said = Callable[[Message, Turn], Awaitable[None]]


async def report_asked(message: Message, turn: Turn) -> None:
    """The report key: the whole form, question by question."""
    await _begin(message, turn, FIRST[PRIVATE])


async def daily_asked(message: Message, turn: Turn) -> None:
    """The daily report of the own area."""
    await _begin(message, turn, DAILY)


async def nihil_asked(message: Message, turn: Turn) -> None:
    """That nothing happened today: only the sending is left."""
    await _begin(message, turn, DAILY, _known(Nihil()))


async def something_said(message: Message, turn: Turn, text: str) -> None:
    """A key of the keyboard, a nihil, a code, a greeting; else it is a report's content."""
    key = _keys(turn.library).get(text)
    if key is not None:
        await key(message, turn)
    elif await filling.under_way(turn) or await answering.expected(message, turn):
        await filling.answer_received(message, turn)
    elif nihil := read_nihil(text, turn.house.context_for(turn.person)):
        await _begin(message, turn, DAILY, _known(nihil))
    elif is_greeting(text):
        await staff.something_written(message, turn)
    elif is_code(text):
        await own_reports.code_written(turn, text)
    else:
        await filling.answer_received(message, turn)


async def _begin(message: Message, turn: Turn, form: str, known: Known | None = None) -> None:
    """An office may have taken a form out: then there is only the menu."""
    try:
        await filling.begin(turn, form, known)
    except NoSuchForm:
        await staff.something_written(message, turn)


def _known(nihil: Nihil) -> Known:
    answers: dict[str, Value] = {"nihil": True}
    if nihil.place is not None:
        answers["area"] = Place(nihil.place)
    return Known(answers)


KEYS: dict[str, Said] = {
    "agent.menu_report": report_asked,
    "agent.menu_nihil": nihil_asked,
    "agent.menu_danger": filling.danger_pressed,
    "agent.menu_own": own_reports.own_reports_asked,
    "agent.menu_all": staff.menu_asked,
}


@lru_cache(maxsize=4)
def _keys(library: Library) -> dict[str, Said]:
    """The keyboard's labels in every language: an old one stays good after a change."""
    both = (library.in_(language) for language in ("id", "en"))
    return {words.text(key): handler for words in both for key, handler in KEYS.items()}
