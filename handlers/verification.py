"""Cards, at the desk and in officers' own chats: buttons, and replies in an officer's words."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, Message

from cards.taps import DeskTap
from desk import decisions, handing, panels, postings
from desk.codes import shown
from desk.conflicts import Conflicted
from desk.correcting import Unfit
from desk.decisions import NoWitness, OwnReport, Reason, ReasonUnfit, ReportMovedOn, Taken
from desk.grades import Grade
from desk.panels import NoCard, PanelClosed, Words
from desk.postings import DESK
from desk.reports import ReportGone
from desk.rights import NotAllowed
from desk.undoing import NotYours, UndoReasonUnfit
from handlers import (
    asking,
    correcting,
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


UNFIT = (NoCard, PanelClosed, ReasonUnfit, OwnReport, ReportMovedOn)
"""What may be wrong with a reply to a card; each has its sentence in `_note`."""


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


async def card_answered(message: Message, turn: Turn) -> bool:
    """A reply to a card, or to an answer below one: a question to the reporter, unless the
    keyboard the officer opened there says otherwise.

    False when it was no card that was answered, and no answer is owed.
    """
    answered = message.reply_to_message
    if answered is None or message.text is None or message.from_user is None:
        return False
    private = message.chat.type == "private"
    group = None if private else message.chat.id
    if message.sender_chat is not None and message.sender_chat.id == group:
        return await _hidden(message, turn, answered.message_id)
    if private and not await turn.look(panels.is_ours, None, answered.message_id):
        return False  # the update is not used up: it is an ordinary message
    occasion = f"{turn.bot}:{turn.update_id}"
    words = Words(message.text, message.message_id, occasion)
    try:
        await turn.run(panels.answered, turn.house, group, answered.message_id, words)
    except (Repeated, NotAllowed, ReportGone):
        return False  # a stranger's words in the group are not the bot's business
    except (*UNUSED, *asking.UNFIT) as error:
        if isinstance(error, NoCard) and not _is_mine(answered, turn):
            return False  # officers talking with one another
        key, values = asking.note(error) or _note(error)
        place = None if private else DESK
        await turn.run(postings.answer_note, key, values, message.message_id, occasion, at=place)
    return True


def _is_mine(message: Message, turn: Turn) -> bool:
    """Whether the bot itself wrote this."""
    author = message.from_user
    return author is not None and author.is_bot and author.username == turn.me


async def _hidden(message: Message, turn: Turn, card: int) -> bool:
    """An administrator who remains anonymous: only a pressed button tells who it is."""
    try:
        told: bool = await turn.run(
            panels.answered_hidden, message.chat.id, card, message.message_id
        )
    except Repeated:
        return True
    return told


UNUSED = (
    NoCard,
    PanelClosed,
    ReasonUnfit,
    UndoReasonUnfit,
    Unfit,
    OwnReport,
    Conflicted,
    Taken,
    ReportMovedOn,
)
"""Why an officer's words were not used; each has its word in `_note`."""


def _note(error: Exception) -> tuple[str, dict[str, object]]:
    match error:
        case ReasonUnfit():
            shortest, longest = decisions.REASON_LENGTH
            return "desk.reason_unfit", {"shortest": shortest, "longest": longest}
        case UndoReasonUnfit():
            shortest, longest = decisions.REASON_LENGTH
            return "undoing.reason_unfit", {"shortest": shortest, "longest": longest}
        case Unfit():
            return correcting.note(error)
        case OwnReport():
            return "desk.answer_own", {}
        case Taken():
            return "desk.answer_taken", {"code": shown(error.code), "by": error.by}
        case Conflicted():
            return "stepping.answer", {}
        case ReportMovedOn():
            at = error.at.isoformat() if error.at else None
            values = {"code": shown(error.code), "status": str(error.status), "by": error.by}
            return "desk.answer_moved_on", {**values, "at": at}
        case NoCard():
            return "asking.no_card", {}
        case _:
            return "asking.close_panel_first", {}
