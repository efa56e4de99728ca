"""Room on the disk: files are refused before words, and the administrators are told in time."""

import errno
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from desk import staffnews
from desk.enrolment import holders
from desk.house import House
from desk.rights import Role
from storage.database import Database
from storage.files.store import SCARCE
from words import Library

log = structlog.get_logger()
AGAIN = timedelta(hours=1)  # between two warnings that the disk is full
FULL = ("disk is full", "disk full", "No space left")


def warn_scarce(session: Session, house: House, free: int, now: datetime) -> int:
    """Tell every administrator, once a day, that little room is left; how many were told.

    The caller commits.
    """
    if free >= SCARCE:
        return 0
    day = now.astimezone(house.office.zone).date()
    values = {"free": free // 1_048_576}
    admins = holders(session, Role.ADMIN)
    return sum(
        staffnews.warn_admin(session, one, "staff.disk_scarce", values, day=day, now=now)
        for one in admins
    )


class FullDisk:
    """Warns administrators directly, past the outbox, which a full disk does not take."""

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        library: Library,
        bot: Bot,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._house, self._library = database, house, library
        self._bot, self._clock = bot, clock
        self._warned: datetime | None = None

    async def noticed(self, error: BaseException) -> None:
        """Warn when `error` says that the disk is full, once an hour. Never raises."""
        now = self._clock()
        if not is_full(error) or (self._warned and now - self._warned < AGAIN):
            return
        self._warned = now
        log.error("disk_full")
        try:
            chats = await self._database.read(self._admins)
        except Exception as trouble:  # whatever a full disk does to a database
            log.error("admins_not_read", error=type(trouble).__name__)
            return
        text = self._library.in_(self._house.office.language).html("staff.disk_full")
        for chat in chats:
            try:
                await self._bot.send_message(chat, text, parse_mode="HTML")
            except AiogramError as refusal:
                log.warning("admin_not_warned", error=type(refusal).__name__)

    def _admins(self, session: Session) -> list[int]:
        subjects = [f"account:{one}" for one in holders(session, Role.ADMIN)]
        known = [self._house.vault.identity(session, one) for one in subjects]
        return [one.telegram_id for one in known if one is not None]


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one it came of, is for want of room.

    SQLite undoes the whole transaction then, so that what is raised is about a savepoint gone.
    """
    while error is not None:
        said = str(error.orig) if isinstance(error, DBAPIError) else ""
        if any(word in said for word in FULL):
            return True
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__context__
    return False
