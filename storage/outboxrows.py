"""The table of the outbox, as the courier reads and writes it many times a second."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Select,
    and_,
    bindparam,
    literal_column,
    not_,
    select,
    update,
)

from storage.statements import Statement, among, columns
from storage.tables import Outbox

LOOK_AHEAD = 16  # rows looked at in one go; a little more than a courier has places

_c = columns(Outbox)
_ROW = (
    *(_c.id, _c.kind, _c.subject, _c.bot, _c.recipient, _c.priority),
    *(_c.state, _c.attempts, _c.expires_at, _c.payload, _c.created_at),
)
_OPEN = _c.state.in_([literal_column("'waiting'"), literal_column("'unsure'")])


class Due(Struct, frozen=True):
    """A row that may be sent now, as far as it itself knows."""

    id: int
    kind: str
    subject: str | None
    bot: str
    recipient: str
    priority: int
    state: str
    attempts: int
    expires_at: datetime | None
    payload: dict[str, Any]
    created_at: datetime


def _due(dialect: Dialect, *more: ColumnElement[bool]) -> Select[Any]:
    query = (
        select(*_ROW)
        .where(
            _OPEN,
            among(_c.bot, "bots", dialect),
            _c.not_before <= bindparam("now"),
            not_(among(_c.recipient, "passing", dialect)),
            *more,
        )
        .order_by(_c.priority, _c.id)
        .limit(literal_column(str(LOOK_AHEAD)))
    )
    return query.with_for_update(skip_locked=True) if dialect.name == "postgresql" else query


def _but_held(dialect: Dialect) -> Select[Any]:
    held = and_(
        _c.priority == bindparam("ordinary"),
        _c.kind == bindparam("kind"),
        _c.recipient == bindparam("recipient"),
    )
    return _due(dialect, not_(held))


DUE = Statement(_due)
"""What may go now to nobody in `passing`, urgent first, then oldest."""

DUE_BUT_HELD = Statement(_but_held)
"""The same without what is of this kind, priority and recipient."""

NEXT_DUE = Statement(
    lambda dialect: (
        select(_c.not_before)
        .where(_OPEN, among(_c.bot, "bots", dialect), _c.not_before > bindparam("now"))
        .order_by(_c.not_before)
        .limit(literal_column("1"))
    )
)


def _changing(*names: str) -> Statement:
    """An update of these columns of one row."""
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return Statement(lambda _: update(Outbox).where(_c.id == bindparam("number")).values(values))


CLAIM = _changing("state", "attempts", "claimed_at")
SENT = _changing("state", "sent_message_id", "sent_at", "payload")


def _waiting(dialect: Dialect) -> Select[Any]:
    query = select(_c.id).where(
        _c.coalesce_key == bindparam("coalesce"), _c.state == literal_column("'waiting'")
    )
    # On PostgreSQL a courier could draw it else before our commit.
    return query.with_for_update() if dialect.name == "postgresql" else query


WAITING = Statement(_waiting)
"""The rows of a coalescing key that wait, and nobody claims them before this unit's commit."""
