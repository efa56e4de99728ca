"""The buttons of a card, at the desk and in officers' own chats."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from cards.taps import DeskTap
from desk import decisions, handing, panels
from desk.codes import shown
from desk.conflicts import Conflicted
from desk.decisions import (
    NoWitness,
    OwnReport,
    Reason,
    ReportMovedOn,
    Taken,
)
from desk.grades import Grade
from desk.reports import ReportGone
from desk.rights import NotAllowed
from desk.undoing import NotYours
from handlers import (
    asking,
    followups,
    history,
    judging,
    linking,
    sanctions,
    taking,
)
from handlers.speak import toast
from handlers.taps import in_private
from handlers.turn import Repeated, Turn
from words import Plain

REFUSED = (
    NotAllowed,
    OwnReport,
    Conflicted,
    Taken,
    NotYours,
    ReportGone,
    ReportMovedOn,
    NoWitness,
    ValueError,
    *asking.REFUSED,
    *sanctions.REFUSED,
    *linking.REFUSED,
)
"""What may be wrong with a tap; each has its word in `_refusal`."""


async def card_tapped(tap: CallbackQuery, turn: Turn, data: DeskTap) -> None:
    """One of a card's buttons. Whatever is wrong with it ends in a friendly toast."""
    try:
        said = await ACTIONS.get(data.action, _unknown)(tap, turn, data)
    except Repeated:
        said = turn.desk_words.text("desk.done_already")
    except REFUSED as error:
        await toast(tap, _refusal(turn, error), alert=True)
        return
    await toast(tap, said)


async def _unknown(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    raise ValueError(data.action)


async def _approve(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    grade = Grade.read(data.value)
    done = await turn.run(decisions.approve, data.report, data.version, grade=grade)
    return turn.desk_words.text(
        "desk.approved", code=shown(done.code), grade=done.grade, told=done.told, along=done.along
    )


async def _reject(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    reason = Reason(data.value)
    if reason not in decisions.PRESETS:
        raise ValueError(data.value)
    done = await turn.run(decisions.reject, data.report, data.version, reason=reason)
    return turn.desk_words.text(
        "desk.rejected", code=shown(done.code), told=done.told, along=done.along
    )


async def _panel(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    if data.value not in panels.OPENABLE:
        raise ValueError(data.value)
    await turn.run(panels.open_here, data.report, data.version, data.value, in_private(tap))
    return turn.desk_words.text("desk.panel_opened")


async def _files(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """The files go to the officer's private chat, if that was ever opened."""
    count, reachable = await turn.run(handing.hand_files, data.report, tap.id)
    words = turn.desk_words
    if not reachable:
        return chat_closed(turn)
    return words.text("desk.evidence_coming" if count else "desk.evidence_none")


async def _whole(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """Every word goes to the officer's private chat, if that was ever opened."""
    reachable = await turn.run(handing.hand_whole, data.report, tap.id)
    words = turn.desk_words
    return words.text("desk.whole_coming") if reachable else chat_closed(turn)


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "approve": _approve,
    "reject": _reject,
    "panel": _panel,
    "files": _files,
    "whole": _whole,
    **taking.ACTIONS,
    **history.ACTIONS,
    **followups.ACTIONS,
    **linking.ACTIONS,
    **judging.ACTIONS,
    **asking.ACTIONS,
    **sanctions.ACTIONS,
}


def chat_closed(turn: Turn) -> Plain:
    """To an officer who never opened a private chat with the bot."""
    return turn.desk_words.text("desk.open_chat_first", bot=turn.me)


def _refusal(turn: Turn, error: Exception) -> Plain:
    words = turn.desk_words
    match error:
        case ReportMovedOn():
            return words.text(
                "desk.moved_on",
                code=shown(error.code),
                status=str(error.status),
                by=error.by,
                at=error.at,
            )
        case NotAllowed():
            return words.text("desk.not_allowed")
        case OwnReport():
            return words.text("desk.own_report")
        case Taken():
            return words.text(
                "desk.taken_by", code=shown(error.code), by=error.by, until=error.until
            )
        case NoWitness():
            return words.text("desk.no_witness")
        case Conflicted():
            return words.text("stepping.stepped_back")
        case NotYours():
            return judging.not_yours(turn, error)
        case _:
            said = (
                asking.refusal(words, error)
                or linking.refusal(words, error)
                or sanctions.refusal(words, error)
            )
            return said or words.text("desk.unknown_button")
