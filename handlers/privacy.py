"""One's own data: seen, and erased after two questions."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards import privacy as drawn
from cards.screen import Screen
from cards.taps import PrivacyTap
from desk import erasing, people, privacy
from desk.erasing import NothingKept
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

GOOD_FOR = 15 * 60  # seconds between a question and the answer that erases everything


async def privacy_asked(message: Message, turn: Turn) -> None:
    """`/privasi`: what happens with a person's data."""
    await turn.look(people.whoever)
    await say(turn, drawn.privacy(turn.house.office, turn.words, turn.now))


async def data_asked(message: Message, turn: Turn) -> None:
    """`/data`: what is kept."""
    await say(turn, await _data(turn))


async def erasure_asked(message: Message, turn: Turn) -> None:
    """`/hapus`: the first of two questions; nothing is erased yet."""
    await say(turn, await _ask(turn))


COMMANDS: dict[str, Callable[[Message, Turn], Awaitable[None]]] = {
    "privasi": privacy_asked,
    "privacy": privacy_asked,
    "data": data_asked,
    "datasaya": data_asked,
    "hapus": erasure_asked,
    "erase": erasure_asked,
}


async def _data(turn: Turn) -> Screen:
    kept = await turn.look(privacy.kept, turn.house)
    return drawn.data(kept, turn.words, turn.now)


async def _ask(turn: Turn) -> Screen:
    kept = await turn.look(privacy.kept, turn.house)
    return drawn.ask(kept, turn.words, turn.now)


async def privacy_tapped(tap: CallbackQuery, turn: Turn, data: PrivacyTap) -> None:
    """A button of the two questions. One that has aged asks from the beginning."""
    try:
        if data.action == "do" and _is_fresh(turn, data):
            await _erase(tap, turn)
            return
        screen = await SCREENS.get(data.action, _asked)(turn, data)
    except NothingKept:
        turn.meet = False
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("privacy.nothing_kept"), alert=True)
        return
    await toast(tap)
    await replace(turn, tap, screen)


async def _kept(turn: Turn, data: PrivacyTap) -> Screen:
    return await _data(turn)


async def _asked(turn: Turn, data: PrivacyTap) -> Screen:
    return await _ask(turn)


async def _keep(turn: Turn, data: PrivacyTap) -> Screen:
    await turn.look(privacy.somebody)
    return citizen.simple(turn.words, "privacy.kept")


async def _sure(turn: Turn, data: PrivacyTap) -> Screen:
    if not _is_fresh(turn, data):
        return await _ask(turn)
    await turn.look(privacy.somebody)
    return drawn.sure(turn.words, turn.now)


SCREENS: dict[str, Callable[[Turn, PrivacyTap], Awaitable[Screen]]] = {
    "data": _kept,
    "erase": _asked,
    "keep": _keep,
    "sure": _sure,
    "do": _asked,
}
"""What each button shows; `do`, pressed in time, erases."""


def _is_fresh(turn: Turn, data: PrivacyTap) -> bool:
    return int(turn.now.timestamp()) - data.at <= GOOD_FOR


async def _erase(tap: CallbackQuery, turn: Turn) -> None:
    """Said in this chat at once: afterwards nobody knows any more whose chat it is."""
    try:
        await turn.run(erasing.erase, turn.house)
    except Repeated:  # or pressed again: whoever came to be known by that alone is forgotten
        await turn.look(erasing.erase_stray, turn.house)
    await toast(tap, turn.words.text("privacy.erased_toast"), alert=True)
    await replace(turn, tap, citizen.simple(turn.words, "privacy.done"))
