"""Replies to a card, in an officer's words."""

from aiogram.types import Message

from desk import decisions, panels, postings
from desk.codes import shown
from desk.conflicts import Conflicted
from desk.correcting import Unfit
from desk.decisions import EventDecided, OwnReport, ReasonUnfit, ReportMovedOn, Taken
from desk.panels import NoCard, PanelClosed, Words
from desk.postings import DESK
from desk.reports import ReportGone
from desk.rights import NotAllowed
from desk.undoing import UndoReasonUnfit
from handlers import asking, correcting, linking
from handlers.turn import Repeated, Turn

UNUSED = (
    NoCard,
    PanelClosed,
    ReasonUnfit,
    UndoReasonUnfit,
    EventDecided,
    Unfit,
    OwnReport,
    Conflicted,
    Taken,
    ReportMovedOn,
)
"""Why an officer's words were not used; each has its word in `_note`."""


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
        case EventDecided():
            return linking.note(error)
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
