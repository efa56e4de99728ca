"""Coming into the office by a one-time link."""

from aiogram.types import Message

from cards import citizen
from desk import invites
from desk.enrolment import AlreadyEnrolled
from desk.invites import InviteUnfit
from handlers import staff
from handlers.speak import say
from handlers.turn import Repeated, Turn


def is_invitation(payload: str) -> bool:
    """Whether a start link's payload is an invitation, good or not."""
    return invites.looks_like_one(payload.strip())


async def link_opened(message: Message, turn: Turn, payload: str) -> None:
    """Enrol whoever opened the link, and show the menu of the new role."""
    user = message.from_user
    name = user.full_name if user else ""
    try:
        await turn.run(invites.accept, turn.house, payload, turn.telegram_id, name)
    except InviteUnfit:
        await _unfit(message, turn)
        return
    except (Repeated, AlreadyEnrolled):
        pass  # the menu shows what one is
    await staff.something_written(message, turn)


async def _unfit(message: Message, turn: Turn) -> None:
    """A link that is used, too old or made up: one sentence, and the menu for who belongs here."""
    person = await staff.who_writes(turn)
    await say(turn, citizen.simple(turn.words, "staff.invite_unfit"))
    if person.account is not None:
        await staff.something_written(message, turn)
