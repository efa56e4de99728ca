"""The verification group: officers decide by buttons, or by a reply in their own words."""

from aiogram.types import CallbackQuery, Message

from cards.taps import DeskTap
from desk import decisions, handing, postings
from desk.codes import shown
from desk.decisions import OwnReport, PanelClosed, Reason, ReasonUnfit, ReportMovedOn
from desk.grades import Grade
from desk.reports import ReportGone
from desk.rights import NotAllowed
from handlers.speak import toast
from handlers.turn import Repeated, Turn
from words import Plain

PANELS = ("main", "grade", "reject")


async def card_tapped(tap: CallbackQuery, turn: Turn, data: DeskTap) -> None:
    """One of a card's buttons. Whatever is wrong with it ends in a friendly toast."""
    try:
        said = await _act(tap, turn, data)
    except Repeated:
        said = turn.desk_words.text("desk.done_already")
    except (NotAllowed, OwnReport, ReportGone, ReportMovedOn, ValueError) as error:
        await toast(tap, _refusal(turn, error), alert=True)
        return
    await toast(tap, said)


async def _act(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    words = turn.desk_words
    match data.action:
        case "approve":
            grade = Grade.read(data.value)
            done = await turn.run(decisions.approve, data.report, data.version, grade=grade)
            return words.text(
                "desk.approved", code=shown(done.code), grade=done.grade, told=done.told
            )
        case "reject":
            reason = Reason(data.value)
            if reason not in decisions.PRESETS:
                raise ValueError(data.value)
            done = await turn.run(decisions.reject, data.report, data.version, reason=reason)
            return words.text("desk.rejected", code=shown(done.code), told=done.told)
        case "panel" if data.value in PANELS:
            await turn.run(decisions.open_panel, data.report, data.version, panel=data.value)
            return words.text("desk.panel_opened")
        case "files":
            return await _files(tap, turn, data)
        case "whole":
            return await _whole(tap, turn, data)
        case _:
            raise ValueError(data.action)


async def _files(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """The files go to the officer's private chat, if that was ever opened."""
    count, reachable = await turn.run(handing.hand_files, data.report, tap.id)
    words = turn.desk_words
    if not reachable:
        return _closed(turn)
    return words.text("desk.evidence_coming" if count else "desk.evidence_none")


async def _whole(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    """Every word goes to the officer's private chat, if that was ever opened."""
    reachable = await turn.run(handing.hand_whole, data.report, tap.id)
    words = turn.desk_words
    return words.text("desk.whole_coming") if reachable else _closed(turn)


def _closed(turn: Turn) -> Plain:
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
        case _:
            return words.text("desk.unknown_button")


async def card_answered(message: Message, turn: Turn) -> None:
    """A reply to a card: the reason in an officer's own words, if the reasons are open."""
    answered = message.reply_to_message
    if answered is None or message.text is None or message.from_user is None:
        return
    try:
        await turn.run(
            decisions.reject_in_words, message.chat.id, answered.message_id, message.text
        )
    except (Repeated, NotAllowed, ReportGone):
        return  # a stranger's words in the group are not the bot's business
    except (PanelClosed, ReasonUnfit, OwnReport, ReportMovedOn) as error:
        key, values = _note(error)
        tap = f"{turn.bot}:{turn.update_id}"
        await turn.run(postings.answer_note, key, values, message.message_id, tap)


def _note(error: Exception) -> tuple[str, dict[str, object]]:
    match error:
        case ReasonUnfit():
            shortest, longest = decisions.REASON_LENGTH
            return "desk.reason_unfit", {"shortest": shortest, "longest": longest}
        case OwnReport():
            return "desk.answer_own", {}
        case ReportMovedOn():
            at = error.at.isoformat() if error.at else None
            values = {"code": shown(error.code), "status": str(error.status), "by": error.by}
            return "desk.answer_moved_on", {**values, "at": at}
        case _:
            return "desk.press_reject_first", {}
