"""One update being handled: who sent it, and the one door to the database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from aiogram import Bot
from msgspec import Struct
from sqlmodel import Session

from desk import people
from desk.house import House
from desk.rights import Person
from storage import seen
from storage.database import Database
from storage.dying import Point, passes
from storage.locks import one_at_a_time
from storage.pacer import Asides
from words import Library, Words

R = TypeVar("R")


class Repeated(Exception):
    """This update was handled before: change nothing, show how things stand."""


class Turn(Struct):
    """Handed to every handler. `now` is the moment the update was taken up."""

    bot: str
    update_id: int
    telegram_id: int
    telegram: Bot
    """What is said at once goes this way, as the bot that `bot` names."""
    house: House
    library: Library
    database: Database
    now: datetime
    me: str = ""
    meet: bool = True
    """Whether somebody never met before becomes known by this update."""
    asides: Asides | None = None
    """Counts what is said at once against what a bot may send; None where nobody counts."""
    _person: Person | None = None

    async def run(self, rule: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Run `rule(session, person, *args, now=…, **kwargs)` as this update's one unit.

        The update's id, the person's present rights and the rule are one transaction. Raises
        Repeated for an update handled before, and whatever the rule raises; then nothing was
        kept, the update's id included.
        """

        def unit(session: Session) -> tuple[Person, tuple[R] | None]:
            person = self._recognise(session)
            if not seen.first_time(session, self.bot, self.update_id, self.now):
                return person, None
            done = rule(session, person, *args, now=self.now, **kwargs)
            passes(Point.RULED)
            return person, (done,)

        self._person, result = await self.database.run(unit)
        passes(Point.KEPT)
        if result is None:
            raise Repeated(self.update_id)
        return result[0]

    async def look(self, rule: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Run a rule without noting the update: after Repeated, to show how things stand."""

        def unit(session: Session) -> tuple[Person, R]:
            person = self._recognise(session)
            return person, rule(session, person, *args, now=self.now, **kwargs)

        self._person, result = await self.database.run(unit)
        return result

    def _recognise(self, session: Session) -> Person:
        """Who this is, with nothing else of the same person under way in any process."""
        if not self.database.sqlite:  # there one thread of one process writes
            one_at_a_time(session, self.house.vault.lookup(self.bot, self.telegram_id))
        language = self.house.office.language
        vault, who = self.house.vault, self.telegram_id
        return people.recognise(session, vault, self.bot, who, language, self.now, meet=self.meet)

    @property
    def person(self) -> Person:
        """Who sent the update, as of the last `run` or `look`."""
        if self._person is None:
            raise RuntimeError("nobody is known before the first run")
        return self._person

    @property
    def words(self) -> Words:
        """The words of that person's language; the office's before anybody is known."""
        language = self._person.language if self._person else self.house.office.language
        return self.library.in_(language)

    @property
    def desk_words(self) -> Words:
        """The words of the verification group."""
        return self.library.in_(self.house.office.language)
