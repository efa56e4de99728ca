"""Warning, muting, blocking and lifting: from a card, and from the administrator's list."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery, Message

from cards import citizen
from cards import sanctions as drawn
from cards.screen import Screen
from cards.taps import DeskTap, SanctionTap
from desk import lifting, people, sanctioned, sanctions
from desk.decisions import OwnReport
from desk.lifting import NothingStands
from desk.rights import NotAllowed
from desk.sanctions import AdminsOnly, AlreadyStands, Imposed, SourceGone
from handlers.speak import replace, say, toast
from handlers.turn import Repeated, Turn
from words import Plain, Words

REFUSED = (AdminsOnly, AlreadyStands, NothingStands, SourceGone)
"""What may be wrong with a measure besides what may be wrong with any tap on a card."""


def refusal(words: Words, error: Exception) -> Plain | None:
    """The word for what is wrong; None for what is not one of ours."""
    match error:
        case AlreadyStands():
            values = {"kind": error.kind, "by": error.by, "until": error.until}
            return words.text("abuse.stands_already", codename=error.codename, **values)
        case AdminsOnly():
            return words.text("abuse.admins_only")
        case NothingStands():
            return words.text("abuse.nothing_stands")
        case SourceGone():
            return words.text("abuse.source_gone")
        case OwnReport():
            return words.text("abuse.own")
        case NotAllowed():
            return words.text("staff.not_allowed")
    return None


async def _sanction(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    days = turn.house.office.limits.block_days
    done = await turn.run(sanctions.impose, data.report, data.version, data.value, days)
    return _imposed(turn.desk_words, done)


async def _lift(tap: CallbackQuery, turn: Turn, data: DeskTap) -> Plain:
    codename = await turn.run(lifting.lift, data.report, data.version)
    return turn.desk_words.text("abuse.lifted", codename=codename)


def _imposed(words: Words, done: Imposed) -> Plain:
    values = {"kind": str(done.kind), "until": done.until}
    return words.text("abuse.imposed", codename=done.codename, **values)


ACTIONS: dict[str, Callable[[CallbackQuery, Turn, DeskTap], Awaitable[Plain]]] = {
    "sanction": _sanction,
    sanctions.LIFT: _lift,
}


async def sanctions_asked(message: Message, turn: Turn, rest: str) -> None:
    """The list; with a codename the source of that name, and what can be done about it."""
    try:
        if rest.strip():
            found = await turn.look(sanctioned.by_codename, rest)
            screen = drawn.judged(found, turn.words)
        else:
            screen = drawn.listing(await turn.look(sanctioned.listing), 0, turn.words)
    except SourceGone:
        await turn.look(people.whoever)
        screen = citizen.simple(turn.words, "abuse.no_such_source")
    await say(turn, screen)


async def sanction_tapped(tap: CallbackQuery, turn: Turn, data: SanctionTap) -> None:
    """A button of the list; what is wrong with it ends in a friendly toast."""
    try:
        said, screen = await LISTED.get(data.action, _unknown)(turn, data)
    except (NotAllowed, OwnReport, ValueError, *REFUSED) as error:
        await turn.look(people.whoever)
        word = refusal(turn.words, error) or turn.words.text("staff.old_button")
        await toast(tap, word, alert=True)
        return
    await toast(tap, said)
    await replace(turn, tap, screen)


Shown = tuple[Plain | None, Screen]


async def _unknown(turn: Turn, data: SanctionTap) -> Shown:
    raise ValueError(data.action)


async def _list(turn: Turn, data: SanctionTap) -> Shown:
    lines = await turn.look(sanctioned.listing)
    return None, drawn.listing(lines, data.number, turn.words)


async def _show(turn: Turn, data: SanctionTap) -> Shown:
    carried = data.action == "carried"
    return None, drawn.one(await turn.look(sanctioned.one, data.number, carried), turn.words)


async def _lift_one(turn: Turn, data: SanctionTap) -> Shown:
    said = None
    try:
        codename = await turn.run(lifting.lift_one, data.number)
        said = turn.words.text("abuse.lifted", codename=codename)
    except Repeated:
        pass
    return said, (await _list(turn, SanctionTap("list", 0, "")))[1]


async def _lift_carried(turn: Turn, data: SanctionTap) -> Shown:
    said = None
    try:
        await turn.run(lifting.lift_carried, data.number)
        said = turn.words.text("abuse.lifted", codename="")
    except Repeated:
        pass
    return said, (await _list(turn, SanctionTap("list", 0, "")))[1]


async def _source(turn: Turn, data: SanctionTap) -> Shown:
    found = await turn.look(sanctioned.by_source, data.value)
    return None, drawn.judged(found, turn.words)


async def _ask(turn: Turn, data: SanctionTap) -> Shown:
    measure, _, source = data.value.partition(":")
    if measure not in sanctions.MEASURES:
        raise ValueError(measure)
    found = await turn.look(sanctioned.by_source, source)
    return None, drawn.confirm_for(found, measure, turn.words)


async def _do(turn: Turn, data: SanctionTap) -> Shown:
    measure, _, source = data.value.partition(":")
    days, said = turn.house.office.limits.block_days, None
    try:
        done = await turn.run(sanctions.impose_on, source, measure, days)
        said = _imposed(turn.words, done)
    except Repeated:
        pass
    return said, (await _source(turn, SanctionTap("source", 0, source)))[1]


LISTED: dict[str, Callable[[Turn, SanctionTap], Awaitable[Shown]]] = {
    "list": _list,
    "show": _show,
    "carried": _show,
    sanctions.LIFT: _lift_one,
    "lift_carried": _lift_carried,
    "source": _source,
    "ask": _ask,
    "do": _do,
}
