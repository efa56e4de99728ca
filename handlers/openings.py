"""Asking who a source is, and answering as the second person: in people's own chats alone."""

import re
from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards import opening as drawn
from cards.report_card import report_code
from cards.screen import Screen
from cards.taps import OpeningTap
from desk import codes, opening, people
from desk.decisions import OwnReport
from desk.openingsteps import (
    ANSWERED_WITHIN,
    REASON_LENGTH,
    AskedAlready,
    NobodyElse,
    ReasonTooShort,
    SamePerson,
    Settled,
)
from desk.reports import ReportGone
from desk.rights import NotAllowed
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn
from words import Plain

REFUSED: dict[type[Exception], str] = {
    NotAllowed: "opening.not_allowed",
    ReportGone: "opening.gone",
    OwnReport: "opening.own",
    AskedAlready: "opening.asked_already",
    NobodyElse: "opening.nobody_else",
    ReasonTooShort: "opening.reason_unfit",
    SamePerson: "opening.same_person",
}
"""What may be wrong, each with its word."""
WRITTEN = re.compile(rf"{codes.WRITTEN.pattern}(?:\s+(?P<reason>.+))?", re.DOTALL)


async def identity_asked(message: Message, turn: Turn, rest: str) -> None:
    """`/identitas CODE`, and the reason either behind it or when asked for."""
    written = WRITTEN.fullmatch(rest)
    code = codes.read(written[1] + written[2]) if written else None
    if code is None:
        await turn.look(people.whoever)
        key = "citizen.code_misread" if rest else "opening.usage"
        await say(turn, citizen.simple(turn.words, key))
        return
    reason = written["reason"] if written else None
    try:
        if reason:
            done = await turn.run(opening.ask_by_code, turn.house, code, reason)
            screen = _asked(turn, *done)
        else:
            report = await turn.run(opening.begin_by_code, turn.house, code)
            screen = drawn.write_reason(report_code(report), turn.words)
    except Repeated:
        return
    except tuple(REFUSED) as error:
        screen = await _refusal(turn, error)
    await say(turn, screen)


async def reason_written(turn: Turn, text: str) -> bool:
    """The words after the question why; False when nothing was being asked."""
    if not await turn.look(opening.is_asking):
        return False
    try:
        screen = _asked(turn, *await turn.run(opening.give_reason, turn.house, text))
    except Repeated:
        return True
    except tuple(REFUSED) as error:
        screen = await _refusal(turn, error)
    await say(turn, screen)
    return True


async def opening_tapped(tap: CallbackQuery, turn: Turn, data: OpeningTap) -> None:
    """A button of an asking; what is wrong with it ends in a friendly toast."""
    try:
        said = await ACTIONS.get(data.action, _unknown)(tap, turn, data)
    except Repeated:
        said = turn.words.text("desk.done_already")
    except Settled as error:
        by = error.by
        said = turn.words.text("opening.settled", state=str(error.state), by=by)
    except tuple(REFUSED) as error:
        screen = await _refusal(turn, error)
        await toast(tap)
        await say(turn, screen)
        return
    await toast(tap, said)


async def _ask(tap: CallbackQuery, turn: Turn, data: OpeningTap) -> Plain | None:
    report = await turn.run(opening.begin, turn.house, data.number)
    await say(turn, drawn.write_reason(report_code(report), turn.words))
    return None


async def _drop(tap: CallbackQuery, turn: Turn, data: OpeningTap) -> Plain | None:
    await turn.run(opening.drop)
    await replace(turn, tap, citizen.simple(turn.words, "opening.dropped"))
    return None


async def _confirm(tap: CallbackQuery, turn: Turn, data: OpeningTap) -> Plain | None:
    state = await turn.run(opening.confirm, turn.house, data.number)
    return turn.words.text("opening.settled", state=str(state), by="")


async def _refuse(tap: CallbackQuery, turn: Turn, data: OpeningTap) -> Plain | None:
    state = await turn.run(opening.refuse, turn.house, data.number)
    return turn.words.text("opening.settled", state=str(state), by="")


async def _unknown(tap: CallbackQuery, turn: Turn, data: OpeningTap) -> Plain | None:
    raise ReportGone(data.action)


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, OpeningTap], Awaitable[Plain | None]]] = {
    "ask": _ask,
    "drop": _drop,
    "confirm": _confirm,
    "refuse": _refuse,
}


def _asked(turn: Turn, code: str, others: int) -> Screen:
    hours = int(ANSWERED_WITHIN.total_seconds() // 3600)
    return citizen.simple(
        turn.words, "opening.asked", code=codes.shown(code), count=others, hours=hours
    )


async def _refusal(turn: Turn, error: Exception) -> Screen:
    await turn.look(people.whoever)
    shortest, longest = REASON_LENGTH
    more = {"shortest": shortest, "longest": longest} if isinstance(error, ReasonTooShort) else {}
    return citizen.simple(turn.words, REFUSED[type(error)], **more)
