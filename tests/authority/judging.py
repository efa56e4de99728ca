"""Plays a line of the table and says in sentences where the program differs from it."""

from collections.abc import AsyncIterator, Iterator

from tests.authority.deed import Deed
from tests.authority.document import Line, Verdict
from tests.authority.play import Doer, play
from tests.authority.stage import Stage

APART = {"log", "outbox", "account", "draft"}
"""Where each has rows of their own."""


async def complaints(stage: Stage, deed: Deed, line: Line, together: bool) -> list[str]:
    """What this line says and the program does not do; who acts `together` has things of their
    own to act upon, so that what all may do is done by all at once."""
    found = [one async for one in _refused(stage, deed, line)]
    may = list(_doers(stage, line, refused=False, deed=deed))
    for several in [may] if may and (together or _apart(deed)) else [[one] for one in may]:
        for played in await play(stage, deed, several):
            missing = played.happened(stage, deed, len(several))
            if missing:
                found.append(f"{deed.action}: {played.who.row} may, but {missing}")
    return found


def _apart(deed: Deed) -> bool:
    """Whether all who may can do it at once and not touch what another does."""
    return deed.each or (deed.before is None and set(deed.changes) <= APART)


async def _refused(stage: Stage, deed: Deed, line: Line) -> AsyncIterator[str]:
    """Who may not tries it at once with all others; only if that leaves a trace, one by one."""
    doers = list(_doers(stage, line, refused=True, deed=deed))
    alone = [
        one
        for one in doers
        if deed.personal and not deed.each and one[0].account and (one[1] or not deed.own)
    ]
    crowds = [
        [one for one in doers if one[1] is own and one not in alone] for own in (False, True)
    ]
    for several in [*filter(None, crowds), *([one] for one in alone)]:
        found = await play(stage, deed, several)
        if len(several) > 1 and any(one.refused(stage, deed) for one in found):
            found = [(await play(stage, deed, [one]))[0] for one in several]
        for played, (_, own) in zip(found, several, strict=True):
            wrong = played.refused(stage, deed)
            if wrong:
                whose = "to their own" if own else "to another's"
                yield f"{deed.action} {whose}: {played.who.row} may not, but {wrong}"


def _doers(stage: Stage, line: Line, *, refused: bool, deed: Deed) -> Iterator[Doer]:
    """Everybody who shall try, and whether to their own."""
    for row, verdict in line.items():
        who = stage.people[row]
        match verdict, refused:
            case Verdict.NO, True:
                yield who, False
                if deed.own and deed.personal and who.account:
                    yield who, True
            case Verdict.OWN, _:
                yield who, not refused
            case Verdict.OTHER, _:
                yield who, refused
            case Verdict.YES, False:
                yield who, False
