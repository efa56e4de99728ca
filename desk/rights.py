"""Roles, what each may do, and who somebody is as of one unit."""

from enum import StrEnum

from msgspec import Struct

PUBLIC = "public"

PRIVATE = "private"


class Role(StrEnum):
    """What an account may be; a citizen has no account."""

    AGENT = "agent"
    HANDLER = "handler"
    VERIFIER = "verifier"
    UNIT = "unit"
    READER = "reader"
    LEADER = "leader"
    ADMIN = "admin"


class Right(StrEnum):
    """What somebody may do."""

    REPORT = "report"
    VERIFY = "verify"
    READ_DIGEST = "read_digest"
    MANAGE_PEOPLE = "manage_people"
    UNDO = "undo"
    READ_HISTORY = "read_history"
    OPEN_IDENTITY = "open_identity"
    """Ask who a source is: a leader of any, a handler of the agents they look after."""
    CONFIRM_IDENTITY = "confirm_identity"
    """Be the second person without whom no identity is opened."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.REPORT}),
    Role.HANDLER: frozenset({Right.OPEN_IDENTITY}),
    Role.VERIFIER: frozenset({Right.VERIFY, Right.READ_HISTORY}),
    Role.UNIT: frozenset(),
    Role.READER: frozenset(),
    Role.LEADER: frozenset(
        {Right.READ_DIGEST, Right.READ_HISTORY, Right.OPEN_IDENTITY, Right.CONFIRM_IDENTITY}
    ),
    Role.ADMIN: frozenset(
        {Right.MANAGE_PEOPLE, Right.UNDO, Right.READ_HISTORY, Right.CONFIRM_IDENTITY}
    ),
}


class NotAllowed(Exception):
    """This person may not do this."""


class Person(Struct, frozen=True):
    """Somebody as of this unit. A stranger to the private bot has neither source nor account.

    `source` is set for whoever ever wrote to the public bot, `agent` for whoever ever reported
    through the private one, whichever bot is spoken to now: nobody decides a report of their own.
    """

    bot: str
    name: str
    language: str
    source: str | None = None
    agent: str | None = None
    account: int | None = None
    roles: frozenset[Role] = frozenset()
    paused: bool = False
    away: bool = False
    area: str | None = None
    """The region an agent was enrolled for."""
    address: str | None = None
    """How the outbox reaches this person through the bot spoken to: `account:3`, `source:9f…`;
    None for a stranger to the private bot, who is not written to."""
    asked: int = 0
    """Not 0 while an officer's question to this reporter may be open."""

    @property
    def reporter(self) -> str | None:
        """The source that reports through the bot spoken to; None for who may not report there."""
        if self.bot == PUBLIC:
            return self.source
        return self.agent if Right.REPORT in self.rights else None

    @property
    def owner(self) -> str:
        """Whose drafts and files these are. Raises NotAllowed for who may not report."""
        if self.reporter is None:
            raise NotAllowed("only who may report owns a draft")
        return f"source:{self.reporter}"

    @property
    def actor(self) -> str:
        """The name under which an officer stands in the log. Raises NotAllowed without account."""
        if self.account is None:
            raise NotAllowed("no account")
        return f"account:{self.account}"

    @property
    def sources(self) -> frozenset[str]:
        """Every source this person is."""
        return frozenset(one for one in (self.source, self.agent) if one is not None)

    @property
    def rights(self) -> frozenset[Right]:
        """Everything this person's roles allow together; nothing while paused, and nothing of
        what a verifier's role gives to who left the desk."""
        return frozenset() if self.paused else rights_of(self.roles, away=self.away)


def rights_of(roles: frozenset[Role], *, away: bool) -> frozenset[Right]:
    """What roles allow together; to who is away from the desk a verifier's is none."""
    used = roles - {Role.VERIFIER} if away else roles
    return frozenset[Right]().union(*(RIGHTS[role] for role in used))


def require(by: Person, right: Right) -> None:
    """Raise NotAllowed unless `by` has `right` at this moment."""
    if right not in by.rights:
        raise NotAllowed(right)
