"""The page a form is at; an agent's review also tells what may be the same event."""

from aiogram.types import CallbackQuery

from cards.question import question
from cards.screen import Screen
from cards.taps import OTHER, SAME, FormTap
from desk import conversation, pointing
from desk.alike import Alike, alike_to
from desk.pointing import NotOffered
from desk.rights import PRIVATE
from desk.stands import Stand
from forms.steps import Review
from handlers.speak import replace, toast
from handlers.turn import Turn


async def page(turn: Turn, stand: Stand) -> Screen:
    """The question or the review as a message."""
    return question(stand, turn.house.office, turn.words, await _alike(turn, stand))


async def _alike(turn: Turn, stand: Stand) -> tuple[Alike, ...]:
    """Looked for beside the units: what takes long among many reports keeps nobody waiting."""
    source = turn.person.reporter
    if turn.bot != PRIVATE or source is None or not isinstance(stand.step, Review):
        return ()
    zone = turn.house.office.zone
    return await turn.database.read(lambda session: alike_to(session, source, stand, zone))


def is_pointing(turn: Turn, value: str) -> bool:
    """Whether a button of an agent's review speaks of another report."""
    return turn.bot == PRIVATE and value.startswith((SAME, OTHER))


async def pointed(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    """An agent says that it is the same event, or takes that back; only of what is offered.

    Raises what `conversation.tap` raises.
    """
    same = data.value.startswith(SAME)
    number = data.value.removeprefix(SAME if same else OTHER)
    stand = await turn.look(conversation.show_own, turn.house, data.draft)
    offered = {str(one.id): one.id for one in await _alike(turn, stand)}
    if number not in offered:
        await _not_offered(tap, turn, stand)
        return
    where = (turn.house, data.draft, data.revision, offered[number])
    try:
        stand = await turn.run(pointing.point, *where, same=same)
    except NotOffered:
        await _not_offered(tap, turn, stand)
        return
    await toast(tap, turn.words.text("linking.pointed", same=same))
    await replace(turn, tap, await page(turn, stand))


async def _not_offered(tap: CallbackQuery, turn: Turn, stand: Stand) -> None:
    """It was taken back meanwhile, or never was there: the page as it stands now."""
    await toast(tap, turn.words.text("linking.not_offered"))
    await replace(turn, tap, await page(turn, stand))
