"""The table of drafts, as the hot path reads and writes it."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update

from storage.statements import Statement, columns
from storage.tables import Draft

_c = columns(Draft)
_ROW = (_c.id, _c.owner, _c.form, _c.revision, _c.sealed, _c.touched_at)
_WRITTEN = ("revision", "sealed", "touched_at")
_owner, _number = _c.owner == bindparam("owner"), _c.id == bindparam("number")


def _draft(*where: ColumnElement[bool], lock: bool = True) -> Statement:
    """Drafts that fit, the one worked on last first; nobody else changes them meanwhile."""
    query = select(*_ROW).where(*where).order_by(_c.touched_at.desc())
    return Statement(lambda _: query.with_for_update() if lock else query)


OF_OWNER, PEEK = _draft(_owner), _draft(_owner, lock=False)
OF_FORM, BY_NUMBER = _draft(_owner, _c.form == bindparam("form")), _draft(_number)
OTHERS = Statement(
    lambda _: select(func.max(_c.touched_at)).where(_owner, _c.id != bindparam("number"))
)
INSERT = Statement(
    lambda _: (
        insert(Draft)
        .values({name: bindparam(name) for name in ("owner", "form", "started_at", *_WRITTEN)})
        .returning(_c.id)
    )
)
UPDATE = Statement(
    lambda _: update(Draft).where(_number).values({one: bindparam(one) for one in _WRITTEN})
)
DELETE = Statement(lambda _: delete(Draft).where(_number))


class Row(Struct, frozen=True):
    """A row of the table as it was read; its id is 0 while it was never written."""

    id: int
    owner: str
    form: str
    revision: int
    sealed: bytes
    touched_at: datetime
