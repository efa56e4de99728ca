"""Telegram's limits as rolling windows in the database, so that a restart does not forget them."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, literal_column, or_, select
from sqlmodel import Session, col

from storage.statements import Statement, columns
from storage.tables import Pace

KEPT = timedelta(seconds=90)
GROUP = "desk"  # the only group that is written to
ASIDE = ""  # somebody, it does not matter who
HOLD = 0  # the weight of a mark that counts nothing and forbids everything before it

_c = columns(Pace)
_MARKS = Statement(
    lambda _: select(_c.recipient, _c.weight, _c.at).where(
        _c.bot == bindparam("bot"),
        _c.at > bindparam("earliest"),
        or_(_c.recipient == literal_column(f"'{GROUP}'"), _c.at > bindparam("of_all")),
    )
)
"""The marks that can matter now: of a flood to many people, those of a second."""
_ENTER = Statement(
    lambda _: insert(Pace).values(
        {name: bindparam(name) for name in ("bot", "recipient", "weight", "at")}
    )
)


@dataclass(frozen=True)
class Window:
    """At most `places` calls in any `span`."""

    places: int
    span: timedelta

    def leaving(self, spare: int) -> "Window":
        """The window without that many places, if it has twice as many."""
        return Window(self.places - spare, self.span) if self.places > 2 * spare else self


@dataclass(frozen=True)
class Limits:
    """What a bot may send: overall, into one private chat, into one group.

    Telegram's own published figures: 30 a second, one a second a chat, 20 a minute a group. One
    call may weigh more than one (an album counts its parts), yet never more than a whole window.
    """

    overall: Window | None = Window(30, timedelta(seconds=1))
    person: tuple[Window, ...] = (Window(1, timedelta(seconds=1)),)
    group: tuple[Window, ...] = (
        Window(1, timedelta(seconds=1)),
        Window(20, timedelta(seconds=60)),
    )

    def looked_at(self, now: datetime) -> tuple[datetime, datetime]:
        """Since when marks can matter now: anybody's, and those of the group."""
        everybody = (*self.person, *([self.overall] if self.overall else ()))
        of_all = max((window.span for window in everybody), default=timedelta())
        of_group = max((window.span for window in self.group), default=timedelta())
        return now - of_all, now - of_group

    @classmethod
    def none(cls) -> "Limits":
        """No limits at all: for a local server of one's own."""
        return cls(overall=None, person=(), group=())


class Asides:
    """Calls that pass the outbox by, such as a form's questions, beside those of the courier.

    They are counted in memory and by the process that makes both: a restart takes longer than
    the second that is looked at. They leave a fifth of it to what the outbox has promised.
    For the event loop's thread alone: units are handed what was `made`.
    """

    def __init__(self, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._window, self._clock = limits.overall, clock
        self._asides: dict[str, deque[datetime]] = {}
        self._promised: dict[str, deque[datetime]] = {}

    def take(self, bot: str) -> bool:
        """Whether one more may go now; if so it is counted."""
        if self._window is None:
            return True
        asides = self._recent(self._asides, bot)
        full = len(asides) + len(self._recent(self._promised, bot))
        if full >= self._window.places * 4 // 5:
            return False
        asides.append(self._clock())
        return True

    def promised(self, bot: str) -> None:
        """Count a call that the courier is about to make."""
        if self._window is not None:
            self._recent(self._promised, bot).append(self._clock())

    def made(self, bot: str) -> list[datetime]:
        """When those were made that a window still looks at."""
        return list(self._recent(self._asides, bot))

    def _recent(self, calls: dict[str, deque[datetime]], bot: str) -> deque[datetime]:
        found = calls.setdefault(bot, deque())
        while self._window is not None and found and found[0] <= self._clock() - self._window.span:
            found.popleft()
        return found


class Pacer:
    """The calls of one bot that a window still looks at, read once, for one unit that claims.

    What `take` allows is entered in the same unit; the caller commits before making the call.
    `asides` are calls made meanwhile that are in no table.
    """

    def __init__(
        self,
        session: Session,
        bot: str,
        limits: Limits,
        now: datetime,
        asides: Sequence[datetime] = (),
    ) -> None:
        self._session, self._bot, self._limits, self._now = session, bot, limits, now
        of_all, of_group = limits.looked_at(now)
        earliest = min(of_all, of_group)
        rows = _MARKS.all(session, bot=bot, earliest=earliest, of_all=of_all)
        self._marks = [(whose, at, weight) for whose, weight, at in rows]
        self._marks += [(ASIDE, at, 1) for at in asides]

    def open_at(self) -> datetime:
        """When the bot may call at all, whomever; now or earlier means at once."""
        if self._limits.overall is None:
            return self._now
        everybody = [(at, mark) for _, at, mark in self._marks]
        return _free(everybody, self._limits.overall, 1, self._now)

    def free_at(
        self, recipient: str, weight: int, spare: int = 0, kept: Sequence[datetime] = ()
    ) -> datetime:
        """When a call of this weight may go to `recipient`; now or earlier means at once.

        `spare` places of a group's larger windows are left to what is more pressing, and a place
        at each of the moments `kept`, in their order.
        """
        limits, now = self._limits, self._now
        own = [(at, mark) for whose, at, mark in self._marks if whose == recipient]
        windows = limits.group if recipient == GROUP else limits.person
        times = [at for at, mark in own if mark == HOLD and at > now]
        times += [_free(own, window.leaving(spare), weight, now) for window in windows]
        times += [_keeping(own, window, weight, kept, now) for window in windows]
        if limits.overall is not None:
            all_of_them = [(at, mark) for _, at, mark in self._marks]
            times.append(_free(all_of_them, limits.overall, weight, now))
        return max(times, default=now)

    def take(self, recipient: str, weight: int) -> None:
        """Enter a call that is about to be made."""
        self._marks.append((recipient, self._now, weight))
        _ENTER.run(self._session, bot=self._bot, recipient=recipient, weight=weight, at=self._now)


def hold(session: Session, bot: str, recipient: str, until: datetime) -> None:
    """Nothing goes to `recipient` before `until`, whenever it was entered: Telegram said so.

    The caller commits.
    """
    session.add(Pace(bot=bot, recipient=recipient, weight=HOLD, at=until))


def _free(
    marks: list[tuple[datetime, int]], window: Window, weight: int, now: datetime
) -> datetime:
    """The first moment from `now` on at which `weight` more fits into the window."""
    weight = min(weight, window.places)
    inside = sorted((at, mark) for at, mark in marks if at > now - window.span)
    used = sum(mark for _, mark in inside)
    moment = now
    for at, mark in inside:
        if used + weight <= window.places:
            break
        used -= mark
        moment = at + window.span
    return moment


def _keeping(
    marks: list[tuple[datetime, int]],
    window: Window,
    weight: int,
    kept: Sequence[datetime],
    now: datetime,
) -> datetime:
    """Now, if a call of one at each of the moments `kept` fits into the window after this one;
    else when the next place is free. A window of one place only spaces them out."""
    entered = [*marks, (now, weight)]
    for moment in kept if window.places > 1 else ():
        if sum(mark for at, mark in entered if at > moment - window.span) >= window.places:
            return min(
                (at + window.span for at, mark in marks if mark and at + window.span > now),
                default=now,
            )
        entered.append((moment, 1))
    return now


def forget(session: Session, now: datetime) -> None:
    """Drop marks that no window looks at any more. The caller commits."""
    session.execute(delete(Pace).where(col(Pace.at) < now - KEPT))
