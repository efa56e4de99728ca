"""A reporter's own reports: how they stand, and taking one back."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from cards import citizen, own
from cards.taps import OwnTap
from desk import codes, decisions, people, reports
from desk.decisions import ReportMovedOn
from desk.reports import ReportGone
from desk.rights import PRIVATE
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn


async def own_reports_asked(message: Message, turn: Turn) -> None:
    """The list of one's own reports."""
    mine = await turn.look(reports.own)
    await say(turn, own.listing(mine, **_manner(turn)))


async def code_written(turn: Turn, text: str) -> None:
    """A tracking code, typed as it was read aloud: its status, for its own reporter only."""
    code = codes.read(text)
    try:
        report = await turn.look(reports.own_by_code, code or "")
    except ReportGone:
        await turn.look(people.whoever)
        key = "citizen.code_misread" if code is None else "citizen.no_such_report"
        await say(turn, citizen.simple(turn.words, key))
        return
    await say(turn, own.status(report, **_manner(turn)))


async def own_tapped(tap: CallbackQuery, turn: Turn, data: OwnTap) -> None:
    """A report of the list, or the buttons below one."""
    try:
        await ACTIONS.get(data.action, _show)(tap, turn, data)
    except ReportGone:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("citizen.not_yours"))


async def _show(tap: CallbackQuery, turn: Turn, data: OwnTap) -> None:
    report = await turn.look(reports.own_by_id, data.report)
    await toast(tap)
    await replace(turn, tap, own.status(report, **_manner(turn)))


async def _ask(tap: CallbackQuery, turn: Turn, data: OwnTap) -> None:
    """What waits no longer can not be taken back: then only how it stands."""
    report = await turn.look(reports.own_by_id, data.report)
    if report.status != "waiting":
        await _show(tap, turn, data)
        return
    await toast(tap)
    await replace(turn, tap, own.confirm_withdraw(report, turn.words))


async def _withdraw(tap: CallbackQuery, turn: Turn, data: OwnTap) -> None:
    try:
        await turn.run(decisions.withdraw, data.report)
    except ReportMovedOn:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("citizen.moved_on"), alert=True)
    except Repeated:
        await toast(tap)
    else:
        await toast(tap, turn.words.text("citizen.withdrawn_toast"))
    report = await turn.look(reports.own_by_id, data.report)
    await replace(turn, tap, own.status(report, **_manner(turn)))


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, OwnTap], Awaitable[None]]] = {
    "show": _show,
    "ask": _ask,
    "withdraw": _withdraw,
}


def _manner(turn: Turn) -> dict[str, Any]:
    """What drawing an own report needs besides it."""
    of_agent = turn.bot == PRIVATE
    return {"office": turn.house.office, "words": turn.words, "of_agent": of_agent}
