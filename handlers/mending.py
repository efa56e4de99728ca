"""A reporter mends a rejected report and sends it again, in either bot."""

from aiogram.types import CallbackQuery

from cards import mended
from cards.taps import MendTap
from desk import people, reopening
from desk.conversation import NoSuchForm
from desk.decisions import ReportMovedOn
from desk.reports import ReportGone
from desk.rights import NotAllowed
from handlers import filling
from handlers.reviewing import page
from handlers.speak import say, toast
from handlers.turn import Repeated, Turn
from words import Plain


async def mend_tapped(tap: CallbackQuery, turn: Turn, data: MendTap) -> None:
    """The form opens with what was sent; pressed again, it shows where the mending stands."""
    try:
        done = await turn.run(reopening.reopen, turn.house, data.report)
    except Repeated:
        await toast(tap)
        await filling.show(turn)
        return
    except (ReportGone, NotAllowed, NoSuchForm, ReportMovedOn) as error:
        await turn.look(people.whoever)
        await toast(tap, _refusal(turn, error), alert=True)
        return
    await toast(tap)
    await say(turn, mended.intro(done.report, turn.words))
    await say(turn, await page(turn, done.stand))


def _refusal(turn: Turn, error: Exception) -> Plain:
    words = turn.words
    match error:
        case ReportMovedOn():
            return words.text("mending.moved_on", status=str(error.status))
        case NoSuchForm():
            return words.text("mending.send_anew")
        case _:
            return words.text("citizen.not_yours")
