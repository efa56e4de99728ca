"""One action as it is played: what there must be before, what is done, how success looks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlmodel import Session

from sandbox.client import Press
from tests.authority.people import Who
from tests.authority.stage import Stage

Act = Callable[[Stage, Who, bool], Awaitable[Press | None]]
"""Done by somebody, to what is their own or not."""
Before = Callable[[Stage, Session, Who, bool], None]


@dataclass(frozen=True)
class Deed:
    """A line of the table. `shows` are wording keys one of which tells of success, `changes` the
    tables that it leaves another, `tells` that what was reported is read by it."""

    action: str
    act: Act
    shows: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    before: Before | None = None
    own: bool = False
    """Whether the table may say that it is for one's own, or another's, alone."""
    personal: bool = False
    """Whether what must be there before is different for everybody who tries."""
    each: bool = False
    """Whether it can be there for everybody at once."""
    tells: bool = False
    aside: str = ""
    """A table that the same words fill for who has another right."""
    aloud: bool = False
    """Whether it is said in the group, where a stranger's words are left alone."""
