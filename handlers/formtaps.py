"""The buttons of a form, in either bot: a choice, a move, or what becomes of the whole draft."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery

from cards import citizen, labels
from cards.taps import BACK, CALM, CANCEL, CHANGE, CONTINUE, DANGER, DROP, SEND, FormTap
from desk import conversation, people
from desk.conversation import Moved, Stand
from desk.limits import NotNow
from forms.given import Back, Calm, Change, Danger, Given, Pressed, Send
from handlers import reviewing
from handlers.filling import CLOSED, not_now, show
from handlers.reviewing import page
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn

MOVES: dict[str, Given] = {BACK: Back(), SEND: Send(), DANGER: Danger(), CALM: Calm()}


async def form_tapped(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    """A button of a question or of the review."""
    try:
        usual = reviewing.pointed if reviewing.is_pointing(turn, data.value) else _chosen
        await ACTIONS.get(data.value, usual)(tap, turn, data)
    except (Moved, Repeated):
        await _passed(tap, turn)
    except NotNow as error:
        await toast(tap)
        await not_now(turn, error)
    except CLOSED:
        await turn.look(people.whoever)
        await toast(tap, turn.words.text("form.draft_gone"))


async def _chosen(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    given = _given(data.value)
    run: Awaitable[Any] = turn.run(conversation.tap, turn.house, data.draft, data.revision, given)
    await _tapped(tap, turn, given, await run)


async def _tapped(tap: CallbackQuery, turn: Turn, given: Given, stand: Stand) -> None:
    """The toast and the next question; after sending, the receipt is on its way already."""
    words = turn.words
    if stand.overtaken is not None:
        await toast(tap)
        gone = citizen.simple(words, "mending.overtaken", status=stand.overtaken)
        await replace(turn, tap, gone)
        await _go_on_with(turn, stand.left)
        return
    if stand.sent:
        await toast(tap, words.text("form.sent_toast"))
        await _go_on_with(turn, stand.left)
        return
    match given:
        case Danger():
            numbers = labels.numbers(turn.house.office)
            noted = words.text("form.danger_noted", numbers=numbers)
            await toast(tap, noted, alert=True)
        case Calm():
            await toast(tap, words.text("form.calm_noted"))
        case _:
            await toast(tap)
    await replace(turn, tap, await page(turn, stand))


async def _go_on_with(turn: Turn, left: Stand | None) -> None:
    """Another draft that is at hand now: what is written next belongs to it, so it is shown."""
    if left is not None:
        await say(turn, citizen.simple(turn.words, "citizen.unfinished"))
        await say(turn, await page(turn, left))


def _given(value: str) -> Given:
    if value.startswith(CHANGE):
        return Change(value.removeprefix(CHANGE))
    return MOVES.get(value) or Pressed(value)


async def _passed(tap: CallbackQuery, turn: Turn) -> None:
    """The button belongs to an earlier question: show the present one below."""
    await turn.look(people.whoever)
    await toast(tap, turn.words.text("form.question_passed"))
    await show(turn)


async def _resume(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    stand = await turn.run(conversation.resume, turn.house, data.draft)
    await toast(tap)
    await say(turn, await page(turn, stand))


async def _ask_whether_to_drop(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    """Cancel throws nothing away yet, on whichever message it was pressed."""
    stand = await turn.look(conversation.show_own, turn.house, data.draft)
    await toast(tap)
    screen = citizen.confirm_drop(stand.draft_id, stand.revision, turn.words)
    await say(turn, screen)


async def _drop(tap: CallbackQuery, turn: Turn, data: FormTap) -> None:
    left = await turn.run(conversation.drop, turn.house, data.draft, data.revision)
    await toast(tap, turn.words.text("form.dropped_toast"))
    await replace(turn, tap, citizen.simple(turn.words, "citizen.dropped"))
    await _go_on_with(turn, left)


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, FormTap], Awaitable[None]]] = {
    CONTINUE: _resume,
    CANCEL: _ask_whether_to_drop,
    DROP: _drop,
}
"""What a button does to a whole draft; any other answers its question."""
