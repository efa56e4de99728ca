"""A reporter's own reports: how they stand, and taking one back."""

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards.taps import OwnTap
from desk import codes, people, reports
from desk.reports import ReportGone, ReportMovedOn
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn


async def own_reports_asked(message: Message, turn: Turn) -> None:
    """The list of one's own reports."""
    mine = await turn.look(reports.own)
    if message.bot is not None:
        await say(turn, message.bot, citizen.own_reports(mine, turn.house.office, turn.words))


async def code_written(message: Message, turn: Turn, text: str) -> None:
    """A tracking code, typed as it was read aloud: its status, for its own reporter only."""
    if message.bot is None:
        return
    code = codes.read(text)
    try:
        report = await turn.look(reports.own_by_code, code or "")
    except ReportGone:
        await turn.look(people.whoever)
        key = "citizen.code_misread" if code is None else "citizen.no_such_report"
        await say(turn, message.bot, citizen.simple(turn.words, key))
        return
    await say(turn, message.bot, citizen.status(report, turn.house.office, turn.words))


async def own_tapped(tap: CallbackQuery, turn: Turn, data: OwnTap) -> None:
    """A report of the list, or the buttons below one."""
    try:
        if data.action == "withdraw":
            await _withdraw(tap, turn, data)
            return
        report = await turn.look(reports.own_by_id, data.report)
    except ReportGone:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("citizen.not_yours"))
        return
    await toast(tap)
    asked = data.action == "ask" and report.status == "waiting"
    screen = (
        citizen.confirm_withdraw(report, turn.words)
        if asked
        else citizen.status(report, turn.house.office, turn.words)
    )
    await replace(turn, tap, screen)


async def _withdraw(tap: CallbackQuery, turn: Turn, data: OwnTap) -> None:
    try:
        await turn.run(reports.withdraw, data.report)
    except ReportMovedOn:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("citizen.moved_on"), alert=True)
    except Repeated:
        await toast(tap)
    else:
        await toast(tap, turn.words.text("citizen.withdrawn_toast"))
    report = await turn.look(reports.own_by_id, data.report)
    await replace(turn, tap, citizen.status(report, turn.house.office, turn.words))
